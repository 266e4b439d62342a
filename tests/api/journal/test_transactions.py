"""What every transaction keeps: it ends with its caller, says whether it stands, and holds one connection."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import anyio
import asyncpg
import pytest

from api.access.registers import RegisterCache, bump
from api.journal.wake import Wake
from api.kit.db import Connection, Database, NotCommitted
from api.kit.ids import new_id
from tests.api.journal.town import Town
from tests.databases import Addresses, ask

OPEN = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in tr%'"
SOON_S = 5


@pytest.fixture
async def small(database: Addresses, town: Town) -> AsyncIterator[Database]:
    """A pool of one connection: whoever asks for a second waits for himself."""
    pool = Database(database.app_url, size=1)
    await pool.open()
    yield pool
    await pool.close()


async def test_a_cancelled_transaction_leaves_nothing_behind(
    small: Database, database: Addresses, town: Town
) -> None:
    """Cancelled again and again, as a server does whose reader has left, in every moment of it."""
    loop, complaints = asyncio.get_running_loop(), list[Any]()
    loop.set_exception_handler(lambda _loop, context: complaints.append(context))
    try:
        for moment in range(25):
            with anyio.move_on_after(moment * 0.002):
                async with small.bound(town.id) as connection:
                    await bump(connection, town.id, "cancelled")
                    await connection.execute("SELECT pg_sleep(1)")
        async with asyncio.timeout(SOON_S), small.bound(town.id) as connection:
            found = await connection.fetchval("SELECT 1 FROM register_versions WHERE register = 'cancelled'")
        assert found is None
        assert await ask(database.admin_url, OPEN) == "0"
    finally:
        loop.set_exception_handler(None)
    assert complaints == []


async def test_a_transaction_that_failed_in_silence_is_no_success(small: Database, town: Town) -> None:
    with pytest.raises(NotCommitted):
        async with small.bound(town.id) as connection:
            await bump(connection, town.id, "hidden")
            with contextlib.suppress(asyncpg.PostgresError):
                await connection.execute("SELECT 1 / 0")
    async with small.bound(town.id) as connection:
        assert await connection.fetchval("SELECT 1 FROM register_versions WHERE register = 'hidden'") is None


async def test_a_transaction_sees_one_municipality_only(
    small: Database, town: Town, other_town: Town
) -> None:
    for bound, seen in ((town.id, {town.id}), (other_town.id, {other_town.id}), (None, set[UUID]())):
        async with small.bound(bound) as connection:
            rows = await connection.fetch("SELECT DISTINCT municipality_id FROM people")
        assert {row["municipality_id"] for row in rows} == seen


async def test_the_wall_is_gone_with_its_transaction(small: Database, town: Town) -> None:
    async with small.bound(town.id):
        pass
    assert await small.pool.fetchval("SELECT current_setting('ledljus.municipality', true)") == ""


async def test_a_register_is_read_again_when_it_moved_and_only_then(small: Database, town: Town) -> None:
    read: list[UUID] = []

    async def load(connection: Connection, municipality_id: UUID) -> int:
        read.append(municipality_id)
        return len(read)

    cache = RegisterCache(small, "moving", load)
    assert [await cache.of(town.id) for _ in range(3)] == [1, 1, 1]
    await asyncio.sleep(1.05)
    assert await cache.of(town.id) == 1  # asked for its version again, which is the same
    async with small.bound(town.id) as connection:
        await bump(connection, town.id, "moving")
    await asyncio.sleep(1.05)
    assert await cache.of(town.id) == 2
    async with asyncio.timeout(SOON_S), small.bound(town.id) as connection:
        assert await RegisterCache(small, "other", load).of(town.id, connection) == 3


async def test_what_grows_while_another_growth_is_told_is_told_too(
    database: Addresses, monkeypatch: pytest.MonkeyPatch
) -> None:
    mouth, ear = Wake(database.app_url), Wake(database.app_url)
    first, second, say = new_id(), new_id(), mouth._say

    async def interrupted(grown: set[UUID]) -> None:
        await say(grown)
        if first in grown:
            mouth.touch(second)

    monkeypatch.setattr(mouth, "_say", interrupted)
    await ear.open()
    try:
        with ear.listening(first) as one, ear.listening(second) as other:
            mouth.touch(first)
            async with asyncio.timeout(SOON_S):
                await one.wait()
                await other.wait()
    finally:
        await mouth.close()
        await ear.close()
