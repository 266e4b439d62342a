"""Filters of the list, each alone and with others; news only when asked for."""

import itertools
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from api.integration.police.service import import_events
from tests.api.access.town import Town
from tests.api.incidents.conftest import People
from tests.api.incidents.districts import districts
from tests.api.incidents.reports import INCIDENTS, added, listed, on, page, read, tell

NEWS = (
    b'{"id": 900002, "datetime": "2024-11-05 14:09:22 +01:00", "name": "05 november 10:36, Brand, Bergby",'
    b' "summary": "Larm om brand. Ring 070-174 06 05.", "url": "/aktuellt/1/", "type": "Brand",'
    b' "location": {"name": "Bergby", "gps": "58.5500,18.0500"}}'
)


@pytest.fixture(scope="module")
async def shelf(app: Any, settings: Any, town: Town, people: People) -> list[dict[str, Any]]:
    """Reports that differ in everything a filter asks for."""
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url=settings.public_origin) as client:
        west, east = await districts(town)
        areas, sites = (west.area, east.area), (west.site, east.site)
        told = []
        wheres: tuple[dict[str, Any], ...] = (
            {"position": {"lat": 58.55, "lon": 18.05}},
            {"position": {"lat": 58.55, "lon": 18.15}},
            {"site_id": sites[0]},
            {"site_id": sites[1]},
            {"place": "Vid vattnet"},
        )
        whos = (people.guard, people.host)
        for number, (where, who) in enumerate(itertools.product(wheres, whos)):
            said = {
                "category": ("noise", "litter", "graffiti")[number % 3],
                "severity": (None, "low", "high")[number // 2 % 3],
                "setting": ("public", None)[number // 3 % 2],
                "occurred_at": on(number + 1),
                "place": None,
            }
            told.append(await tell(client, who, **said | where))
        for number, status in ((0, "triaged"), (3, "in_progress"), (4, "resolved"), (7, "dismissed")):
            await added(client, people.coordinator, told[number]["id"], "status", status=status)
        assert {one["area_id"] for one in told} == {*areas, None}
        return [await read(client, people.coordinator, one["id"]) for one in told]


def _is_in(incident: dict[str, Any], query: dict[str, Any]) -> bool:
    """What a filter means, said once more and slowly."""
    at = incident["position"]
    checks: dict[str, Callable[[Any], bool]] = {
        "category": lambda value: incident["category"] in value.split(","),
        "status": lambda value: incident["status"] in value.split(","),
        "area": lambda value: incident["area_id"] == value,
        "site": lambda value: incident["site_id"] == value,
        "organisation": lambda value: incident["author"]["organisation_id"] == value,
        "source": lambda value: incident["source"] == value,
        "severity": lambda value: incident["severity"] == value,
        "setting": lambda value: incident["setting"] == value,
        "occurred_from": lambda value: incident["occurred_at"] >= value,
        "occurred_to": lambda value: incident["occurred_at"] < value,
        "bbox": lambda value: at is not None and _in_box(at, value),
    }
    return all(checks[name](value) for name, value in query.items())


def _in_box(at: dict[str, float], box: str) -> bool:
    west, south, east, north = map(float, box.split(","))
    return west <= at["lon"] <= east and south <= at["lat"] <= north


async def _check(
    client: httpx.AsyncClient, who: Any, shelf: list[dict[str, Any]], query: dict[str, Any]
) -> int:
    wanted = [one["id"] for one in shelf if _is_in(one, query)]
    assert await listed(client, who, **query) == wanted, query
    return len(wanted)


def _queries(shelf: list[dict[str, Any]]) -> list[dict[str, Any]]:
    areas = sorted({one["area_id"] for one in shelf if one["area_id"]})
    sites = sorted({one["site_id"] for one in shelf if one["site_id"]})
    organisations = sorted({one["author"]["organisation_id"] for one in shelf})
    return [
        *({"category": value} for value in ("noise", "litter,graffiti", "vandalism")),
        *({"status": value} for value in ("new", "new,triaged", "resolved", "resolved,dismissed")),
        *({"area": value} for value in areas),
        *({"site": value} for value in sites),
        *({"organisation": value} for value in organisations),
        {"source": "field"},
        *({"severity": value} for value in ("low", "high")),
        {"setting": "public"},
        {"source": "key"},
        {"occurred_from": shelf[4]["occurred_at"]},
        {"occurred_to": shelf[4]["occurred_at"]},
        {"bbox": "18.0,58.5,18.1,58.6"},
        {"bbox": "-180,-90,180,90"},
    ]


async def test_each_filter_alone(
    client: httpx.AsyncClient, people: People, shelf: list[dict[str, Any]]
) -> None:
    assert await listed(client, people.coordinator) == [one["id"] for one in shelf]
    counts = [await _check(client, people.coordinator, shelf, query) for query in _queries(shelf)]
    assert sum(map(bool, counts)) >= len(counts) - 2


async def test_filters_narrow_one_another(
    client: httpx.AsyncClient, people: People, shelf: list[dict[str, Any]]
) -> None:
    counts = [
        await _check(client, people.coordinator, shelf, first | second)
        for first, second in itertools.combinations(_queries(shelf), 2)
        if not first.keys() & second.keys()
    ]
    assert sum(map(bool, counts)) > 30


async def test_own_reports_are_listed_by_mine(
    client: httpx.AsyncClient, people: People, shelf: list[dict[str, Any]]
) -> None:
    guards = {"organisation": str(people.guard.organisation_id)}
    wanted = [one["id"] for one in shelf if _is_in(one, guards)]
    assert await listed(client, people.guard, mine=True) == wanted
    assert await listed(client, people.coordinator, mine=True) == []


async def test_times_are_compared_as_moments_whatever_their_offset(
    client: httpx.AsyncClient, people: People, shelf: list[dict[str, Any]]
) -> None:
    at = datetime.fromisoformat(shelf[4]["occurred_at"]).astimezone(UTC)
    same = at.isoformat().replace("+00:00", "-00:00")
    ids = await listed(client, people.coordinator, occurred_from=same, occurred_to=same)
    assert ids == []
    assert shelf[4]["id"] in await listed(client, people.coordinator, occurred_from=same)


async def test_news_is_listed_only_when_asked_for_and_is_nowhere_on_the_map(
    client: httpx.AsyncClient, town: Town, people: People, shelf: list[dict[str, Any]]
) -> None:
    reported = town.house.incidents.reported
    report = await import_events(town.house.journal, reported, [NEWS], lambda _name: town.id)
    assert (report.imported, report.bad) == (1, [])
    (news,) = (await page(client, people.coordinator, source="police")).json()["items"]
    assert (news["source"], news["position"], news["area_id"]) == ("police", None, None)
    assert (news["precision"], news["category"]) == ("municipality", "fire")
    assert news["note"] == "Larm om brand. Ring [telefonnummer]."
    assert news["occurred_at"] == "2024-11-05T09:36:00.000Z"
    assert news["external"]["published_at"] == "2024-11-05T13:09:22.000Z"
    assert news["external"]["centre"] == {"lat": 58.55, "lon": 18.05}
    asked: list[dict[str, Any]] = [
        {}, {"category": "fire"}, {"status": "new"}, {"bbox": "18.0,58.5,18.1,58.6"},
        {"area": shelf[0]["area_id"]}, {"occurred_from": "2024-11-05T00:00:00Z"},
    ]  # fmt: skip
    for query in asked:
        assert news["id"] not in await listed(client, people.coordinator, **query), query
    for query in ({"bbox": "-180,-90,180,90"}, {"area": shelf[0]["area_id"]}):
        assert await listed(client, people.coordinator, source="police", **query) == []
    assert await listed(client, people.coordinator, source="police", category="fire") == [news["id"]]
    assert await listed(client, people.guard, source="police") == []  # nobody's own organisation's


WRONG = [
    {"area": "x"},
    {"site": "1"},
    {"organisation": "'; DROP TABLE incidents; --"},
    {"occurred_from": "yesterday"},
    {"occurred_from": "2024-11-05T10:00:00"},
    {"occurred_to": "0001-01-01T00:00:00+14:00"},
    {"bbox": "1,2,3"},
    {"bbox": "a,b,c,d"},
    {"bbox": "nan,nan,nan,nan"},
    {"bbox": "19,58,18,59"},
    {"bbox": "18,59,19,58"},
    {"bbox": "-181,0,0,1"},
    {"bbox": "0,0,inf,1"},
    {"limit": 0},
    {"limit": 201},
    {"limit": "x"},
    {"offset": -1},
    {"offset": 10_001},
    {"offset": 10**30},
    {"cursor": "x"},
    {"cursor": "å"},
    {"cursor": "MjAyNC0xMS0yNHwwMTkzNWQzYw"},
    {"mine": "perhaps"},
    {"category": "\x00"},
    {"status": "new\x00"},
    {"source": "\x00"},
    {"q": "\x00"},
    {"q": "x" * 201},
    {"severity": "grave"},
    {"setting": "outdoors"},
    {"category": "x" * 401},
]


@pytest.mark.parametrize("query", WRONG)
async def test_a_wrong_filter_is_told(
    client: httpx.AsyncClient, people: People, query: dict[str, Any]
) -> None:
    answer = await page(client, people.coordinator, **query)
    assert answer.status_code == 422, answer.text
    assert "DROP" not in answer.text


@pytest.mark.parametrize(
    "query", [{"category": "'"}, {"status": "%"}, {"source": "—"}, {"q": "' OR 1=1"}, {"q": "(((:*&|!<->"}]
)
async def test_odd_words_are_only_words(
    client: httpx.AsyncClient, people: People, query: dict[str, Any]
) -> None:
    answer = await page(client, people.coordinator, **query)
    assert (answer.status_code, answer.json()["items"]) == (200, [])


async def test_an_unknown_parameter_narrows_nothing(client: httpx.AsyncClient, people: People) -> None:
    answer = await client.get(INCIDENTS, params={"colour": "red"}, headers=people.coordinator.headers)
    assert answer.status_code == 200
