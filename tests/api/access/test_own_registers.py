"""A municipality's settings, the phones of its people, and the table of who may what."""

from typing import Any

import httpx
import pytest

from api.access.permissions import ROLE_PERMISSIONS
from tests.api.access.registering import Desk, fault, refused
from tests.api.access.town import Town, enrol, revoke

RECEIVER = {"id": "01901e3a-5c00-7d44-b5d6-a5e2c16f7708", "name": "Energi", "email": "drift@energi.example"}
SETTINGS: dict[str, Any] = {
    "duty_phone": "+46 8 555 01 00",
    "numbers": [{"kind": "duty", "name": {"sv": "Vakthavande", "en": "Duty"}, "number": "08-555 01 00"}],
    "hours": {"night_button": {"from": "21:00", "to": "02:00", "days": [5, 6]}},
    "cadence": "fortnightly",
    "receivers": [RECEIVER],
}


@pytest.fixture
async def desk(client: httpx.AsyncClient, town: Town) -> Desk:
    """An administrator."""
    return Desk(client, await town.person("admin"))


async def test_settings_are_kept_and_reach_the_phone(desk: Desk, other_town: Town) -> None:
    before = await desk.get("/settings")
    put = await desk.put("/settings", SETTINGS, before.headers["etag"])
    assert put.status_code == 200, put.text
    assert put.json() == SETTINGS | {"version": before.json()["version"] + 1}
    kit = (await desk.get("/field-kit")).json()
    assert kit["duty_phone"] == SETTINGS["duty_phone"] and kit["hours"] == SETTINGS["hours"]
    stranger = Desk(desk.client, await other_town.person("admin"))
    assert (await stranger.get("/settings")).json()["duty_phone"] is None
    assert refused(await desk.put("/settings", SETTINGS)) == (412, "changed_since")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("receivers.0.email", {"receivers": [RECEIVER | {"email": "a@b.example\r\nBcc: c@d.example"}]}),
        ("duty_phone", {"duty_phone": "ring"}),
        ("hours.night_button.from", {"hours": {"night_button": {"from": "9", "to": "02:00", "days": [1]}}}),
        ("numbers.0.name.en", {"numbers": [SETTINGS["numbers"][0] | {"name": {"sv": "x", "en": ""}}]}),
        ("cadence", {"cadence": "sometimes"}),
        ("time_zone", {"time_zone": "UTC"}),
    ],
)
async def test_what_cannot_be_decided_is_told_by_field(desk: Desk, field: str, value: Any) -> None:
    tag = (await desk.get("/settings")).headers["etag"]
    assert fault(await desk.put("/settings", SETTINGS | value, tag)) == f"body.{field}"


async def test_phones_are_listed_as_they_say_they_stand(desk: Desk, town: Town, other_town: Town) -> None:
    guard = await town.person("guard", organisation="Väktarna", name="Ida Ljus")
    device = await enrol(desk.client, guard)
    status = {"unsent": 3, "unsent_photos": 2, "app_version": "9.9", "storage": {"persisted": True}}
    path = f"/api/v1/devices/{device.device_id}"
    await desk.client.put(f"{path}/status", json=status, headers=device.headers)
    coordinator = Desk(desk.client, await town.person("coordinator", organisation="Stadshuset"))
    for looking, name in ((desk, "Ida Ljus"), (coordinator, None)):
        items = (await looking.get("/devices", limit=200)).json()["items"]
        (shown,) = [one for one in items if one["id"] == str(device.device_id)]
        assert (shown["unsent"], shown["unsent_photos"], shown["app_version"]) == (3, 2, "9.9")
        assert shown["storage"]["persisted"] and shown["last_contact_at"] and shown["revoked_at"] is None
        assert shown["person"].get("name") == name and shown["person"]["roles"] == ["guard"]
    stranger = Desk(desk.client, await other_town.person("admin"))
    assert (await stranger.get("/devices")).json()["items"] == []
    assert await revoke(desk.client, coordinator.who, device.device_id) == 204
    items = (await desk.get("/devices", limit=200)).json()["items"]
    assert next(one for one in items if one["id"] == str(device.device_id))["revoked_at"]
    author = await town.change(
        "SELECT author_id FROM journal WHERE municipality_id = $1 AND subject_id = $2"
        " AND kind = 'device.changed' ORDER BY seq DESC LIMIT 1",
        device.device_id,
    )
    assert author == coordinator.who.id


async def test_the_table_that_is_shown_is_the_one_that_decides(desk: Desk) -> None:
    shown = (await desk.get("/permissions")).json()
    assert {role: set(held) for role, held in shown["roles"].items()} == {
        str(role): {str(one) for one in held} for role, held in ROLE_PERMISSIONS.items()
    }
