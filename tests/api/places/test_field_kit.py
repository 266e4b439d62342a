"""What a phone is given to work without network, and how soon a change of places is seen."""

import asyncio
import json
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from api.commands import bench, import_areas
from api.kit.env import Settings
from api.kit.ids import new_id
from api.places.models import Checkpoint, Site
from api.places.service import put_rows
from tests.api.journal.town import Person, Town, path_to, put, report, settle
from tests.api.places.test_area_index import box, polygon
from tests.databases import Addresses

KIT = "/api/v1/field-kit"
SEEN_S = 2.0


@pytest.fixture(scope="module")
async def town(app: FastAPI, database: Addresses) -> Town:
    """A municipality with people."""
    return await settle(app, database.owner_url, "bergby")


@pytest.fixture(scope="module")
async def other_town(app: FastAPI, database: Addresses) -> Town:
    """Another one on the same server."""
    return await settle(app, database.owner_url, "sundby")


async def put_areas(settings: Settings, folder: Path, slug: str, **areas: dict[str, Any]) -> None:
    """Import areas as a command does: from another process's pool."""
    features = [
        {"type": "Feature", "properties": {"name": name}, "geometry": geometry}
        for name, geometry in areas.items()
    ]
    file = folder / "areas.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    async with bench(settings) as own:
        await import_areas(own, slug, file)


async def put_site(town: Town, name: str, code: str) -> None:
    """A site with one checkpoint."""
    site = {"id": new_id(), "name": name, "kind": "school", "lat": 58.5, "lon": 18.5}
    point = {"id": new_id(), "site_id": site["id"], "name": "Entrén", "code": code}
    async with town.inside() as connection:
        for model, row in ((Site, site), (Checkpoint, point)):
            await put_rows(town.journal, connection, town.id, model, [row])


async def kit(client: httpx.AsyncClient, person: Person, **headers: str) -> httpx.Response:
    return await client.get(KIT, headers=person.headers | headers)


async def test_a_running_server_sees_a_new_area_soon(
    client: httpx.AsyncClient, settings: Settings, town: Town, tmp_path: Path
) -> None:
    async def area_now() -> str | None:
        subject = new_id()
        at = {"lat": 58.05, "lon": 18.1, "accuracy_m": 5}
        answer = await put(client, town.guard, path_to(subject), report(position=at))
        assert answer.status_code == 201, answer.text
        found: str | None = answer.json()["area_id"]
        return found

    assert await area_now() is None
    square = {"Väster": polygon(box(18, 58, 18.1, 58.1)), "Öster": polygon(box(18.1, 58, 18.3, 58.1))}
    await put_areas(settings, tmp_path, "bergby", **square)
    began = time.monotonic()
    while await area_now() is None:
        assert time.monotonic() - began < SEEN_S
        await asyncio.sleep(0.1)
    shown = (await kit(client, town.guard)).json()["areas"]["features"]
    names = {one["id"]: one["properties"]["name"] for one in shown}
    assert names[await area_now() or ""] == "Väster"  # on the border: the smaller one


async def test_a_phone_that_has_the_kit_is_told_so(client: httpx.AsyncClient, town: Town) -> None:
    answer = await kit(client, town.guard)
    tag = answer.headers["etag"]
    assert answer.status_code == 200 and "no-cache" in answer.headers["cache-control"]
    again = await kit(client, town.guard, **{"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    await put_site(town, "Nya skolan", "NYSKOLA")
    changed = await kit(client, town.guard, **{"If-None-Match": tag})
    assert changed.status_code == 200 and changed.headers["etag"] != tag


async def test_sites_come_with_their_checkpoints_and_nothing_of_others(
    client: httpx.AsyncClient, settings: Settings, town: Town, other_town: Town, tmp_path: Path
) -> None:
    await put_site(town, "Egna skolan", "EGEN1")
    await put_site(other_town, "Andras skola", "ANDRAS1")
    await put_areas(settings, tmp_path, "sundby", Annan=polygon(box(17, 57, 17.5, 57.5)))
    own = (await kit(client, town.guard)).json()
    others = (await kit(client, other_town.guard)).json()
    site = next(one for one in own["sites"] if one["name"] == "Egna skolan")
    assert [point["code"] for point in site["checkpoints"]] == ["EGEN1"]
    assert [one["name"] for one in others["sites"]] == ["Andras skola"]
    assert [one["properties"]["name"] for one in others["areas"]["features"]] == ["Annan"]
    assert "Andras" not in json.dumps(own) and "Annan" not in json.dumps(own)
    assert own["municipality"]["slug"] == "bergby"


@pytest.mark.parametrize("who", ["guard", "stranger"])
async def test_tiles_are_at_most_eight_known_categories(
    client: httpx.AsyncClient, town: Town, who: str
) -> None:
    given = (await kit(client, town.people[who])).json()
    known = {one["slug"]: one for one in given["categories"]}
    assert 0 < len(given["tiles"]) == len(set(given["tiles"])) <= 8
    assert set(given["tiles"]) <= set(known)
    assert all(one["name"]["sv"] and one["name"]["en"] for one in known.values())


async def test_a_phone_is_told_what_is_erased_when_and_by_which_decision(
    client: httpx.AsyncClient, town: Town, other_town: Town
) -> None:
    rule = {"what": "positions", "after_days": 90, "decision_no": "KS 2026/1", "decided_on": "2026-02-03"}
    path, headers = f"/api/v1/retention-rules/{new_id()}", town.people["admin"].headers
    made = await client.put(path, json=rule, headers=headers | {"If-None-Match": "*"})
    assert made.status_code == 201, made.text
    assert (await kit(client, town.guard)).json()["retention"] == [rule]
    closing = headers | {"If-Match": made.headers["etag"]}
    assert (await client.put(path, json=rule | {"closed": True}, headers=closing)).status_code == 200
    assert (await kit(client, town.guard)).json()["retention"] == []
    assert (await kit(client, other_town.guard)).json()["retention"] == []


async def test_the_kit_is_for_those_who_are_signed_in(client: httpx.AsyncClient) -> None:
    assert (await client.get(KIT)).status_code == 401
