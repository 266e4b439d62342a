"""Who may what: the table of roles as the house plan writes it, against every route."""

from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from api.access.permissions import DEVICE_PERMISSIONS, KEY_SCOPES, ROLE_PERMISSIONS, Permission, Role
from api.kit.ids import new_id
from api.kit.openapi import operations
from tests.api.access.town import Member, Town, device_body, enrol
from tests.api.journal.town import ago, digest_header, entry, frozen, report

FIELD = {
    "signed_in", "session", "alarms.write", "devices.enrol", "field_kit.read", "incidents.read",
    "incidents.read_text", "incidents.write", "journal.read", "views.write",
}  # fmt: skip
DESK = FIELD | {"incidents.read_all", "incidents.manage", "incidents.fix"}
COORDINATION = DESK | {"quarantine.review", "devices.manage", "devices.read", "ogc.read"}
# Written out a second time on purpose: whoever changes one table has to mean it.
TABLE = {
    "host": FIELD,
    "guard": FIELD,
    "public_order_guard": FIELD,
    "parking_attendant": FIELD,
    "shift_lead": FIELD | {"devices.read"},
    "operator": DESK,
    "coordinator": COORDINATION,
    "field_secretary": COORDINATION,
    "safety_chief": COORDINATION,
    "reader": {
        "signed_in", "session", "field_kit.read", "incidents.read", "incidents.read_all", "journal.read",
        "views.write",
    },
    "technician": {
        "signed_in", "session", "field_kit.read", "incidents.read", "incidents.read_faults",
        "incidents.read_text", "incidents.fix", "integrations.read", "integrations.write", "journal.read",
        "keys.write", "ogc.read", "places.write", "views.write",
    },
    "admin": {
        "signed_in", "session", "devices.manage", "devices.read", "field_kit.read", "integrations.read",
        "integrations.write", "keys.write", "organisations.write", "people.write", "settings.write",
    },
}  # fmt: skip
TABLE = {role: held | {"factors.write"} for role, held in TABLE.items()}  # everybody has their own
ENDLESS = "/api/v1/journal/stream"


@dataclass(frozen=True)
class Call:
    """A well-formed request to one operation, about things that are not there."""

    method: str
    path: str
    permission: str

    async def send(self, client: httpx.AsyncClient, headers: dict[str, str]) -> httpx.Response:
        path = self.path
        for name in ("{id}", "{entry}", "{attachment}", "{link}"):
            path = path.replace(name, str(new_id()))
        body = _body(self.method, self.path)
        if isinstance(body, bytes):
            told = {"Content-Type": "application/json", "Content-Digest": digest_header(body)}
            return await client.request(self.method, path, content=body, headers=headers | told)
        return await client.request(self.method, path, json=body, headers=headers)


def _body(method: str, path: str) -> Any:
    return {
        "PUT /api/v1/incidents/{id}": frozen(report()),
        "PUT /api/v1/incidents/{id}/entries/{entry}": frozen(entry("note", note="Lugnt igen.")),
        "PUT /api/v1/attachments/{id}": b"no photo",
        "PUT /api/v1/devices/{id}": device_body(),
        "PUT /api/v1/devices/{id}/status": {"unsent": 0, "app_version": "1.0"},
        "POST /api/v1/receipts/query": [],
        "POST /api/v1/incidents/{id}/reply-links/{link}/revoke": {"reason": "fel mottagare"},
        "POST /api/v1/devices/{id}/revoke": {"reason": "borttappad"},
        "POST /api/v1/session/confirm": {"password": "fel lösenord"},
        "POST /api/v1/second-factors": {"kind": "totp", "ticket": "x", "name": "Min app", "code": "123456"},
        "POST /api/v1/people/{id}/second-factors/reset": {"reason": "tappad telefon"},
        "POST /api/v1/quarantine/{id}/release": {"reason": "rätt nog"},
        "POST /api/v1/quarantine/{id}/reject": {"reason": "fel ort"},
    }.get(f"{method} {path}")


@pytest.fixture(scope="module")
def calls(app: FastAPI) -> list[Call]:
    """Every operation of the contract that is not open to everybody."""
    return [
        Call(one.method, one.path, str(one.permission))
        for one in operations(app)
        if one.permission != Permission.PUBLIC
    ]


def test_the_table_is_the_house_plan_s() -> None:
    assert {str(role): {str(one) for one in held} for role, held in ROLE_PERMISSIONS.items()} == TABLE


async def test_nobody_gets_anything(client: httpx.AsyncClient, calls: list[Call], town: Town) -> None:
    guessed = f"lj1.{town.id}.{'x' * 43}"
    nobodies: list[dict[str, str]] = [
        {},
        {"Authorization": f"Bearer {guessed}"},
        {"Authorization": "Bearer nonsense"},
        {"Authorization": "Basic dmFrdDpoZW1saWd0"},
        {"Cookie": f"ledljus={guessed}"},
    ]
    for call in calls:
        for headers in nobodies:
            answer = await call.send(client, headers)
            assert answer.status_code == 401, (call, headers)
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.json()["code"] == "not_signed_in"
            assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("role", list(Role))
async def test_a_role_gets_what_its_row_says(
    client: httpx.AsyncClient, calls: list[Call], town: Town, role: Role
) -> None:
    person = await town.person(role, organisation="Väktarna")
    for call in calls:
        session = Member(person.id, await town.session(person.id))  # one that signs out is gone
        await _expect(client, call, session, TABLE[role])


@pytest.mark.parametrize("scope", sorted(KEY_SCOPES))
async def test_a_key_gets_its_scope_and_no_more(
    client: httpx.AsyncClient, calls: list[Call], town: Town, scope: str
) -> None:
    for call in calls:
        key = await town.key(scope)
        await _expect(client, call, key, {scope, "signed_in", "session"})


async def test_a_device_writes_and_asks_for_receipts_and_no_more(
    client: httpx.AsyncClient, calls: list[Call], town: Town
) -> None:
    chief = await town.person("safety_chief", "admin", "technician", organisation="Väktarna")
    device = await enrol(client, chief)
    assert {str(one) for one in DEVICE_PERMISSIONS} == {"signed_in", "incidents.write", "alarms.write"}
    for call in calls:
        await _expect(client, call, device, {"signed_in", "incidents.write", "alarms.write"})


async def _expect(client: httpx.AsyncClient, call: Call, who: Member, held: set[str]) -> None:
    if call.permission in held and call.path == ENDLESS:
        return
    answer = await call.send(client, who.headers)
    if call.permission in held:
        assert answer.status_code not in (401, 403), (call, answer.text)
    else:
        assert answer.status_code == 403, (call, answer.text)
        problem = answer.json()
        assert problem["code"] == "forbidden"
        assert problem["detail"] == f"This needs the permission {call.permission}."


async def test_an_entry_needs_the_permission_of_its_kind(client: httpx.AsyncClient, town: Town) -> None:
    guard = await town.person("guard", organisation="Väktarna")
    technician = await town.person("technician", organisation="Tekniska")
    needed = {
        "status": ("incidents.fix", {"status": "resolved"}),
        "fixed": ("incidents.fix", {}),
        "assigned": ("incidents.manage", {"organisation_id": str(new_id())}),
        "handed_over": ("incidents.manage", {"receiver": "polisen"}),
    }
    for kind, (permission, fields) in needed.items():
        answer = await _put_entry(client, guard, entry(kind, **fields))
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden"), kind
        assert permission in answer.json()["detail"]
    assert (await _put_entry(client, technician, entry("fixed"))).status_code == 202
    assert (await _put_entry(client, technician, entry("note", note="x"))).status_code == 403


async def _put_entry(client: httpx.AsyncClient, who: Member, body: dict[str, Any]) -> httpx.Response:
    path = f"/api/v1/incidents/{new_id()}/entries/{new_id()}"
    return await client.put(path, content=frozen(body), headers=who.headers)


async def test_several_roles_add_up_and_an_unknown_one_gives_nothing(
    client: httpx.AsyncClient, town: Town
) -> None:
    both = await town.person("reader", "guard", organisation="Väktarna")
    shown = (await client.get("/api/v1/session", headers=both.headers)).json()
    assert set(shown["permissions"]) == TABLE["reader"] | TABLE["guard"]
    await town.change("UPDATE people SET roles = '{emperor}' WHERE municipality_id = $1 AND id = $2", both.id)
    answer = await client.get("/api/v1/session", headers=both.headers)
    assert answer.status_code == 403
    assert answer.json()["detail"] == "This needs the permission session."


async def test_an_old_report_is_recorded_by_a_key_that_may_write(
    client: httpx.AsyncClient, town: Town
) -> None:
    key = await town.key("incidents.write")
    body = report(occurred_at=ago(600), saved_at=ago(600))
    answer = await client.put(f"/api/v1/incidents/{new_id()}", content=frozen(body), headers=key.headers)
    assert answer.status_code == 201
    assert answer.json()["author"]["kind"] == "key"
    assert "place" not in answer.json()  # without incidents.read_text not even its own words
