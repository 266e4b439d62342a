"""The table of roles as the house plan writes it, and what it means; every route: tests/authorisation."""

from typing import Any

import httpx

from api.access.permissions import ROLE_PERMISSIONS
from api.kit.ids import new_id
from tests.api.access.town import Member, Town
from tests.api.journal.town import ago, entry, frozen, report

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
    "safety_chief": COORDINATION | {"extracts.make", "retention.write"},
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
        "integrations.write", "keys.write", "organisations.write", "people.write",
        "retention.write", "settings.write",
    },
}  # fmt: skip
TABLE = {role: held | {"factors.write"} for role, held in TABLE.items()}  # everybody has their own


def test_the_table_is_the_house_plan_s() -> None:
    assert {str(role): {str(one) for one in held} for role, held in ROLE_PERMISSIONS.items()} == TABLE


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
