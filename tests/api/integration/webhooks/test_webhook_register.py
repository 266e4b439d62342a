"""The register of webhooks: who may, by which version, a secret shown once, and walls."""

from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI

from api.kit.env import Settings
from api.kit.ids import new_id
from tests.api.access.registering import NEW, Desk, fault, refused
from tests.api.access.town import PASSWORD, Town, found
from tests.api.operations.wire import check

URL = "https://receiver.example/hook"
BODY = {"name": "Ärendesystemet", "url": URL, "scopes": ["incidents.read"]}
WHY = {"reason": "Den gamla kan ha läckt."}


@pytest.fixture(scope="module")
def settings(settings: Settings) -> Settings:
    """A server as municipalities run it, which reaches nothing of its own machine."""
    return settings.model_copy(update={"outbound_loopback": False})


async def test_it_is_added_read_changed_and_its_secret_shown_once(office: Desk, town: Town) -> None:
    path = f"/webhooks/{new_id()}"
    made = check(await office.put(path, BODY))
    assert made.status_code == 201 and made.json()["secret"].startswith("whsec_")
    read = check(await office.get(path))
    assert "secret" not in read.json() and read.headers["etag"] == made.headers["etag"] == '"1"'
    changed = check(await office.put(path, BODY | {"name": "Ett annat"}, '"1"'))
    assert (changed.status_code, changed.headers["etag"]) == (200, '"2"')
    assert "secret" not in changed.json()
    listed = check(await office.get("/webhooks", q="annat")).json()["items"]
    assert [one["id"] for one in listed] == [path.removeprefix("/webhooks/")]
    told = await town.change(
        "SELECT count(*) FROM journal WHERE municipality_id = $1 AND kind = 'webhook.changed'"
    )
    assert told == 2
    kept = "SELECT string_agg(b.body::text, '') FROM journal_bodies b WHERE b.municipality_id = $1"
    assert made.json()["secret"] not in await town.change(kept)


async def test_a_change_names_the_version_it_is_of(office: Desk) -> None:
    path, tag = await office.add("webhooks", BODY)
    rotation = f"/api/v1{path}/secret"
    bare = await office.client.post(rotation, json=WHY, headers=office.who.headers)
    assert refused(check(bare)) == (428, "precondition_required")
    headers = office.who.headers | {"If-Match": tag}
    silent = await office.client.post(rotation, json={}, headers=headers)
    assert fault(check(silent)) == "body.reason"
    rotated = await office.client.post(rotation, json=WHY, headers=headers)
    assert check(rotated).json()["secret_no"] == 2 and rotated.json()["former_until"]
    assert refused(check(await office.put(path, BODY, tag))) == (412, "changed_since")
    assert refused(check(await office.put(path, BODY))) == (412, "changed_since")
    assert refused(check(await office.put(f"/webhooks/{new_id()}", BODY, '"1"'))) == (404, "not_found")


async def test_a_secret_is_rotated_by_two(town: Town, client: httpx.AsyncClient) -> None:
    first = Desk(client, await town.person("technician", password=PASSWORD))
    second = Desk(client, await town.person("technician", password=PASSWORD))
    path, tag = await first.add("webhooks", BODY)

    async def rotate(who: Desk, **sent: object) -> httpx.Response:
        headers = who.who.headers | {"If-Match": tag}
        return check(await client.post(f"/api/v1{path}/secret", json=WHY | sent, headers=headers))

    asked = await rotate(first)
    assert asked.status_code == 202 and "whsec_" not in asked.text
    mine = {"confirmation_id": asked.json()["id"]}
    assert refused(await rotate(first, **mine)) == (409, "not_confirmed")
    confirm = f"/api/v1/confirmations/{asked.json()['id']}/confirm"
    confirmed = check(await client.post(confirm, headers=second.who.headers))
    assert (confirmed.json()["state"], "whsec_" in confirmed.text) == ("confirmed", False)
    assert refused(await rotate(second, **mine)) == (409, "not_confirmed")  # it is the asker's to do
    assert refused(await rotate(first, **mine, overlap_h=0)) == (409, "not_confirmed")  # this and no other
    done = await rotate(first, **mine)
    assert done.json()["secret"].startswith("whsec_") and done.json()["secret_no"] == 2
    tag = done.headers["etag"]
    assert refused(await rotate(first, **mine)) == (409, "not_confirmed")  # once
    assert WHY["reason"] in await town.said("webhook.changed", UUID(path.removeprefix("/webhooks/")))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("url", "http://receiver.example/"),
        ("url", "http://127.0.0.1:8000/"),
        ("url", "https://user:password@receiver.example/"),
        ("url", "nonsense"),
        ("scopes", []),
    ],
)
async def test_what_cannot_be_sent_to_or_is_not_the_asker_s_to_give_is_refused(
    office: Desk, field: str, value: object
) -> None:
    answer = check(await office.put(f"/webhooks/{new_id()}", BODY | {field: value}))
    assert fault(answer) == f"body.{field}" and "receiver.example" not in answer.text


async def test_who_reads_no_reports_switches_no_receiver_of_them_on(
    office: Desk, town: Town, client: httpx.AsyncClient
) -> None:
    path, tag = await office.add("webhooks", BODY)
    admin = Desk(client, await town.person("admin", organisation="Stadshuset"))
    assert fault(await admin.put(path, BODY | {"url": "https://elsewhere.example/"}, tag)) == "body.scopes"
    assert check(await admin.put(path, BODY | {"enabled": False}, tag)).status_code == 200


async def test_another_municipality_s_is_as_none(
    office: Desk, app: FastAPI, settings: Settings, client: httpx.AsyncClient
) -> None:
    path, tag = await office.add("webhooks", BODY)
    elsewhere = await found(app, settings.owner_database_url or "", "sundby")
    stranger = Desk(client, await elsewhere.person("technician"))
    post, headers = client.post, stranger.who.headers
    answers = [
        await stranger.get(path),
        await stranger.put(path, BODY, tag),
        await stranger.get(f"{path}/deliveries"),
        await post(f"/api/v1{path}/secret", json=WHY, headers=headers | {"If-Match": tag}),
        await post(f"/api/v1{path}/replays", json={"delivery_id": str(new_id())}, headers=headers),
    ]
    assert [refused(check(one)) for one in answers] == [(404, "not_found")] * 5
    assert (await stranger.get("/webhooks")).json()["items"] == []
    own = await client.put(f"/api/v1{path}", json=BODY, headers=headers | NEW)
    assert check(own).status_code == 201


async def test_a_replay_names_one_delivery_or_a_range(office: Desk) -> None:
    path, _ = await office.add("webhooks", BODY)
    for body in ({}, {"made_from": "2024-11-24T00:00:00Z"}, {"delivery_id": str(new_id()), "made_to": URL}):
        answer = await office.client.post(f"/api/v1{path}/replays", json=body, headers=office.who.headers)
        assert check(answer).status_code == 422
    assert check(await office.get(f"{path}/deliveries", cursor="x")).status_code == 422
    assert check(await office.get(f"{path}/deliveries")).json() == {"items": [], "next_cursor": None}
