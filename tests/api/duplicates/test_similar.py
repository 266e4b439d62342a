"""Which reports are shown as likely the same: near in place, time and kind, and the asker's to see."""

import math
import random
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.access.actors import authenticate, credential
from api.duplicates.queries import Sought, similar_incidents
from api.kit.geo import box_round, metres_between
from tests.api.access.town import Member, Town
from tests.api.incidents.conftest import People
from tests.api.incidents.reports import INCIDENTS, added, record, report, tell
from tests.api.operations.wire import check

NORTH_M = 1 / 111_195  # degrees of latitude in a metre
NOW = datetime.now(UTC).replace(microsecond=0)


def at(place: tuple[float, float], metres_north: float = 0) -> dict[str, float]:
    return {"lat": place[0] + metres_north * NORTH_M, "lon": place[1]}


def wire(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


async def similar(
    client: httpx.AsyncClient, who: Member, category: str, place: tuple[float, float], **asked: Any
) -> list[dict[str, Any]]:
    query = at(place) | {"category": category, "occurred_at": wire(NOW)} | asked
    answer = check(await client.get(f"{INCIDENTS}/similar", params=query, headers=who.headers))
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def test_near_in_place_time_and_kind_is_shown_nearest_first(
    client: httpx.AsyncClient, people: People
) -> None:
    place = (58.51, 18.01)
    told = {
        name: (await tell(client, people.colleague, category=category, position=at(place, metres),
                          occurred_at=wire(NOW - timedelta(hours=hours))))["id"]
        for name, category, metres, hours in (
            ("near", "lighting_fault", 30, 300), ("nearer", "unsafe_place", 12, 2),
            ("far", "lighting_fault", 60, 2), ("old", "lighting_fault", 5, 340),
            ("other kind", "litter", 5, 2),
        )
    }  # fmt: skip
    found = await similar(client, people.guard, "lighting_fault", place)
    assert [(one["id"], one["distance_m"]) for one in found] == [(told["nearer"], 12), (told["near"], 30)]
    assert await similar(client, people.guard, "unheard_of", place) == []
    assert await similar(client, people.guard, "lighting_fault", (90, 0)) == []


async def test_a_report_is_nobody_s_to_be_shown_who_may_not_see_it(
    client: httpx.AsyncClient, people: People, other_town: Town
) -> None:
    place = (58.52, 18.02)
    told = await tell(client, people.guard, category="noise", position=at(place), note="Musik", place="Kajen")
    foreigner = await other_town.person("coordinator", organisation="Stadshuset")
    seen = {
        name: [one["id"] for one in await similar(client, who, "noise", place)] == [told["id"]]
        for name, who in {**vars(people), "foreigner": foreigner}.items()
        if name != "admin"
    }
    assert seen == {
        "guard": True, "colleague": True, "host": False, "loner": False, "operator": True,
        "coordinator": True, "technician": False, "reader": True, "foreigner": False,
    }  # fmt: skip
    (textless,) = await similar(client, people.reader, "noise", place)
    assert not {"note", "place", "attachments"} & set(textless)


async def test_what_is_dismissed_or_mended_before_is_not_the_same(
    client: httpx.AsyncClient, people: People
) -> None:
    place = (58.53, 18.03)
    dismissed, fixed, resolved = [
        (await tell(client, people.guard, category="lighting_fault", position=at(place)))["id"]
        for _ in range(3)
    ]
    await added(client, people.coordinator, dismissed, "status", status="dismissed")
    await added(client, people.technician, fixed, "fixed", occurred_at=wire(NOW - timedelta(hours=1)))
    await added(client, people.coordinator, resolved, "status", status="resolved")
    found = await similar(client, people.guard, "lighting_fault", place)
    assert [one["id"] for one in found] == [resolved]
    before = wire(NOW - timedelta(hours=2))
    found = await similar(client, people.guard, "lighting_fault", place, occurred_at=before)
    assert {one["id"] for one in found} == {fixed, resolved}


async def test_five_are_enough_in_a_crowd_and_the_asked_report_is_left_out(
    client: httpx.AsyncClient, town: Town, people: People
) -> None:
    place = (58.54, 18.04)
    chance = random.Random(39)
    bodies = [
        report(category="disturbance", position=at(place, chance.uniform(-120, 120)), occurred_at=wire(NOW))
        for _ in range(80)
    ]
    await record(town, people.guard, bodies)
    found = await similar(client, people.coordinator, "disturbance", place)
    assert len(found) == 5
    assert [one["distance_m"] for one in found] == sorted(one["distance_m"] for one in found)
    async with town.house.database.bound(town.id) as connection:
        actor = await authenticate(connection, credential(people.coordinator.token))
        sought = Sought("disturbance", *place, NOW, apart_from=UUID(found[0]["id"]))
        (rows,) = await similar_incidents(connection, actor, [sought])
    assert found[0]["id"] not in {str(row["id"]) for _, row in rows}
    assert found[1]["id"] in {str(row["id"]) for _, row in rows}


@pytest.mark.parametrize(
    "wrong",
    [
        {"lat": "91"}, {"lon": "nan"}, {"lat": "1e400"}, {"occurred_at": "i natt"}, {"category": "Å; DROP"},
        {"occurred_at": None},
    ],
)  # fmt: skip
async def test_what_cannot_be_asked_is_told(
    client: httpx.AsyncClient, people: People, wrong: dict[str, Any]
) -> None:
    query = {"category": "noise", "lat": "58.5", "lon": "18", "occurred_at": wire(NOW)} | wrong
    query = {name: value for name, value in query.items() if value is not None}
    answer = check(await client.get(f"{INCIDENTS}/similar", params=query, headers=people.guard.headers))
    assert answer.status_code == 422


@given(
    st.floats(-90, 90),
    st.floats(-179, 179),
    st.floats(1, 5000),
    st.floats(0, 1),
    st.floats(0, 2 * math.pi),
)
def test_everything_within_the_radius_lies_in_the_box(
    lat: float, lon: float, radius_m: float, share: float, bearing: float
) -> None:
    """By the direct formula on the sphere, which is not the one the box is made with."""
    angle, south = share * radius_m / 6_371_008.8, math.radians(lat)
    north = math.asin(
        max(
            -1,
            min(
                1,
                math.sin(south) * math.cos(angle) + math.cos(south) * math.sin(angle) * math.cos(bearing),
            ),
        )
    )
    east = math.atan2(
        math.sin(bearing) * math.sin(angle) * math.cos(south),
        math.cos(angle) - math.sin(south) * math.sin(north),
    )
    there = (math.degrees(north), lon + math.degrees(east))
    assert metres_between(lat, lon, *there) == pytest.approx(share * radius_m, rel=1e-3, abs=0.2)
    box = box_round(lat, lon, radius_m)
    inside = box.south - 1e-9 <= there[0] <= box.north + 1e-9
    assert inside
    if -180 <= there[1] <= 180:
        assert box.west - 1e-9 <= there[1] <= box.east + 1e-9
