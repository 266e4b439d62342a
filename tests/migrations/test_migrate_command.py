"""`ledljus migrate` beside itself: one process migrates, the others wait and find it done."""

import asyncio
import os
import sys

import asyncpg
import pytest

from api.kit.embedded import EmbeddedServer
from api.kit.migrating import _LOCK
from tests.databases import Addresses, ask
from tests.migrations.conftest import empty_database
from tests.migrations.test_revisions import REVISIONS

LIMIT_S = 60
# What the superuser writes down about every table made in this database: by which backend.
WITNESS = """
CREATE SCHEMA witness;
CREATE TABLE witness.seen (tag text, pid integer);
CREATE FUNCTION witness.see() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER AS
  $$ BEGIN INSERT INTO witness.seen VALUES (tg_tag, pg_backend_pid()); END $$;
CREATE EVENT TRIGGER witness ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION witness.see();
"""
WAITING = """
SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


@pytest.fixture
async def empty(postgres: EmbeddedServer) -> Addresses:
    """A database before its first migration, watched."""
    addresses = await empty_database(postgres)
    await ask(addresses.admin_url, WITNESS, "SELECT 1")
    return addresses


def environment(addresses: Addresses) -> dict[str, str]:
    return os.environ | {
        "LEDLJUS_DATABASE_URL": addresses.app_url,
        "LEDLJUS_WORKER_DATABASE_URL": addresses.worker_url,
        "LEDLJUS_OWNER_DATABASE_URL": addresses.owner_url,
        "LEDLJUS_SECRET": "kX9v-Tq2mB7_wLz4RjY8hN5cPfG1dS6a",
    }


async def start(addresses: Addresses) -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    command = (sys.executable, "-m", "api.cli", "migrate")
    return await asyncio.create_subprocess_exec(
        *command, env=environment(addresses), stdout=pipe, stderr=pipe
    )


async def test_three_at_once_all_succeed_and_one_migrates(empty: Addresses) -> None:
    holder = await asyncpg.connect(empty.owner_url)
    await holder.execute(f"SELECT pg_advisory_lock({_LOCK})")
    three = [await start(empty) for _ in range(3)]
    async with asyncio.timeout(LIMIT_S):
        while await holder.fetchval(WAITING) != len(three):  # noqa: ASYNC110 a lock tells nobody who waits
            await asyncio.sleep(0.05)
        await holder.execute(f"SELECT pg_advisory_unlock({_LOCK})")
        said = [await process.communicate() for process in three]
    assert [process.returncode for process in three] == [0, 0, 0], said
    assert await holder.fetchval("SELECT version_num FROM alembic_version") == REVISIONS[-1]
    await holder.close()
    assert await ask(empty.admin_url, "SELECT count(DISTINCT pid) FROM witness.seen") == "1"


async def test_a_refused_migration_says_so_and_leaves_the_lock(empty: Addresses) -> None:
    await ask(empty.admin_url, "CREATE TABLE journal_epochs ()", "SELECT 1")  # in revision 0002's way
    process = await start(empty)
    async with asyncio.timeout(LIMIT_S):
        _, said = await process.communicate()
    assert process.returncode != 0
    assert b"journal_epochs" in said
    owner = await asyncpg.connect(empty.owner_url)
    assert await owner.fetchval("SELECT version_num FROM alembic_version") == "0001"
    assert await owner.fetchval(f"SELECT pg_try_advisory_lock({_LOCK})")
    await owner.close()
    await ask(empty.admin_url, "DROP TABLE journal_epochs", "SELECT 1")
    process = await start(empty)
    await process.communicate()
    assert process.returncode == 0
