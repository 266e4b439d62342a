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


async def start(owner_url: str) -> asyncio.subprocess.Process:
    """The command as README deploys it: with the owner's address and the secret alone."""
    settings = {"LEDLJUS_OWNER_DATABASE_URL": owner_url, "LEDLJUS_SECRET": "kX9v-Tq2mB7_wLz4RjY8hN5cPfG1dS6a"}
    pipe = asyncio.subprocess.PIPE
    command = (sys.executable, "-m", "api.cli", "migrate")
    return await asyncio.create_subprocess_exec(*command, env=os.environ | settings, stdout=pipe, stderr=pipe)


async def test_three_at_once_all_succeed_and_one_migrates(empty: Addresses) -> None:
    holder = await asyncpg.connect(empty.owner_url)
    await holder.execute(f"SELECT pg_advisory_lock({_LOCK})")
    three = [await start(empty.owner_url) for _ in range(3)]
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
    process = await start(empty.owner_url)
    async with asyncio.timeout(LIMIT_S):
        _, said = await process.communicate()
    assert process.returncode != 0
    assert b"journal_epochs" in said
    owner = await asyncpg.connect(empty.owner_url)
    assert await owner.fetchval("SELECT version_num FROM alembic_version") == "0001"
    assert await owner.fetchval(f"SELECT pg_try_advisory_lock({_LOCK})")
    await owner.close()
    await ask(empty.admin_url, "DROP TABLE journal_epochs", "SELECT 1")
    process = await start(empty.owner_url)
    await process.communicate()
    assert process.returncode == 0


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (("ledljus_owner@", "stranger@"), b'role "stranger" does not exist'),
        (("/test_", "/nowhere_"), b"does not exist"),
        (("port=5432", "port=5433"), b"No such file"),
    ],
)
async def test_an_address_that_leads_nowhere_is_told_in_one_line(
    empty: Addresses, changed: tuple[str, str], said: bytes
) -> None:
    process = await start(empty.owner_url.replace(*changed))
    _, told = await process.communicate()
    assert process.returncode == 1
    assert told.startswith(b"ledljus: LEDLJUS_OWNER_DATABASE_URL: ") and told.count(b"\n") == 1
    assert said in told
