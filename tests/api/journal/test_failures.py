"""When the database fails: what was not committed was not confirmed, and what passes is tried again."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import asyncpg
import httpx
import pytest

from api.kit.ids import lock_key, new_id
from tests.api.journal.town import Town, frozen, path_to, put, report
from tests.databases import Addresses, ask

# What COMMIT itself checks, fails when the answer could already have been written.
REFUSAL = """
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = TG_ARGV[0]; END $$;
CREATE CONSTRAINT TRIGGER refusal AFTER INSERT ON journal DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION refuse('%s')
"""
CUT = """
SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
WHERE usename = 'ledljus_app' AND datname = current_database()
"""
WAITING = """
SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


async def test_a_commit_that_fails_is_an_error_and_leaves_no_row(
    outside: httpx.AsyncClient, town: Town, database: Addresses
) -> None:
    fact_id, raw = new_id(), frozen(report())
    async with _failing_commits(database, "P0001"):
        answer = await put(outside, town.guard, path_to(fact_id), raw)
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "server_error"
    await _is_nowhere(town, fact_id)
    assert (await put(outside, town.guard, path_to(fact_id), raw)).status_code == 201


@pytest.mark.parametrize("state", ["40001", "40P01", "53100", "57P01", "25006"])
async def test_a_failure_that_passes_asks_to_try_again(
    outside: httpx.AsyncClient, town: Town, database: Addresses, state: str
) -> None:
    fact_id = new_id()
    async with _failing_commits(database, state):
        _asks_to_try_again(await put(outside, town.guard, path_to(fact_id), report()))
    await _is_nowhere(town, fact_id)


async def test_a_real_deadlock_asks_to_try_again(
    outside: httpx.AsyncClient, town: Town, database: Addresses
) -> None:
    earlier, later = new_id(), new_id()
    first, second = sorted(lock_key(town.id, one) for one in (earlier, later))
    raw = frozen(report(replaces=str(earlier)))
    async with _connected(database) as other:
        async with other.transaction():
            await other.execute("SELECT pg_advisory_xact_lock($1)", second)
            sending = asyncio.create_task(put(outside, town.guard, path_to(later), raw))
            await _until_somebody_waits(database)
            await other.execute("SELECT pg_advisory_xact_lock($1)", first)
            _asks_to_try_again(await sending)
    assert (await put(outside, town.guard, path_to(later), raw)).status_code == 201


async def test_a_connection_lost_in_the_middle_asks_to_try_again(
    outside: httpx.AsyncClient, town: Town, database: Addresses
) -> None:
    subject, raw = new_id(), frozen(report())
    async with _connected(database) as other, other.transaction():
        await other.execute("SELECT pg_advisory_xact_lock($1)", lock_key(town.id, subject))
        sending = asyncio.create_task(put(outside, town.guard, path_to(subject), raw))
        await _until_somebody_waits(database)
        assert await other.fetchval(WAITING.replace("*", "pg_terminate_backend(pid)")) == 1
        _asks_to_try_again(await sending)
    await _is_nowhere(town, subject)
    assert (await put(outside, town.guard, path_to(subject), raw)).status_code == 201


async def test_a_server_without_its_database_asks_everybody_to_try_again(
    outside: httpx.AsyncClient, town: Town, database: Addresses
) -> None:
    path, raw = path_to(new_id()), frozen(report())
    name = await ask(database.admin_url, "SELECT current_database()")
    limit = f"ALTER DATABASE {name} CONNECTION LIMIT"
    try:
        await ask(database.admin_url, f"{limit} 0", CUT)
        _asks_to_try_again(await put(outside, town.guard, path, raw))
        for read in ("incidents", "journal", "journal/stream", "quarantine"):
            _asks_to_try_again(await outside.get(f"/api/v1/{read}", headers=town.coordinator.headers))
    finally:
        await ask(database.admin_url, f"{limit} -1", "SELECT 1")
    while (answer := await put(outside, town.guard, path, raw)).status_code != 201:
        _asks_to_try_again(answer)  # once for each connection that was cut while it was idle, at most


async def test_nobody_may_stand_still_in_a_transaction(town: Town) -> None:
    """The feed waits for every open one."""
    async with town.inside() as connection:
        assert await connection.fetchval("SHOW idle_in_transaction_session_timeout") == "30s"


def _asks_to_try_again(answer: httpx.Response) -> None:
    assert (answer.status_code, answer.json()["code"]) == (503, "try_again")
    assert int(answer.headers["retry-after"]) > 0
    assert answer.headers["content-type"] == "application/problem+json"


async def _is_nowhere(town: Town, fact_id: UUID) -> None:
    for table, column in (("journal", "id"), ("incidents", "id"), ("quarantine", "fact_id")):
        found = f"SELECT count(*) FROM {table} WHERE municipality_id = $1 AND {column} = $2"  # noqa: S608
        assert await town.value(found, fact_id) == 0, table


@asynccontextmanager
async def _failing_commits(database: Addresses, state: str) -> AsyncIterator[None]:
    await ask(database.admin_url, REFUSAL % state, "SELECT 1")
    try:
        yield
    finally:
        await ask(database.admin_url, "DROP FUNCTION refuse CASCADE", "SELECT 1")


@asynccontextmanager
async def _connected(database: Addresses) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    connection = await asyncpg.connect(database.admin_url)
    try:
        yield connection
    finally:
        await connection.close()


async def _until_somebody_waits(database: Addresses) -> None:
    for _ in range(200):
        if await ask(database.admin_url, WAITING) != "0":
            return
        await asyncio.sleep(0.02)
    raise AssertionError("nobody waits for the lock")
