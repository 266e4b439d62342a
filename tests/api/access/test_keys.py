"""API keys: made once, shown once, no stronger than their maker, gone when revoked."""

from typing import Any
from uuid import UUID

import httpx
import pytest

from api.kit.ids import new_id
from tests.api.access.registering import Desk, fault, refused
from tests.api.access.town import Town
from tests.api.journal.town import frozen, report

GIS = {"name": "Kartan", "scopes": ["field_kit.read"]}


@pytest.fixture
async def desk(client: httpx.AsyncClient, town: Town) -> Desk:
    """A technician."""
    return Desk(client, await town.person("technician"))


async def test_a_key_is_shown_once_and_works_until_it_is_revoked(
    desk: Desk, town: Town, other_town: Town
) -> None:
    path = f"/keys/{new_id()}"
    made = await desk.put(path, GIS)
    token = {"Authorization": f"Bearer {made.json()['token']}"}
    assert made.status_code == 201 and made.json()["last_used_at"] is None
    assert refused(await desk.put(path, GIS)) == (412, "changed_since")
    assert refused(await desk.put(path, GIS, '"1"')) == (412, "changed_since")
    assert (await desk.client.get("/api/v1/field-kit", headers=token)).status_code == 200
    shown = (await desk.get(path)).json()
    assert shown["last_used_at"] and "token" not in shown
    assert made.json()["token"] not in (await desk.get("/keys", limit=200)).text
    stranger = await other_town.person("admin")
    why: Any = {"json": {"reason": "Kartan är utbytt, ring 070-174 06 12."}}
    elsewhere = await desk.client.post(f"/api/v1{path}/revoke", headers=stranger.headers, **why)
    assert refused(elsewhere) == (404, "not_found")
    unsaid = await desk.client.post(f"/api/v1{path}/revoke", headers=desk.who.headers, json={})
    assert fault(unsaid) == "body.reason"
    for _ in range(2):
        answer = await desk.client.post(f"/api/v1{path}/revoke", headers=desk.who.headers, **why)
        assert answer.status_code == 204
    assert (await desk.client.get("/api/v1/field-kit", headers=token)).status_code == 401
    assert (await desk.get(path)).json()["revoked_at"]
    said = await town.said("key.changed", UUID(path.rpartition("/")[2]))
    assert "utbytt" in said and "070-174" not in said


async def test_a_key_that_only_writes_is_seen_to_be_used(client: httpx.AsyncClient, town: Town) -> None:
    desk = Desk(client, await town.person("admin"))
    path, body = f"/keys/{new_id()}", {"name": "Larmet", "scopes": ["incidents.write"]}
    token = {"Authorization": f"Bearer {(await desk.put(path, body)).json()['token']}"}
    written = await client.put(f"/api/v1/incidents/{new_id()}", content=frozen(report()), headers=token)
    assert written.status_code == 201
    assert (await desk.get(path)).json()["last_used_at"] == written.json()["receipt"]["received_at"]


async def test_nobody_gives_a_key_more_than_they_may(desk: Desk, town: Town) -> None:
    path = f"/keys/{new_id()}"
    for scopes in (["people.write"], ["incidents.read_all"], ["session"], ["public"], []):
        assert fault(await desk.put(path, {"name": "Mer", "scopes": scopes})) == "body.scopes"
    admin = Desk(desk.client, await town.person("admin"))
    assert (await admin.put(path, {"name": "Allt", "scopes": ["incidents.read_all"]})).status_code == 201
    assert fault(await admin.put(f"/keys/{new_id()}", {"name": "X", "scopes": ["session"]})) == "body.scopes"
