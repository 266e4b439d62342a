"""Who sees which incidents: the SQL and the rule say the same, and walls look like nothing at all."""

import random
from typing import Any
from uuid import UUID

import httpx
import pytest

from api.access.actors import Actor, authenticate, credential
from api.access.permissions import Role
from api.incidents import queries, rules
from api.journal.kinds import Tx
from api.journal.queries import history
from api.kit.db import fetch
from api.kit.ids import new_id
from api.kit.paging import Page
from api.lists.queries import Filter, list_incidents
from tests.api.access.town import Member, Town, enrol
from tests.api.incidents.conftest import People
from tests.api.incidents.reports import INCIDENTS, added, ago, listed, page, read, report, tell

ORGANISATIONS = ("Väktarna", "Värdarna", "Stadshuset", None)
CATEGORIES = ("vandalism", "lighting_fault", "noise", "disturbance", "unknown_thing")


async def _crowd(client: httpx.AsyncClient, town: Town, chance: random.Random) -> list[Member]:
    """People of one or two random roles in random organisations or none, some by a device, and keys."""
    crowd = [
        await town.person(
            *chance.sample(list(Role), chance.choice((1, 1, 2))), organisation=chance.choice(ORGANISATIONS)
        )
        for _ in range(24)
    ]
    crowd += [await town.person(role, organisation=None) for role in Role]
    crowd += [await enrol(client, await town.person("guard", organisation="Väktarna"))]
    crowd += [await town.key("incidents.read"), await town.key("incidents.write", "incidents.read_faults")]
    return crowd


async def _actor(town: Town, who: Member) -> Actor:
    async with town.house.database.bound(town.id) as connection:
        return await authenticate(connection, credential(who.token))


async def test_the_sql_sees_what_the_rule_sees(
    client: httpx.AsyncClient, town: Town, people: People, scale: int
) -> None:
    chance = random.Random(2026)
    crowd = await _crowd(client, town, chance)
    writers = [
        who
        for who in crowd
        if "incidents.write" in {str(one) for one in (await _actor(town, who)).permissions}
    ]
    ids: list[str] = []
    for _ in range(60 * scale):
        author = chance.choice(writers)
        body = report(category=chance.choice(CATEGORIES), occurred_at=ago(chance.uniform(1, 9999)))
        if ids and chance.random() < 0.1:
            body["replaces"] = chance.choice(ids)
        path = f"{INCIDENTS}/{new_id()}"
        ids.append((await client.put(path, json=body, headers=author.headers)).json()["id"])
        if chance.random() < 0.3:
            whom: dict[str, Any] = (
                {"person_id": str(chance.choice(crowd).id)}
                if chance.random() < 0.5
                else {
                    "organisation_id": str(
                        chance.choice([who for who in crowd if who.organisation_id]).organisation_id
                    )
                }
            )
            await added(client, people.coordinator, ids[-1], "assigned", **whom)
    seen_by_all = [await _compare(town, await _actor(town, who), ids) for who in crowd]
    assert len({len(seen) for seen in seen_by_all}) > 5  # they do see differently


async def _compare(town: Town, actor: Actor, ids: list[str]) -> set[UUID]:
    async with town.house.database.bound(town.id) as connection:
        rows = await fetch(connection, queries.visible_incidents(actor))
        by_sql = {row["id"] for row in rows} & set(map(UUID, ids))
        tx = Tx(connection, town.id, None)
        sight = await town.house.incidents.sight(tx, actor)
        states = [rules.fold(await history(connection, town.id, UUID(one)), UUID(one)) for one in ids]
        by_rule = {state.told.id for state in states if state is not None and queries.sees(sight, state)}
        assert by_sql == by_rule, (actor.kind, actor.roles)
        shown, _ = await list_incidents(connection, actor, Filter(), Page(limit=200))
        on_shelf = {state.told.id for state in states if state is not None and state.replaced_by is None}
        assert {row["id"] for row in shown} & set(map(UUID, ids)) == by_rule & on_shelf
    return by_sql


async def test_own_organisation_s_reports_and_no_other_s(client: httpx.AsyncClient, people: People) -> None:
    told = await tell(client, people.guard, category="noise")
    sees = {
        name: told["id"] in await listed(client, who) for name, who in vars(people).items() if name != "admin"
    }
    assert sees == {
        "guard": True, "colleague": True, "host": False, "loner": False, "operator": True,
        "coordinator": True, "technician": False, "reader": True,
    }  # fmt: skip
    fault = await tell(client, people.guard, category="lighting_fault")
    assert fault["id"] in await listed(client, people.technician)
    assert fault["id"] not in await listed(client, people.host)
    assert (await page(client, people.admin)).status_code == 403


async def test_two_people_without_organisation_share_nothing(
    client: httpx.AsyncClient, town: Town, people: People
) -> None:
    other = await town.person("host")
    told = await tell(client, people.loner)
    assert told["id"] not in await listed(client, other)


@pytest.mark.parametrize("who", ["host", "foreigner"])
async def test_what_is_not_to_be_seen_is_as_what_is_not_there(
    client: httpx.AsyncClient, town: Town, other_town: Town, people: People, who: str
) -> None:
    foreigner = await other_town.person("coordinator", "safety_chief", organisation="Stadshuset")
    asker = foreigner if who == "foreigner" else people.host
    told = await tell(client, people.guard, note="Väl dold", category="noise")
    answers = []
    for one in (told["id"], str(new_id()), told["id"].upper()):
        answer = await client.get(f"{INCIDENTS}/{one}", headers=asker.headers)
        problem = answer.json()
        assert problem.pop("instance") == f"{INCIDENTS}/{one}"
        headers = {name: value for name, value in answer.headers.items() if name != "content-length"}
        answers.append((answer.status_code, problem, headers))
    assert answers[0] == answers[1] == answers[2]
    assert answers[0][0] == 404
    assert told["id"] not in await listed(client, asker)
    feed = await client.get("/api/v1/journal", params={"limit": 200}, headers=asker.headers)
    assert told["id"] not in feed.text


async def test_another_municipality_s_id_behaves_like_an_unused_one(
    client: httpx.AsyncClient, town: Town, other_town: Town, people: People
) -> None:
    foreigner = await other_town.person("guard", "coordinator", organisation="Väktarna")
    told = await tell(client, people.guard, note="Här")
    theirs = await tell(client, foreigner, incident_id=UUID(told["id"]), note="Där")
    assert theirs["note"] == "Där"
    assert (await read(client, people.guard, told["id"]))["note"] == "Här"
    await added(client, foreigner, told["id"], "status", status="dismissed")
    assert (await read(client, people.guard, told["id"]))["status"] == "new"


async def test_only_colleagues_are_shown_by_name(client: httpx.AsyncClient, people: People) -> None:
    told = await tell(client, people.guard, category="lighting_fault")
    await added(client, people.coordinator, told["id"], "note", note="Beställt")
    for who, names in (
        (people.guard, ("Vera Vakt", None)),
        (people.colleague, ("Vera Vakt", None)),
        (people.coordinator, (None, "Sam Ordnare")),
        (people.operator, (None, None)),
        (people.reader, (None, None)),
        (people.technician, (None, None)),
    ):
        shown = await read(client, who, told["id"])
        (line,) = shown["entries"]
        assert (shown["author"].get("name"), line["author"].get("name")) == names
        assert (shown["author"]["organisation"], shown["author"]["roles"]) == ("Väktarna", ["guard"])
        assert line["author"]["organisation"] == "Stadshuset"
        for answer in (await page(client, who, limit=200), await _feed(client, who)):
            for hidden in {"Vera Vakt", "Sam Ordnare"} - set(names):
                assert hidden not in answer.text
            assert people.guard.username not in answer.text


async def _feed(client: httpx.AsyncClient, who: Member) -> httpx.Response:
    return await client.get("/api/v1/journal", params={"limit": 200}, headers=who.headers)


async def test_who_changes_organisation_sees_the_new_one_s_and_still_their_own(
    client: httpx.AsyncClient, town: Town, people: People
) -> None:
    mover = await town.person("guard", organisation="Väktarna")
    own = await tell(client, mover, category="noise")
    old = await tell(client, people.guard, category="noise")
    new = await tell(client, people.host, category="noise")
    await town.change(
        "UPDATE people SET organisation_id = $3 WHERE municipality_id = $1 AND id = $2",
        mover.id,
        people.host.organisation_id,
    )
    ids = await listed(client, mover)
    assert own["id"] in ids and new["id"] in ids and old["id"] not in ids
    assert own["id"] in await listed(client, people.colleague)  # it stays the old organisation's
