"""A saved selection is one person's: others cannot see, change or even tell that it is there."""

from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from api.kit.env import Settings
from api.kit.ids import new_id
from api.views.service import MOST_VIEWS
from tests.api.access.registering import Desk, fault, refused
from tests.api.access.town import Town, found

GRAFFITI: dict[str, Any] = {"name": "Klotter i Centrum", "query": "category=graffiti&view=map&q=kaj%C3%A9n"}


@pytest.fixture(scope="module")
async def town(app: FastAPI, settings: Settings) -> Town:
    """A municipality."""
    return await found(app, settings.owner_database_url or "", "bergby")


@pytest.fixture
async def desk(client: httpx.AsyncClient, town: Town) -> Desk:
    """A coordinator."""
    return Desk(client, await town.person("coordinator"))


async def test_a_selection_is_saved_changed_and_removed_by_agreement(desk: Desk) -> None:
    path, tag = await desk.add("views", GRAFFITI)
    assert (await desk.get(path)).json() == GRAFFITI | {"id": path.rpartition("/")[2], "version": 1}
    changed = await desk.put(path, GRAFFITI | {"query": "status=new"}, tag)
    assert changed.status_code == 200 and changed.json()["query"] == "status=new"
    assert refused(await desk.put(path, GRAFFITI, tag)) == (412, "changed_since")
    assert refused(await _delete(desk, path, {})) == (428, "precondition_required")
    assert refused(await _delete(desk, path, {"If-Match": tag})) == (412, "changed_since")
    assert (await _delete(desk, path, {"If-Match": changed.headers["etag"]})).status_code == 204
    assert refused(await desk.get(path)) == (404, "not_found")


async def test_nobody_else_sees_it_and_its_id_is_theirs_to_use(desk: Desk, town: Town) -> None:
    """Also a colleague of the same role; there is nothing to tell a taken id from a free one by."""
    path, tag = await desk.add("views", GRAFFITI)
    other = Desk(desk.client, await town.person("coordinator"))
    assert (await other.get("/views")).json()["items"] == []
    assert refused(await other.get(path)) == (404, "not_found")
    assert refused(await other.put(path, GRAFFITI, tag)) == (404, "not_found")
    assert refused(await _delete(other, path, {"If-Match": tag})) == (404, "not_found")
    assert (await other.put(path, GRAFFITI | {"name": "Mitt"})).status_code == 201
    assert [one["name"] for one in (await desk.get("/views")).json()["items"]] == [GRAFFITI["name"]]


async def test_a_change_is_a_record_that_tells_nothing_of_the_selection(desk: Desk, town: Town) -> None:
    path, _ = await desk.add("views", GRAFFITI)
    async with town.house.database.bound(town.id) as connection:
        said = await connection.fetch(
            "SELECT j.kind, j.author_id, b.body::text AS body FROM journal j JOIN journal_bodies b"
            " ON (b.municipality_id, b.record_id) = (j.municipality_id, j.id)"
            " WHERE j.municipality_id = $1 AND j.subject_id = $2",
            town.id,
            path.rpartition("/")[2],
        )
    assert [(row["kind"], row["author_id"]) for row in said] == [("view.changed", desk.who.id)]
    assert "graffiti" not in said[0]["body"] and "Klotter" not in said[0]["body"]


async def test_only_an_address_is_kept_and_not_endlessly_many(desk: Desk) -> None:
    new = f"/views/{new_id()}"
    assert fault(await desk.put(new, GRAFFITI | {"query": "<script>"})) == "body.query"
    assert fault(await desk.put(new, GRAFFITI | {"name": "två\nrader"})) == "body.name"
    for _ in range(MOST_VIEWS):
        await desk.add("views", GRAFFITI)
    assert refused(await desk.put(new, GRAFFITI)) == (409, "too_many_views")


async def _delete(desk: Desk, path: str, condition: dict[str, str]) -> httpx.Response:
    return await desk.client.delete(f"/api/v1{path}", headers=desk.who.headers | condition)
