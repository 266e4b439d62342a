"""Corrections: old and new stay visible, and only its author and who manages incidents make them."""

from typing import Any

import httpx
import pytest

from tests.api.access.town import Member, Town
from tests.api.incidents.conftest import People
from tests.api.incidents.districts import districts
from tests.api.incidents.reports import add, added, ago, read, tell


@pytest.fixture
async def incident(client: httpx.AsyncClient, people: People) -> dict[str, Any]:
    """The guard's report."""
    return await tell(client, people.guard, severity="low", note="Lampa ur funktion", cost_sek=100)


async def _timeline(client: httpx.AsyncClient, who: Member, incident: dict[str, Any]) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = (await read(client, who, incident["id"]))["entries"]
    return entries


async def test_a_correction_shows_old_and_new(
    client: httpx.AsyncClient, people: People, incident: dict[str, Any]
) -> None:
    happened = ago(90)
    after = await added(
        client,
        people.guard,
        incident["id"],
        "correction",
        fields={"category": "lighting_fault", "severity": "high", "cost_sek": None, "occurred_at": happened},
        note="Två lampor ur funktion",
        place="Stora torget",
        position={"lat": 58.5512, "lon": 18.0547},
        reason="Räknade fel",
    )
    assert (after["category"], after["severity"], after["cost_sek"]) == ("lighting_fault", "high", None)
    assert (after["note"], after["place"]) == ("Två lampor ur funktion", "Stora torget")
    assert (after["occurred_at"], after["position"]["lat"]) == (happened, 58.5512)
    (line,) = await _timeline(client, people.guard, incident)
    assert line["changes"] == {
        "category": {"old": "vandalism", "new": "lighting_fault"},
        "severity": {"old": "low", "new": "high"},
        "cost_sek": {"old": 100, "new": None},
        "occurred_at": {"old": incident["occurred_at"], "new": happened},
        "note": {"old": "Lampa ur funktion", "new": "Två lampor ur funktion"},
        "place": {"old": "Torget", "new": "Stora torget"},
        "position": {"old": None, "new": {"lat": 58.5512, "lon": 18.0547}},
    }
    assert line["reason"] == "Räknade fel"


async def test_each_correction_s_old_is_what_the_one_before_made_new(
    client: httpx.AsyncClient, people: People, incident: dict[str, Any]
) -> None:
    for severity in ("medium", "high", "high"):
        await added(client, people.guard, incident["id"], "correction", fields={"severity": severity})
    changes = [line["changes"] for line in await _timeline(client, people.guard, incident)]
    assert changes == [
        {"severity": {"old": "low", "new": "medium"}},
        {"severity": {"old": "medium", "new": "high"}},
        {},
    ]


async def test_nothing_is_corrected_to_happen_after_it_was_told(
    client: httpx.AsyncClient, people: People, incident: dict[str, Any]
) -> None:
    after = await added(
        client, people.guard, incident["id"], "correction", fields={"occurred_at": "2090-01-01T00:00:00Z"}
    )
    assert after["occurred_at"] <= after["changed_at"]


async def test_only_its_author_and_who_manages_correct(
    client: httpx.AsyncClient, people: People, incident: dict[str, Any]
) -> None:
    fields = {"severity": "high"}
    refused = await add(client, people.colleague, incident["id"], "correction", fields=fields)
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    assert "incidents.manage" in refused.json()["detail"]
    assert (await read(client, people.guard, incident["id"]))["entry_count"] == 0
    for who in (people.guard, people.coordinator):
        await added(client, who, incident["id"], "correction", fields=fields)


async def test_a_corrected_site_moves_a_report_only_when_it_has_no_position(
    client: httpx.AsyncClient, town: Town, people: People
) -> None:
    west, east = await districts(town)
    for position, after_area in ((None, east), ({"lat": 58.55, "lon": 18.05}, west)):
        told = await tell(client, people.guard, site_id=west.site, position=position)
        assert told["area_id"] == west.area
        after = await added(client, people.guard, told["id"], "correction", fields={"site_id": east.site})
        assert (after["site_id"], after["area_id"]) == (east.site, after_area.area)
