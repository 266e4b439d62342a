"""What waits for the desk: everything that nobody has looked at, the most needed first."""

import base64
from typing import Any

import httpx
import pytest

from api.kit.db import to_json
from api.kit.ids import new_id
from tests.api.access.town import Town
from tests.api.incidents.conftest import People
from tests.api.incidents.reports import add, added, tell
from tests.api.operations.wire import check

HERE, THERE, NEAR = ({"lat": lat, "lon": 18.05} for lat in (58.55, 58.60, 58.6002))


async def page(client: httpx.AsyncClient, people: People, **query: Any) -> dict[str, Any]:
    answer = check(await client.get("/api/v1/triage", params=query, headers=people.coordinator.headers))
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def queue(client: httpx.AsyncClient, people: People, limit: int = 2) -> list[dict[str, Any]]:
    """The whole queue, page by page."""
    found, cursor = [], None
    while True:
        got = await page(client, people, limit=limit, **({"cursor": cursor} if cursor else {}))
        found += got["items"]
        if (cursor := got["next_cursor"]) is None:
            assert got["waiting"] == len(found)
            return found


async def test_the_most_needed_come_first_and_what_is_looked_at_leaves(
    client: httpx.AsyncClient, town: Town, people: People
) -> None:
    plain = await tell(client, people.guard, position=HERE, category="graffiti")
    vague = await tell(client, people.guard, place="Någonstans", category="litter")
    grave = await tell(client, people.guard, position=HERE, severity="high", category="fire")
    stale = await tell(client, people.guard, position=HERE, category="gone_category")
    second = await tell(client, people.guard, position=HERE, category="noise")
    found = await queue(client, people)
    order = [grave, vague, stale, plain, second]
    assert [one["id"] for one in found] == [one["id"] for one in order]
    assert [one["reasons"] for one in found] == [["grave"], ["no_place"], ["flagged"], [], []]
    await added(client, people.coordinator, grave["id"], "status", status="triaged")
    await added(
        client, people.coordinator, vague["id"], "assigned", organisation_id=str(people.host.organisation_id)
    )
    await added(client, people.coordinator, stale["id"], "status", status="dismissed", reason="Övning.")
    assert (
        await add(client, people.coordinator, second["id"], "merged", into=plain["id"])
    ).status_code == 201
    await tell(client, people.guard, replaces=plain["id"], position=HERE, category="graffiti")
    left = [one["id"] for one in await queue(client, people)]
    assert plain["id"] in left and len(left) == 2  # a case with others' reports stays, beside the new one
    for one in left:
        await added(client, people.coordinator, one, "status", status="triaged")
    assert await queue(client, people) == []


async def test_a_missing_photo_and_a_likely_duplicate_are_told(
    client: httpx.AsyncClient, town: Town, people: People
) -> None:
    first = await tell(client, people.host, position=THERE, category="vandalism")
    photo = {
        "id": "01935d3c-8f6a-7e2a-9e63-7f4ba09c8d12",
        "sha256": "ab" * 32,
        "media_type": "image/jpeg",
        "size": 9,
    }
    second = await tell(client, people.guard, position=NEAR, category="vandalism", attachments=[photo])
    found = {one["id"]: one for one in await queue(client, people)}
    told = found[second["id"]]
    assert told["reasons"] == ["photos_missing", "similar"] and told["missing_photos"] == 1
    (likely,) = told["similar"]
    assert (likely["id"], likely["distance_m"]) == (first["id"], 22)
    assert [one["id"] for one in found[first["id"]]["similar"]] == [second["id"]]
    assert found[first["id"]]["similar"][0]["attachments"][0]["id"] == photo["id"]


async def test_the_desk_chooses_among_organisations_colleagues_and_receivers(
    client: httpx.AsyncClient, town: Town, people: People
) -> None:
    receiver = {"id": str(new_id()), "name": "Energi", "email": "e@e.example"}
    body = to_json({"receivers": [receiver]})
    put = "INSERT INTO settings (municipality_id, body) VALUES ($1, $2)"
    await town.change(put + " ON CONFLICT (municipality_id) DO UPDATE SET body = excluded.body", body)
    answer = check(await client.get("/api/v1/case-choices", headers=people.coordinator.headers))
    said = answer.json()
    assert {"Väktarna", "Stadshuset"} <= {one["name"] for one in said["organisations"]}
    assert [one["name"] for one in said["colleagues"]] == ["Ada Admin", "Sam Ordnare"]
    assert [one["name"] for one in said["receivers"]] == ["Energi"] and "e@e.example" not in answer.text


NOBODY = "01a2170b-131a-7ea8-9c21-f475ee92ec33"  # each process must name its tests alike


@pytest.mark.parametrize(
    "plain",
    [
        "x", "0|x|x", f"-1|2026-01-01T00:00:00Z|{NOBODY}", f"{10**20}|2026-01-01T00:00:00Z|{NOBODY}",
        f"0|0001-01-01T00:00:00+14:00|{NOBODY}", f"0|2026-01-01T00:00:00|{NOBODY}",
    ],
)  # fmt: skip
async def test_a_cursor_that_is_not_ours_is_told(
    client: httpx.AsyncClient, people: People, plain: str
) -> None:
    query = {"cursor": base64.urlsafe_b64encode(plain.encode()).decode()}
    answer = check(await client.get("/api/v1/triage", params=query, headers=people.coordinator.headers))
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_cursor")


async def test_the_queue_is_read_by_its_index(client: httpx.AsyncClient, town: Town, people: People) -> None:
    plan = await town.change(
        "EXPLAIN (FORMAT JSON) SELECT id FROM incidents WHERE municipality_id = $1 AND need IS NOT NULL"
        " AND need <= 2::smallint ORDER BY need DESC, received_at, id LIMIT 21"
    )
    assert "incidents_need_index" in plan
