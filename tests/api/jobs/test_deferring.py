"""A job is deferred in the transaction that decides on it: both stand, or neither."""

import asyncio
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import pytest

from api.journal.deferring import defer
from api.journal.kinds import Record, Tx
from api.kit.ids import new_id
from tests.api.journal.town import Town, frozen, path_to, put, report
from tests.databases import Addresses, ask

JOBS = "SELECT count(*) FROM {prefix}pgqueuer WHERE convert_from(payload, 'UTF8') LIKE '%{job}%'"


@pytest.fixture
def deferring(town: Town, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Exception]]:
    """Every report defers a job about itself, and then fails with the errors put in the list."""
    errors: list[Exception] = []

    async def reaction(tx: Tx, record: Record) -> None:
        await defer(tx.connection, "call", {"incident": record.id})
        if errors:
            raise errors.pop()

    monkeypatch.setitem(town.journal.kinds.reactions, "incident.reported", [reaction])
    yield errors


@pytest.mark.parametrize("urgent", [False, True])
async def test_a_job_stands_when_its_transaction_does(town: Town, database: Addresses, urgent: bool) -> None:
    kept, lost = new_id(), new_id()
    async with town.inside() as connection:
        await defer(connection, "call", {"job": kept, "step": 3}, urgent=urgent)
    with pytest.raises(RuntimeError):
        async with town.inside() as connection:
            await defer(connection, "call", {"job": lost}, urgent=urgent)
            raise RuntimeError
    assert [await _jobs(database, one, urgent=urgent) for one in (kept, lost)] == [1, 0]
    assert [await _jobs(database, one, urgent=not urgent) for one in (kept, lost)] == [0, 0]
    payload = await ask(
        database.worker_url,
        f"SELECT convert_from(payload, 'UTF8') FROM {'urgent_' if urgent else ''}pgqueuer"  # noqa: S608
        f" WHERE convert_from(payload, 'UTF8') LIKE '%{kept}%'",
    )
    assert payload == f'{{"job":"{kept}","step":3}}'  # ids only: a queue is no place for words


async def test_a_fact_and_its_job_are_one(
    client: httpx.AsyncClient, town: Town, database: Addresses, deferring: list[Exception]
) -> None:
    fact_id, raw = new_id(), frozen(report())
    deferring.append(RuntimeError("once"))
    answers = await asyncio.gather(*(put(client, town.guard, path_to(fact_id), raw) for _ in range(8)))
    assert sorted(answer.status_code for answer in answers) == [200] * 7 + [201]
    assert await _jobs(database, fact_id) == 1
    deferring.extend([RuntimeError("once"), RuntimeError("twice")])
    held = new_id()
    assert (await put(client, town.guard, path_to(held), report())).status_code == 202
    assert await _jobs(database, held) == 0


async def test_nobody_is_notified_from_within_a_writing_transaction(town: Town, database: Addresses) -> None:
    """A NOTIFY there takes a lock on the whole server's queue until COMMIT is on disk."""
    heard: list[Any] = []
    connection = await asyncpg.connect(database.worker_url)
    try:
        for channel in ("ch_pgqueuer", "urgent_ch_pgqueuer"):
            await connection.add_listener(channel, lambda *told: heard.append(told))
        async with town.inside() as inside:
            await defer(inside, "call", {"job": new_id()})
            await defer(inside, "call", {"job": new_id()}, urgent=True)
        await asyncio.sleep(0.3)
    finally:
        await connection.close()
    assert heard == []


async def _jobs(database: Addresses, job: UUID, *, urgent: bool = False) -> int:
    return int(await ask(database.worker_url, JOBS.format(prefix="urgent_" if urgent else "", job=job)))
