"""The map's box gives what lies in it at every size, and the list as GeoJSON."""

import random
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.kit.geo import MOST_CELLS, Box, cells_covering
from api.kit.paging import Page
from api.lists.queries import Filter, list_incidents
from tests.api.access.town import Town
from tests.api.incidents.conftest import People
from tests.api.incidents.reports import GEOJSON, on, page, record, report, tell

SPREAD = (0.0005, 0.005, 0.05, 0.5, 5.0, 90.0)  # degrees: a yard, a block, a town … the world


@pytest.fixture(scope="module")
async def points(town: Town, people: People) -> dict[str, tuple[float, float]]:
    """Four hundred reports round one place at every scale, some on one another, with their lat and lon."""
    chance = random.Random(58)
    places = []
    for number in range(400):
        spread = SPREAD[number % len(SPREAD)]
        lat = min(90.0, max(-90.0, 58.55 + chance.uniform(-spread, spread)))
        lon = min(180.0, max(-180.0, 18.05 + chance.uniform(-spread, spread) * 2))
        places.append((round(lat, 4), round(lon, 4)))
    places += [(90.0, 180.0), (-90.0, -180.0), (0.0, 0.0), (58.55, 18.05), (58.55, 18.05)]
    bodies = [
        report(position={"lat": lat, "lon": lon}, occurred_at=on(1 + number % 7, number % 24))
        for number, (lat, lon) in enumerate(places)
    ]
    bodies.append(report(place="utan position"))
    ids = await record(town, people.guard, bodies)
    return dict(zip(ids, places, strict=False))


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    """Boxes of every size, of none, and of one whose edge touches the world's."""
    size = draw(st.sampled_from((0.0, *SPREAD)))
    lat = draw(st.floats(58.55 - size, 58.55 + size))
    lon = draw(st.floats(18.05 - size, 18.05 + size))
    south, north = max(-90.0, lat - draw(st.floats(0, 1)) * size), min(90.0, lat + size)
    west, east = max(-180.0, lon - draw(st.floats(0, 1)) * size), min(180.0, lon + 2 * size)
    return (
        Box(west, south, east, max(south, north))
        if draw(st.booleans())
        else Box(round(west, 4), round(south, 4), round(east, 4), round(max(south, north), 4))
    )


@pytest.mark.parametrize("who", ["coordinator", "guard", "colleague", "technician", "host"])
async def test_a_box_gives_what_lies_in_it(
    town: Town, people: People, points: dict[str, tuple[float, float]], who: str, scale: int
) -> None:
    sees_all = who != "host"
    actor = await _actor(town, getattr(people, who))
    sizes: set[str] = set()

    async def ask(box: Box) -> None:
        covering = cells_covering(box)
        sizes.add("none" if covering is None else covering[0])
        async with town.house.database.bound(town.id) as connection:
            rows, more = await list_incidents(connection, actor, Filter(bbox=box), Page(limit=200))
            while more:
                last = rows[-1]
                after = Page(limit=200, after=(last["occurred_at"], last["id"]))
                following, more = await list_incidents(connection, actor, Filter(bbox=box), after)
                rows += following
        wanted = {
            one
            for one, (lat, lon) in points.items()
            if sees_all and box.south <= lat <= box.north and box.west <= lon <= box.east
        }
        assert [str(row["id"]) for row in rows] == [str(row["id"]) for row in _newest_first(rows)]
        assert {str(row["id"]) for row in rows} == wanted
        assert len(rows) == len(wanted)

    for size in (0.0, 0.002, 0.01, 0.1, 20.0):
        await ask(Box(18.05 - size, 58.55 - size, 18.05 + size, 58.55 + size))
    assert sizes == {"s", "m", "l", "none"}
    await _each(boxes(), ask, 40 * scale)


async def _each(strategy: st.SearchStrategy[Box], ask: Any, examples: int) -> None:
    """Ask of many drawn values; drawing is the library's, waiting is ours."""
    drawn: list[Box] = []

    @settings(max_examples=examples, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(strategy)
    def draw(box: Box) -> None:
        drawn.append(box)

    draw()
    for box in drawn:
        await ask(box)


def _newest_first(rows: list[Any]) -> list[Any]:
    return sorted(rows, key=lambda row: (row["occurred_at"], row["id"]), reverse=True)


async def _actor(town: Town, who: Any) -> Any:
    from api.access.actors import authenticate, credential

    async with town.house.database.bound(town.id) as connection:
        return await authenticate(connection, credential(who.token))


@given(boxes())
def test_the_cells_of_a_box_are_few_and_cover_it(box: Box) -> None:
    from api.kit.geo import cells_of

    covering = cells_covering(box)
    if covering is None:
        return
    size, cells = covering
    assert 1 <= len(cells) <= MOST_CELLS
    for lat in (box.south, (box.south + box.north) / 2, box.north):
        for lon in (box.west, (box.west + box.east) / 2, box.east):
            assert cells_of(lat, lon)[size] in cells


async def test_a_box_pages_by_limit_and_cursor(
    client: httpx.AsyncClient, people: People, points: dict[str, tuple[float, float]]
) -> None:
    box = "18.0495,58.5495,18.0505,58.5505"
    whole = (await page(client, people.coordinator, bbox=box, limit=200)).json()["items"]
    assert len(whole) > 20
    first = (await page(client, people.coordinator, bbox=box, limit=7)).json()
    assert [one["id"] for one in first["items"]] == [one["id"] for one in whole[:7]]
    more = await page(client, people.coordinator, bbox=box, limit=7, cursor=first["next_cursor"])
    assert [one["id"] for one in more.json()["items"]] == [one["id"] for one in whole[7:14]]


async def test_the_list_is_geojson_for_who_accepts_it(client: httpx.AsyncClient, people: People) -> None:
    there = await tell(client, people.host, position={"lat": 57.25, "lon": 17.125}, note="Här")
    nowhere = await tell(client, people.host, place="Bakom kiosken")
    answer = await page(client, people.host, headers=GEOJSON)
    assert answer.headers["content-type"] == "application/geo+json"
    assert answer.headers["vary"] == "Accept"
    assert answer.headers["cache-control"] == "no-store"
    features = {one["id"]: one for one in answer.json()["features"]}
    assert features[there["id"]]["geometry"] == {"type": "Point", "coordinates": [17.125, 57.25]}
    assert features[nowhere["id"]]["geometry"] is None
    assert features[there["id"]]["properties"]["note"] == "Här"
    assert "position" not in features[there["id"]]["properties"]
    plain = await page(client, people.host, headers={"Accept": "application/json, */*"})
    assert plain.headers["content-type"] == "application/json"
    assert plain.headers["vary"] == "Accept"
    assert {one["id"] for one in plain.json()["items"]} == set(features)
