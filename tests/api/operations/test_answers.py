"""What the server really answers is what the contract describes, wherever it is asked."""

from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from api.kit.env import Settings
from api.kit.ids import new_id
from tests.api.access.town import PASSWORD, Member, Town, device_body, enrol, found
from tests.api.journal.town import ago, entry, frozen, report
from tests.api.operations.wire import check, contract, operation_of
from tests.databases import Addresses, ask

TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
# Tests of their own hold these to the contract: photos, a stream and registers are not asked here.
ELSEWHERE = {
    "ask_for_export",
    "export_incidents",
    "put_photo",
    "read_photo",
    "stream_journal",
    "release_held",
    "revoke_reply_link",
}


@pytest.fixture(scope="module")
async def town(app: FastAPI, settings: Settings) -> Town:
    """A municipality."""
    return await found(app, settings.owner_database_url or "", "bergby")


class Asking:
    """Asks as somebody, holds each answer against the contract, and remembers what was asked."""

    def __init__(self, client: httpx.AsyncClient, who: Member) -> None:
        self._client, self._who = client, who
        self.seen: set[tuple[str, int]] = set()

    async def __call__(
        self, method: str, path: str, status: int, who: Member | None = None, **more: Any
    ) -> Any:
        """The JSON of an answer with that status."""
        headers = (who or self._who).headers | more.pop("headers", {})
        answer = await self._client.request(method, f"/api/v1{path}", headers=headers, **more)
        assert check(answer).status_code == status, answer.text
        self.seen.add((operation_of(method, f"/api/v1{path}")["operationId"], status))
        return answer.json() if answer.content else answer.headers


async def test_every_operation_answers_as_described(client: httpx.AsyncClient, town: Town) -> None:
    guard = await town.person("guard", organisation="Väktarna", password=PASSWORD)
    chief = await town.person("safety_chief", organisation="Stadshuset")
    device = await enrol(client, guard)
    ask = Asking(client, guard)
    login = {"username": guard.username, "password": PASSWORD}
    await ask("POST", "/session", 201, json=login)
    await ask("POST", "/session", 201, json=login | {"cookie": True})
    await ask("POST", "/session", 401, json=login | {"password": "fel lösenord"})
    await ask("GET", "/session", 200)
    await ask("POST", "/session/token", 201)
    await _devices(ask, chief, device)
    told = await _facts(ask, chief)
    questions = [{"id": str(one), "digest": told["receipt"]["digest"]} for one in (told["id"], new_id())]
    await ask("POST", "/receipts/query", 200, device, json=questions)
    page = await ask("GET", "/journal", 200, chief, params={"kind": "incident.reported", "limit": 1})
    await ask("GET", "/journal", 200, chief, params={"after": page["next"]})
    await ask("GET", "/journal", 422, chief, params={"after": "x"})
    kit = await client.get("/api/v1/field-kit", headers=guard.headers)
    await ask("GET", "/field-kit", 200)
    await ask("GET", "/field-kit", 304, headers={"If-None-Match": kit.headers["etag"]})
    await ask("GET", "/api-info", 200)
    await ask("GET", "/map-tiles", 200)
    await ask("GET", "/situation/waiting", 200)
    await ask("POST", f"/devices/{device.device_id}/revoke", 204, chief, json={"reason": "borttappad"})
    await ask("DELETE", "/session", 204, chief)
    names = {
        one["operationId"]
        for operations in contract()["paths"].values()
        for one in operations.values()
        if not {"registers", "webhooks", "second factors", "identity provider", "confirmations"}
        & set(one["tags"])
    }
    assert {name for name, _ in ask.seen} == names - ELSEWHERE


async def _devices(ask: Asking, chief: Member, device: Member) -> None:
    path, body = f"/devices/{new_id()}", device_body()
    await ask("PUT", path, 201, json=body)
    await ask("PUT", path, 200, json=body)
    await ask("PUT", path, 409, chief, json=body)
    status = {"unsent": 1, "app_version": "1", "storage": {"used_bytes": 5}}
    await ask("PUT", f"/devices/{device.device_id}/status", 204, device, json=status)
    await ask("PUT", f"/devices/{new_id()}/status", 404, device, json=status)
    await ask("POST", f"/devices/{new_id()}/revoke", 404, chief, json={"reason": "borttappad"})


async def _facts(ask: Asking, chief: Member) -> Any:
    path, raw = f"/incidents/{new_id()}", frozen(report(position={"lat": 58.55, "lon": 18.05}))
    told = await ask("PUT", path, 201, content=raw)
    await ask("PUT", path, 200, content=raw)
    await ask("PUT", path, 409, content=frozen(report()))
    for kind, more in (("note", {"note": "Mer"}), ("status", {"status": "resolved"})):
        entry_path, body = f"{path}/entries/{new_id()}", frozen(entry(kind, **more))
        await ask("PUT", entry_path, 201, chief, content=body)
        await ask("PUT", entry_path, 200, chief, content=body)
    await ask(
        "PUT", f"/incidents/{new_id()}/entries/{new_id()}", 202, content=frozen(entry("note", note="x"))
    )
    await ask("GET", "/incidents", 200, params={"limit": 1})
    await ask("GET", "/incidents", 200, headers={"Accept": "application/geo+json"})
    near = {"category": "vandalism", "lat": 58.55, "lon": 18.05, "occurred_at": ago()}
    await ask("GET", "/incidents/similar", 200, params=near)
    await ask("GET", "/incidents/similar", 422, params=near | {"lat": 91})
    await ask("GET", path, 200)
    await ask("GET", f"/incidents/{new_id()}", 404)
    await ask("GET", "/triage", 200, chief)
    await ask("GET", "/triage", 422, chief, params={"cursor": "x"})
    await ask("GET", "/case-choices", 200, chief)
    (held,) = (await ask("GET", "/quarantine", 200, chief))["items"]
    decision = {"reason": "två olika"}
    await ask("POST", f"/quarantine/{held['id']}/reject", 200, chief, json=decision)
    await ask("POST", f"/quarantine/{held['id']}/reject", 409, chief, json=decision)
    await ask("GET", "/quarantine", 403)
    return told


async def test_the_trace_comes_back(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/v1/api-info", headers={"traceparent": TRACE})
    assert answer.headers["traceparent"] == TRACE
    for odd in ("x" * 55, TRACE.upper(), f"{TRACE}0", ""):
        answer = await client.get("/api/v1/api-info", headers={"traceparent": odd})
        assert "traceparent" not in answer.headers


async def test_api_info_says_what_the_profile_asks(client: httpx.AsyncClient) -> None:
    """VER.06."""
    info = check(await client.get("/api/v1/api-info")).json()
    assert set(info) == {"name", "version", "released", "documentation", "status"}
    assert info["version"] == contract()["info"]["version"]


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/v1/nothing", 404, "not_found"),
        ("GET", "/api/v2/incidents", 404, "not_found"),
        ("GET", "/api/v1/incidents/", 404, "not_found"),
        ("POST", "/api/v1/incidents", 405, "method_not_allowed"),
        ("GET", "/api/v1/devices/x", 405, "method_not_allowed"),
        ("DELETE", "/api/v1/api-info", 405, "method_not_allowed"),
        ("GET", "/nothing.js", 404, "not_found"),
        ("GET", "/assets/../../pyproject.toml", 404, "not_found"),
        ("GET", "/%2e%2e/pyproject.toml", 404, "not_found"),
    ],
)
async def test_what_is_not_there_is_a_problem_too(
    client: httpx.AsyncClient, method: str, path: str, status: int, code: str
) -> None:
    answer = await client.request(method, path)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    if status == 405:
        assert answer.headers["allow"]


async def test_a_failure_says_nothing_of_itself_and_is_dressed_like_any_answer(
    app: FastAPI, settings: Settings, database: Addresses, town: Town
) -> None:
    guard = await town.person("guard")
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    await ask(database.owner_url, "REVOKE SELECT ON settings FROM ledljus_app", "SELECT 1")
    try:
        async with httpx.AsyncClient(transport=transport, base_url=settings.public_origin) as outside:
            answer = await outside.get("/api/v1/field-kit", headers=guard.headers)
    finally:
        await ask(database.owner_url, "GRANT SELECT ON settings TO ledljus_app", "SELECT 1")
    assert (answer.status_code, answer.json()["code"]) == (500, "server_error")
    assert answer.headers["content-type"] == "application/problem+json"
    assert "settings" not in answer.text and "Privilege" not in answer.text
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
