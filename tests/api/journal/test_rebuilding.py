"""Rebuilding folds every subject again from what was said, and gives what stood."""

import asyncio
from collections.abc import Callable
from random import Random
from typing import Any
from uuid import UUID

import httpx
import pytest

from api.journal.rebuilding import rebuild_municipality
from api.kit.ids import new_id
from tests.api.journal.holding import decide
from tests.api.journal.projections import stored, wrong
from tests.api.journal.stories import claim, observation, opening, tell
from tests.api.journal.town import Town, entry, path_to, put, report
from tests.databases import Addresses, ask

ROWS = "SELECT string_agg(i::text, '\n' ORDER BY id) FROM incidents i WHERE municipality_id = $1"
SUBJECTS = "SELECT array_agg(DISTINCT id) FROM incidents WHERE municipality_id = $1"
CORRUPTIONS = (
    "UPDATE incidents SET status = 'dismissed', summoned = '{police}', entries = 77 WHERE id = '{id}'",
    "UPDATE incidents SET note = 'ändrad', category = 'noise', lat = 1, cell_s = 7 WHERE id = '{id}'",
    "DELETE FROM incidents WHERE id = '{id}'",
)


@pytest.fixture
async def mixed(client: httpx.AsyncClient, town: Town, scale: int, fail: Callable[[int], None]) -> list[UUID]:
    """Subjects that everything has happened to."""
    subjects = []
    for seed in range(15 * scale):
        chance = Random(seed)
        steps = [opened := opening(chance, note="ring 070-123 45 67")]
        steps += [observation(chance) if chance.random() < 0.3 else claim(chance, town) for _ in range(4)]
        subjects.append(await tell(client, town, chance.sample(steps, len(steps)), opened))
    await put(client, town.stranger, path_to(subjects[0], new_id()), entry("note", note="obehörig"))
    await put(client, town.guard, path_to(new_id(), new_id()), entry("note", note="väntar"))
    await put(client, town.guard, path_to(new_id()), report(replaces=str(subjects[1]), v=2, unheard="of"))
    fail(2)
    await put(client, town.guard, path_to(held := new_id()), report())
    assert await decide(client, town, held, "release") == (200, "released")
    return [*subjects, held]


async def test_rebuilding_gives_the_tables_as_they_stood(town: Town, mixed: list[UUID]) -> None:
    before = await town.value(ROWS)
    assert await rebuild_municipality(town.journal, town.id) >= len(mixed)
    assert await town.value(ROWS) == before
    assert await wrong(town, await town.value(SUBJECTS)) == []


async def test_rebuilding_restores_rows_that_were_corrupted(
    town: Town, mixed: list[UUID], database: Addresses
) -> None:
    before = await town.value(ROWS)
    for place, corruption in enumerate(CORRUPTIONS):
        await ask(database.worker_url, corruption.replace("{id}", str(mixed[place])), "SELECT 1")
    assert len(await wrong(town, mixed)) == len(CORRUPTIONS)
    await rebuild_municipality(town.journal, town.id)
    assert await town.value(ROWS) == before


async def test_a_subject_whose_words_are_erased_keeps_its_row(
    client: httpx.AsyncClient, town: Town, mixed: list[UUID], database: Addresses
) -> None:
    before = await town.value(ROWS)
    erase = f"DELETE FROM journal_bodies WHERE record_id = '{mixed[3]}' AND part = 'text'"  # noqa: S608
    await ask(database.worker_url, erase, "SELECT 1")
    await rebuild_municipality(town.journal, town.id)
    assert await town.value(ROWS) == before
    more = await put(client, town.guard, path_to(mixed[3], new_id()), entry("note", note="sent"))
    assert more.status_code == 202
    shown = await client.get(path_to(mixed[3]), headers=town.coordinator.headers)
    assert shown.status_code == 200


async def test_an_erased_position_is_gone_and_the_rest_stands(
    client: httpx.AsyncClient, town: Town, database: Addresses
) -> None:
    subject = new_id()
    await put(client, town.guard, path_to(subject), report(position={"lat": 58.5, "lon": 18.1}, note="kvar"))
    erase = f"DELETE FROM journal_bodies WHERE record_id = '{subject}' AND part = 'position'"  # noqa: S608
    await ask(database.worker_url, erase, "SELECT 1")
    await rebuild_municipality(town.journal, town.id)
    async with town.inside() as connection:
        row: dict[str, Any] = await stored(connection, town.id, subject) or {}
    assert (row["lat"], row["lon"], row["cell_s"], row["note"]) == (None, None, None, "kvar")


async def test_rebuilding_beside_people_who_write_loses_nothing(
    client: httpx.AsyncClient, town: Town, mixed: list[UUID]
) -> None:
    async def write() -> None:
        for subject in mixed * 2:
            body = entry("note", note="under tiden")
            assert (await put(client, town.guard, path_to(subject, new_id()), body)).status_code == 201

    await asyncio.gather(write(), *(rebuild_municipality(town.journal, town.id) for _ in range(3)))
    assert await wrong(town, mixed) == []
