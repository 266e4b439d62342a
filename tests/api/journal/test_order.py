"""In whatever order facts arrive, observations end alike, claims count as recorded, no entry is lost."""

from collections.abc import Awaitable, Callable
from random import Random
from uuid import UUID

import httpx
import pytest

from api.kit.ids import new_id
from tests.api.journal.listening import read_all
from tests.api.journal.projections import stored, wrong
from tests.api.journal.stories import claim, observation, opening, tell, without_own
from tests.api.journal.town import Town, ago, entry, path_to, put, report

OPERATIONS = 6


@pytest.mark.parametrize("seed", range(4))
async def test_observations_in_any_order_end_in_the_same_state(
    client: httpx.AsyncClient, town: Town, scale: int, seed: int
) -> None:
    chance = Random(seed)
    steps = [opened := opening(chance), *(observation(chance) for _ in range(OPERATIONS - 1))]
    orders = [steps] + [chance.sample(steps, OPERATIONS) for _ in range(4 * scale)]
    subjects = [await tell(client, town, order, opened) for order in orders]
    await _are_alike(town, subjects)


@pytest.mark.parametrize("seed", range(4))
async def test_entries_before_their_subject_end_as_after_it(
    client: httpx.AsyncClient, town: Town, scale: int, seed: int
) -> None:
    chance = Random(100 + seed)
    for _ in range(scale):
        steps = [observation(chance) if chance.random() < 0.4 else claim(chance, town) for _ in range(5)]
        opened = opening(chance)
        orders = [[*steps[:place], opened, *steps[place:]] for place in (0, 2, 5)]
        await _are_alike(town, [await tell(client, town, order, opened) for order in orders])


async def test_claims_count_in_the_journals_order_whatever_their_clocks_say(
    client: httpx.AsyncClient, town: Town
) -> None:
    subject = new_id()
    await put(client, town.guard, path_to(subject), report())
    for status, minutes in (("resolved", 1), ("dismissed", 600), ("in_progress", 30)):
        body = entry("status", status=status, occurred_at=ago(minutes))
        answer = await put(client, town.coordinator, path_to(subject, new_id()), body)
        assert answer.json()["subject"]["status"] == status
    assert await wrong(town, [subject]) == []


async def test_an_entry_nobody_knows_the_subject_of_waits_with_its_receipt(
    client: httpx.AsyncClient, town: Town
) -> None:
    subject, entry_id = new_id(), new_id()
    answer = await put(client, town.guard, path_to(subject, entry_id), entry("note", note="först"))
    assert answer.status_code == 202
    assert set(answer.json()) == {"receipt", "id"}
    assert answer.json()["receipt"]["complete"] is True
    assert (await client.get(path_to(subject), headers=town.coordinator.headers)).status_code == 404
    shown = await put(client, town.guard, path_to(subject), report())
    assert shown.json()["entry_count"] == 1


@pytest.mark.parametrize("first", ["entry", "report"])
async def test_an_entry_its_author_may_not_make_has_no_effect_and_is_flagged(
    client: httpx.AsyncClient, town: Town, first: str
) -> None:
    """Who may not see a subject is answered as if there were none, and judged when it comes."""
    subject, entry_id = new_id(), new_id()
    body = entry("summoned", summoned=["police"])
    sends: list[Callable[[], Awaitable[httpx.Response]]] = [
        lambda: put(client, town.stranger, path_to(subject, entry_id), body),
        lambda: put(client, town.guard, path_to(subject), report()),
    ]
    answers = [await send() for send in (sends if first == "entry" else reversed(sends))]
    refused = answers[0 if first == "entry" else 1]
    assert (refused.status_code, set(refused.json())) == (202, {"receipt", "id"})
    shown = (await client.get(path_to(subject), headers=town.coordinator.headers)).json()
    assert (shown["flags"], shown["summoned"], shown["entry_count"]) == (["entry_refused"], [], 0)
    assert [(one["id"], one["effective"]) for one in shown["entries"]] == [(str(entry_id), False)]
    assert await wrong(town, [subject]) == []
    told, _ = await read_all(client, town, "coordinator", kind="incident.entry_refused")
    assert [one["body"]["entry_id"] for one in told].count(str(entry_id)) == 1


async def test_who_lost_a_role_before_the_subject_came_is_judged_as_they_are_then(
    client: httpx.AsyncClient, town: Town
) -> None:
    subject, chief = new_id(), await town.join("coordinator")
    await put(client, chief, path_to(subject, new_id()), entry("status", status="resolved"))
    async with town.inside() as connection:
        await connection.execute(
            "UPDATE people SET roles = '{guard}' WHERE municipality_id = $1 AND id = $2", town.id, chief.id
        )
    shown = (await put(client, town.guard, path_to(subject), report())).json()
    assert (shown["status"], shown["flags"]) == ("new", ["entry_refused"])
    assert await wrong(town, [subject]) == []


@pytest.mark.parametrize("author", ["guard", "colleague"])
async def test_a_report_that_replaces_another_gives_the_same_rows_before_or_after_it(
    client: httpx.AsyncClient, town: Town, author: str
) -> None:
    rows = []
    for first in ("old", "new"):
        old, new = new_id(), new_id()
        sent = {"old": (town.guard, old, report())}
        sent["new"] = (town.people[author], new, report(replaces=str(old)))
        for name in sorted(sent, reverse=first == "old"):
            person, subject, body = sent[name]
            assert (await put(client, person, path_to(subject), body)).status_code == 201
        assert await wrong(town, [old, new]) == []
        async with town.inside() as connection:
            pair = [await stored(connection, town.id, one) for one in (old, new)]
        assert pair[0] is not None and pair[1] is not None
        assert (pair[0]["replaced_by"] == new) == (author == "guard")
        rows.append([(row["shelf"], row["status"], row["replaces"] == old) for row in pair if row])
    shelf = "replaced" if author == "guard" else "reports"
    assert rows[0] == rows[1] == [(shelf, "new", False), ("reports", "new", True)]


async def test_a_report_that_names_itself_replaces_nothing(client: httpx.AsyncClient, town: Town) -> None:
    subject = new_id()
    answer = await put(client, town.guard, path_to(subject), report(replaces=str(subject)))
    assert answer.status_code == 201
    assert await wrong(town, [subject]) == []
    listed = await client.get("/api/v1/incidents?mine=true", headers=town.guard.headers)
    assert str(subject) in {one["id"] for one in listed.json()["items"]}


async def _are_alike(town: Town, subjects: list[UUID]) -> None:
    assert await wrong(town, subjects) == []
    async with town.inside() as connection:
        rows = [without_own(await stored(connection, town.id, one)) for one in subjects]
    assert all(row == rows[0] for row in rows[1:])
