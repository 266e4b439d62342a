"""Dangerous acts: a reason, a second person where there is one, both in the journal, and an end."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI

from api.access.confirmations import service
from api.kit.env import Settings
from api.kit.ids import new_id
from tests.api.access.registering import Desk, fault, refused
from tests.api.access.test_people import account, as_put
from tests.api.access.town import PASSWORD, Town, found
from tests.api.operations.wire import check

WHY = {"reason": "Tar över efter Siv, ring 070-174 06 12."}


@pytest.fixture
async def town(app: FastAPI, settings: Settings) -> Town:
    """A municipality whose administrators are only those of the test."""
    return await found(app, settings.owner_database_url or "", f"by{new_id().hex[-9:]}")


async def admin(client: httpx.AsyncClient, town: Town, name: str) -> Desk:
    """An administrator who can sign in."""
    return Desk(client, await town.person("admin", password=PASSWORD, name=name))


async def act(desk: Desk, path: str, body: Any = None) -> httpx.Response:
    """Something done about a confirmation or an account."""
    return check(await desk.client.post(f"/api/v1{path}", json=body, headers=desk.who.headers))


async def promote(desk: Desk, person: UUID, **more: Any) -> httpx.Response:
    """Ask that somebody becomes an administrator."""
    shown = await desk.get(f"/people/{person}")
    body = as_put(shown.json()) | {"roles": ["admin", "guard"]} | more
    return check(await desk.put(f"/people/{person}", body, shown.headers["etag"]))


async def test_an_administrator_is_made_by_two(client: httpx.AsyncClient, town: Town) -> None:
    ada, bo = await admin(client, town, "Ada Lykta"), await admin(client, town, "Bo Fyr")
    guard = await town.person("guard")
    assert fault(await promote(ada, guard.id)) == "body.reason"
    asked = await promote(ada, guard.id, **WHY)
    assert asked.status_code == 202
    told, path = asked.json(), f"/confirmations/{asked.json()['id']}"
    assert (told["state"], told["mine"], told["decides"]) == ("waiting", True, False)
    assert told["told"]["roles_before"] == ["guard"] and told["told"]["roles"] == ["admin", "guard"]
    assert (await ada.get(f"/people/{guard.id}")).json()["roles"] == ["guard"]
    assert refused(await act(ada, f"{path}/confirm")) == (403, "own_act")
    [seen] = (await bo.get("/confirmations")).json()["items"]
    assert seen["decides"] and seen["asked_by"]["name"] == "Ada Lykta" and "070-174" not in seen["reason"]
    done = (await act(bo, f"{path}/confirm")).json()
    assert (done["state"], done["decided_by"]["name"]) == ("done", "Bo Fyr")
    assert (await ada.get(f"/people/{guard.id}")).json()["roles"] == ["admin", "guard"]
    assert refused(await act(bo, f"{path}/confirm")) == (409, "already_decided")
    records = await town.change(
        "SELECT string_agg(kind || ' ' || author_id, ',' ORDER BY seq) FROM journal"
        " WHERE municipality_id = $1 AND subject_id = $2",
        UUID(told["id"]),
    )
    by = [("asked", ada), ("confirmed", bo), ("done", bo)]
    assert records == ",".join(f"confirmation.{state} {who.who.id}" for state, who in by)
    said = await town.said("person.changed", guard.id)
    assert told["id"] in said and "Tar över efter Siv" in said and "070-174" not in said


async def test_one_that_is_refused_or_too_old_or_overtaken_changes_nothing(
    client: httpx.AsyncClient, town: Town
) -> None:
    ada, bo = await admin(client, town, "Ada"), await admin(client, town, "Bo")
    guard = await town.person("guard")
    ids = [(await promote(ada, guard.id, **WHY)).json()["id"] for _ in range(4)]
    no = {"reason": "Hen slutar."}
    assert fault(await act(bo, f"/confirmations/{ids[0]}/refuse", {})) == "body.reason"
    answer = (await act(bo, f"/confirmations/{ids[0]}/refuse", no)).json()
    assert (answer["state"], answer["refusal"]) == ("refused", "Hen slutar.")
    assert (await act(ada, f"/confirmations/{ids[1]}/refuse", no)).json()["decided_by"]["name"] == "Ada"
    late = "UPDATE confirmations SET expires_at = now() WHERE municipality_id = $1 AND id = $2"
    await town.change(late, UUID(ids[2]))
    for one in ids[:3]:
        assert refused(await act(bo, f"/confirmations/{one}/confirm")) == (409, "already_decided")
    states = [one["state"] for one in (await bo.get("/confirmations")).json()["items"]]
    assert states == ["waiting", "expired", "refused", "refused"]
    path = f"/people/{guard.id}"
    shown = await ada.get(path)
    await ada.put(path, as_put(shown.json()) | {"name": "Nytt Namn"}, shown.headers["etag"])
    assert refused(await act(bo, f"/confirmations/{ids[3]}/confirm")) == (409, "overtaken")
    assert (await ada.get(path)).json()["roles"] == ["guard"]
    [standing, *_] = (await bo.get("/confirmations")).json()["items"]
    assert standing["state"] == "waiting"  # nothing of the failed act was kept


async def test_only_who_could_do_it_decides(client: httpx.AsyncClient, town: Town, other_town: Town) -> None:
    ada, _ = await admin(client, town, "Ada"), await admin(client, town, "Bo")
    asked = (await promote(ada, (await town.person("guard")).id, **WHY)).json()
    beyond = [
        await town.person("coordinator"), await town.person("technician"),
        await town.key("people.write"), await other_town.person("admin"),
    ]  # fmt: skip
    for who in beyond:
        desk = Desk(client, who)
        for what, body in (("confirm", None), ("refuse", {"reason": "Nej tack."})):
            answer = await act(desk, f"/confirmations/{asked['id']}/{what}", body)
            assert refused(answer) == (404, "not_found")
        assert (await desk.get("/confirmations")).json()["items"] == []


@pytest.mark.parametrize(
    "change",
    [{"roles": ["reader"]}, {"disabled": True}, {"ends_on": "2026-01-01"}, {"password": "ett nytt lösenord"},
     {"username": "ny@{slug}.example"}],
)  # fmt: skip
async def test_an_administrator_s_account_is_not_taken_over_by_one(
    client: httpx.AsyncClient, town: Town, change: dict[str, Any]
) -> None:
    ada, bo = await admin(client, town, "Ada"), await admin(client, town, "Bo")
    shown = await ada.get(f"/people/{bo.who.id}")
    wanted = {
        name: value.format(slug=town.slug) if name == "username" else value for name, value in change.items()
    }
    answer = await ada.put(f"/people/{bo.who.id}", as_put(shown.json()) | wanted | WHY, shown.headers["etag"])
    assert answer.status_code == 202 and "lösenord" not in answer.text
    assert (await act(bo, f"/people/{ada.who.id}/second-factors/reset", WHY)).status_code == 202
    assert (await bo.get("/session")).status_code == 200
    assert (await act(bo, f"/confirmations/{answer.json()['id']}/confirm")).json()["state"] == "done"
    kept = await ada.get(f"/people/{bo.who.id}")
    assert kept.json()["version"] == shown.json()["version"] + 1


async def test_a_key_makes_no_administrator_and_the_only_one_needs_nobody(
    client: httpx.AsyncClient, town: Town
) -> None:
    ada = await admin(client, town, "Ada")
    key = Desk(client, await town.key("people.write"))
    body = account(town, roles=["admin"]) | WHY
    assert refused(await key.put(f"/people/{new_id()}", body)) == (403, "person_needed")
    path, _ = await ada.add("people", body)
    assert "Tar över" in await town.said("person.changed", UUID(path.rpartition("/")[2]))


async def test_roles_change_with_a_reason_only(client: httpx.AsyncClient, town: Town) -> None:
    ada, person = await admin(client, town, "Ada"), await town.person("guard")
    shown = await ada.get(f"/people/{person.id}")
    body, tag = as_put(shown.json()) | {"roles": ["coordinator"]}, shown.headers["etag"]
    assert fault(await ada.put(f"/people/{person.id}", body, tag)) == "body.reason"
    assert (await ada.get(f"/people/{person.id}")).json()["roles"] == ["guard"]
    assert (await ada.put(f"/people/{person.id}", body | WHY, tag)).status_code == 200
    assert "Tar över" in await town.said("person.changed", person.id)


async def test_a_confirmation_is_for_one_day(client: httpx.AsyncClient, town: Town) -> None:
    ada, _ = await admin(client, town, "Ada"), await admin(client, town, "Bo")
    asked = (await promote(ada, (await town.person("guard")).id, **WHY)).json()
    asked_at, expires_at = (datetime.fromisoformat(asked[name]) for name in ("asked_at", "expires_at"))
    assert expires_at - asked_at == timedelta(hours=service.VALID_H)
