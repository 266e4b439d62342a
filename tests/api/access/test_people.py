"""People and roles: who may be let in, for how long, and that somebody is always left who can."""

import asyncio
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from api.kit.env import Settings
from api.kit.ids import new_id
from tests.api.access.registering import Desk, fault, refused
from tests.api.access.town import PASSWORD, Town, found, sign_in


@pytest.fixture
async def desk(client: httpx.AsyncClient, town: Town) -> Desk:
    """An administrator."""
    return Desk(client, await town.person("admin"))


def account(town: Town, **fields: Any) -> dict[str, Any]:
    return {
        "username": f"{new_id().hex}@{town.slug}.example",
        "name": "Mo Sten",
        "roles": ["guard"],
        **fields,
    }


def as_put(shown: dict[str, Any]) -> dict[str, Any]:
    """What is shown of an account, as it is sent back."""
    names = ("username", "name", "organisation_id", "roles", "ends_on", "disabled")
    return {name: shown[name] for name in names}


async def test_an_account_signs_in_with_the_password_it_was_given(desk: Desk, town: Town) -> None:
    body = account(town, username=f"Mo.Sten@{town.slug}.EXAMPLE", password=PASSWORD)
    path, tag = await desk.add("people", body)
    shown = (await desk.get(path)).json()
    assert shown["username"] == f"mo.sten@{town.slug}.example" and shown["has_password"]
    assert "password" not in shown and PASSWORD not in (await desk.get("/people", limit=200)).text
    session = await sign_in(desk.client, shown["username"])
    assert session.status_code == 201
    token = {"Authorization": f"Bearer {session.json()['token']}"}
    renewed = await desk.put(path, as_put(shown) | {"password": "ett nytt lösenord"}, tag)
    assert renewed.status_code == 200
    assert (await desk.client.get("/api/v1/session", headers=token)).status_code == 401
    assert (await sign_in(desk.client, shown["username"])).status_code == 401
    assert (await sign_in(desk.client, shown["username"], "ett nytt lösenord")).status_code == 201
    kept = await desk.put(path, as_put(shown) | {"name": "Mo Berg"}, renewed.headers["etag"])
    assert kept.json()["has_password"]


async def test_a_role_that_is_taken_away_is_gone_at_the_next_request(desk: Desk, town: Town) -> None:
    other = await town.person("coordinator")
    path = f"/people/{other.id}"
    quarantine = "/api/v1/quarantine"
    assert (await desk.client.get(quarantine, headers=other.headers)).status_code == 200
    shown = await desk.get(path)
    fewer = as_put(shown.json()) | {"roles": ["reader"], "reason": "Byter tjänst."}
    less = await desk.put(path, fewer, shown.headers["etag"])
    assert less.status_code == 200
    assert (await desk.client.get(quarantine, headers=other.headers)).status_code == 403
    closed = await desk.put(path, as_put(less.json()) | {"disabled": True}, less.headers["etag"])
    assert closed.json()["disabled"]
    assert (await desk.client.get(quarantine, headers=other.headers)).status_code == 401


async def test_supplier_staff_have_an_end_date(desk: Desk, town: Town) -> None:
    guards, _ = await desk.add("organisations", {"name": "Vakt AB", "kind": "guard_company"})
    unit, tag = await desk.add("organisations", {"name": "Trygghetsenheten", "kind": "municipality_unit"})
    of_guards = account(town, organisation_id=guards.rpartition("/")[2])
    path = f"/people/{new_id()}"
    assert fault(await desk.put(path, of_guards)) == "body.ends_on"
    assert (await desk.put(path, of_guards | {"ends_on": "2031-12-31"})).status_code == 201
    await desk.add("people", account(town, organisation_id=unit.rpartition("/")[2]))
    sold = await desk.put(unit, {"name": "Trygghet AB", "kind": "guard_company"}, tag)
    assert refused(sold) == (409, "staff_without_end_date")
    assert (await desk.get(unit)).json()["kind"] == "municipality_unit"


async def test_what_cannot_be_an_account_is_told_by_field(desk: Desk, town: Town, other_town: Town) -> None:
    strangers = Desk(desk.client, await other_town.person("admin"))
    theirs, _ = await strangers.add("organisations", {"name": "Deras", "kind": "municipality_unit"})
    faults: dict[str, Any] = {
        "username": f"x@{other_town.slug}.example",
        "organisation_id": theirs.rpartition("/")[2],
        "roles": [],
        "name": " ",
        "password": "kort",
        "ends_on": "snart",
        "version": 4,
        "password_hash": "x",
    }
    for field, value in faults.items():
        answer = await desk.put(f"/people/{new_id()}", account(town) | {field: value})
        assert fault(answer) == f"body.{field}"
    for roles in (["emperor"], ["guard", "guard"]):
        answer = await desk.put(f"/people/{new_id()}", account(town, roles=roles))
        assert answer.json()["errors"][0]["field"].startswith("body.roles")
    body = account(town)
    await desk.add("people", body)
    again = await desk.put(f"/people/{new_id()}", body)
    assert refused(again) == (409, "username_taken")


@pytest.fixture
async def two_admins(app: FastAPI, settings: Settings, client: httpx.AsyncClient) -> list[Desk]:
    """The only two administrators of a municipality."""
    town = await found(app, settings.owner_database_url or "", f"t{new_id().hex[-8:]}")
    return [Desk(client, await town.person("admin")) for _ in range(2)]


@pytest.mark.parametrize(
    "change", [{"roles": ["reader"]}, {"disabled": True}, {"ends_on": "2031-12-31"}], ids=str
)
async def test_the_last_administrator_stays(two_admins: list[Desk], change: dict[str, Any]) -> None:
    first, second = two_admins
    await leave(first, change)
    assert refused(await leave(second, change)) == (409, "last_admin")
    assert (await second.get("/settings")).status_code == 200


async def leave(desk: Desk, change: dict[str, Any]) -> httpx.Response:
    """An administrator takes the role from themselves."""
    path = f"/people/{desk.who.id}"
    shown = await desk.get(path)
    body = as_put(shown.json()) | change | {"reason": "Byter tjänst."}
    return await desk.put(path, body, shown.headers["etag"])


async def test_of_two_administrators_who_leave_at_once_one_stays(two_admins: list[Desk]) -> None:
    answers = await asyncio.gather(*(leave(desk, {"roles": ["reader"]}) for desk in two_admins))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
