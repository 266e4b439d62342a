"""Devices: enrolled by their person, asked how they are, revoked with their phone."""

import asyncio
import json
from datetime import UTC, datetime

import httpx
import orjson
import pytest

from api.access.service import DEVICE_S
from api.kit.ids import new_id, new_secret
from tests.api.access.town import Member, Town, device_body, enrol, revoke
from tests.api.journal.town import frozen, report


async def _writes(client: httpx.AsyncClient, who: Member) -> int:
    path = f"/api/v1/incidents/{new_id()}"
    return (await client.put(path, content=frozen(report()), headers=who.headers)).status_code


async def test_enrolling_gives_the_append_credential(client: httpx.AsyncClient, town: Town) -> None:
    person, device_id, body = await town.person("guard"), new_id(), device_body()
    answer = await client.put(f"/api/v1/devices/{device_id}", json=body, headers=person.headers)
    assert answer.status_code == 201
    shown = answer.json()
    assert set(shown) == {"id", "phone_id", "person_id", "enrolled_at"}
    assert (shown["id"], shown["phone_id"]) == (str(device_id), body["phone_id"])
    assert shown["person_id"] == str(person.id)
    assert shown["enrolled_at"].endswith("Z")
    assert body["secret"] not in answer.text
    device = Member(person.id, f"lj1.{town.id}.{body['secret']}")
    assert await _writes(client, device) == 201
    kept = await town.change(
        "SELECT max(token_hash) FROM tokens WHERE municipality_id = $1 AND kind = 'device'"
    )
    assert body["secret"].encode() not in kept


async def test_enrolling_again_changes_nothing(client: httpx.AsyncClient, town: Town) -> None:
    person, path, body = await town.person("guard"), f"/api/v1/devices/{new_id()}", device_body()
    first = await client.put(path, json=body, headers=person.headers)
    again = await client.put(path, json=body, headers=person.headers)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()


async def test_enrolling_several_times_at_once_is_once(client: httpx.AsyncClient, town: Town) -> None:
    person, path, body = await town.person("guard"), f"/api/v1/devices/{new_id()}", device_body()
    answers = await asyncio.gather(*(client.put(path, json=body, headers=person.headers) for _ in range(6)))
    assert sorted(answer.status_code for answer in answers) == [200] * 5 + [201]
    assert len({answer.content for answer in answers}) == 1


async def test_another_s_device_id_is_taken(client: httpx.AsyncClient, town: Town, other_town: Town) -> None:
    owner, device_id, body = await town.person("guard"), new_id(), device_body()
    path = f"/api/v1/devices/{device_id}"
    await client.put(path, json=body, headers=owner.headers)
    other = await town.person("guard")
    for sent in (body, device_body()):
        answer = await client.put(path, json=sent, headers=other.headers)
        assert (answer.status_code, answer.json()["code"]) == (409, "device_taken")
    renewed = await client.put(path, json=body | {"secret": new_secret()}, headers=owner.headers)
    assert renewed.status_code == 409  # a secret is made once
    same_secret = await client.put(f"/api/v1/devices/{new_id()}", json=body, headers=owner.headers)
    assert (same_secret.status_code, same_secret.json()["code"]) == (409, "device_taken")
    stranger = await other_town.person("guard")
    elsewhere = await client.put(path, json=body, headers=stranger.headers)
    assert elsewhere.status_code == 201  # behind another wall the id is free


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("secret", "short"),
        ("secret", "x" * 44),
        ("secret", "å" * 43),
        ("phone_id", "9e107d9d-372b-4b6f-8b1e-5a1c0f5d2a11"),
        ("label", ""),
        ("label", "x" * 81),
        ("label", "\ud800"),
        ("app_version", "x" * 41),
        ("role", "admin"),
    ],
)
async def test_a_malformed_device_is_told_by_field(
    client: httpx.AsyncClient, town: Town, field: str, value: str
) -> None:
    person = await town.person("guard")
    body = json.dumps(device_body() | {field: value})  # writes what orjson refuses, as an attacker would
    headers = person.headers | {"Content-Type": "application/json"}
    answer = await client.put(f"/api/v1/devices/{new_id()}", content=body, headers=headers)
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["errors"]] == [f"body.{field}"]


async def test_a_device_id_is_a_uuid_of_version_7(client: httpx.AsyncClient, town: Town) -> None:
    person = await town.person("guard")
    path = "/api/v1/devices/9e107d9d-372b-4b6f-8b1e-5a1c0f5d2a11"
    answer = await client.put(path, json=device_body(), headers=person.headers)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "path.id")


async def test_the_last_status_is_kept_and_the_credential_slides(
    client: httpx.AsyncClient, town: Town
) -> None:
    device = await enrol(client, await town.person("guard"))
    path = f"/api/v1/devices/{device.device_id}/status"
    status = {"unsent": 3, "unsent_photos": 1, "app_version": "1.2", "storage": {"persisted": True}}
    assert (await client.put(path, json=status, headers=device.headers)).status_code == 204
    status = {"unsent": 0, "app_version": "1.3"}
    assert (await client.put(path, json=status, headers=device.headers)).status_code == 204
    kept = await town.change(
        "SELECT status FROM devices WHERE municipality_id = $1 AND id = $2", device.device_id
    )
    assert orjson.loads(kept)["unsent"] == 0
    await town.change(
        "UPDATE tokens SET expires_at = now() + interval '1 day'"
        " WHERE municipality_id = $1 AND device_id = $2 AND kind = 'device'",
        device.device_id,
    )
    await client.put(path, json=status, headers=device.headers)
    expires_at: datetime = await town.change(
        "SELECT max(expires_at) FROM tokens WHERE municipality_id = $1 AND device_id = $2",
        device.device_id,
    )
    assert (expires_at - datetime.now(UTC)).total_seconds() > DEVICE_S - 60


async def test_nobody_tells_of_another_s_device(client: httpx.AsyncClient, town: Town) -> None:
    device = await enrol(client, await town.person("guard"))
    other = await enrol(client, await town.person("guard"))
    unknown = await client.put(
        f"/api/v1/devices/{new_id()}/status",
        json={"unsent": 0, "app_version": "1"},
        headers=device.headers,
    )
    known = await client.put(
        f"/api/v1/devices/{other.device_id}/status",
        json={"unsent": 0, "app_version": "1"},
        headers=device.headers,
    )
    assert unknown.status_code == known.status_code == 404
    assert unknown.json() | {"instance": ""} == known.json() | {"instance": ""}


async def test_revoking_a_phone_ends_all_its_devices_and_sessions(
    client: httpx.AsyncClient, town: Town
) -> None:
    day, night = await town.person("guard"), await town.person("guard")
    elsewhere = Member(night.id, await town.session(night.id))
    phone_id = new_id()
    devices = [await enrol(client, day, phone_id), await enrol(client, night, phone_id)]
    spare = await enrol(client, elsewhere)
    chief = await town.person("safety_chief")
    assert await revoke(client, chief, devices[0].device_id, "Borttappad, ring 070-174 06 05.") == 204
    for gone in (*devices, day, night):
        assert await _writes(client, gone) == 401
    for left in (spare, elsewhere):  # the same person's other phone
        assert await _writes(client, left) == 201
    body = device_body(phone_id)
    taken = await client.put(f"/api/v1/devices/{devices[1].device_id}", json=body, headers=elsewhere.headers)
    assert taken.status_code == 409  # a revoked device does not come back
    recorded = await town.change(
        "SELECT array_agg(body ->> 'reason' ORDER BY seq) FROM journal j JOIN journal_bodies b"
        " ON (b.municipality_id, b.record_id) = (j.municipality_id, j.id)"
        " WHERE j.municipality_id = $1 AND kind = 'device.changed' AND subject_id = $2",
        devices[0].device_id,
    )
    enrolled, reason = recorded
    assert enrolled is None
    assert reason.startswith("Borttappad, ring ") and "070" not in reason


async def test_an_unknown_phone_and_another_municipality_s_are_not_there(
    client: httpx.AsyncClient, town: Town, other_town: Town
) -> None:
    foreign = await enrol(client, await other_town.person("guard"))
    chief = await town.person("safety_chief")
    for one in (foreign.device_id, new_id()):
        assert await revoke(client, chief, one) == 404
    assert await _writes(client, foreign) == 201


async def test_a_loss_of_storage_is_recorded_once_and_seen_by_who_looks_after_phones(
    client: httpx.AsyncClient, town: Town
) -> None:
    guard = await town.person("guard", organisation="Väktarna")
    device = await enrol(client, guard)
    loss = {
        "id": str(new_id()), "noticed_at": "2026-11-22T01:14:00.000Z", "unsent": 2,
        "device_ids": [str(new_id())],
    }  # fmt: skip
    path = f"/api/v1/devices/{device.device_id}/status"
    told = {"unsent": 0, "app_version": "1.2", "storage_loss": loss}
    answers = await asyncio.gather(*(client.put(path, json=told, headers=device.headers) for _ in range(4)))
    assert {answer.status_code for answer in answers} == {204}
    plain = {"unsent": 3, "app_version": "1.2"}
    assert (await client.put(path, json=plain, headers=device.headers)).status_code == 204
    lead, other_lead = [await town.person("shift_lead", organisation=name) for name in ("Väktarna", "Andra")]
    chief = await town.person("safety_chief")
    for reader, sees in ((chief, True), (lead, True), (other_lead, False), (guard, False)):
        asked = {"kind": "device.storage_lost"}
        feed = (await client.get("/api/v1/journal", params=asked, headers=reader.headers)).json()
        bodies = [one["body"] for one in feed["items"] if one["subject_id"] == str(device.device_id)]
        assert bodies == [loss] * sees
        listed = await client.get("/api/v1/devices", params={"limit": 200}, headers=reader.headers)
        mine = [one for one in listed.json().get("items", []) if one["id"] == str(device.device_id)]
        # It stays when the phone has nothing more to say of it.
        assert [(one["unsent"], one["storage_loss"]) for one in mine] == [(3, loss)] * sees


async def test_nobody_tells_of_a_loss_on_another_s_device(client: httpx.AsyncClient, town: Town) -> None:
    device = await enrol(client, await town.person("guard"))
    other = await enrol(client, await town.person("guard"))
    loss = {"id": str(new_id()), "noticed_at": "2026-11-22T01:14:00.000Z", "unsent": 2}
    told = {"unsent": 0, "app_version": "1.2", "storage_loss": loss}
    path = f"/api/v1/devices/{device.device_id}/status"
    assert (await client.put(path, json=told, headers=other.headers)).status_code == 404
