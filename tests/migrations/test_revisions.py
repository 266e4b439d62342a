"""Revisions: one after another from an empty database, over filled tables, and the last one back."""

from collections.abc import AsyncIterator
from uuid import uuid4

import asyncpg
import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection as SyncConnection
from sqlalchemy.ext.asyncio import create_async_engine

from api.kit.db import Connection
from api.kit.embedded import EmbeddedServer
from api.kit.migrating import alembic_config, migrate
from tests.databases import Addresses
from tests.migrations.catalogue import UNWALLED, faults
from tests.migrations.conftest import empty_database
from tests.migrations.rows import checksums, fill, read_tables

SCRIPTS = ScriptDirectory.from_config(alembic_config())
REVISIONS = [script.revision for script in SCRIPTS.walk_revisions()][::-1]
CHANGED: dict[str, set[str]] = {}  # revision -> tables whose rows it is meant to change
LEFT_OVER = """
SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace
  AND relname NOT LIKE 'alembic_version%'
UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
UNION ALL SELECT typname FROM pg_type WHERE typnamespace = 'public'::regnamespace
  AND typname NOT LIKE '%alembic_version'
"""


async def downgrade(owner_url: str, revision: str) -> None:
    engine = create_async_engine(owner_url.replace("postgresql://", "postgresql+asyncpg://", 1))

    def run(connection: SyncConnection) -> None:
        command.downgrade(alembic_config(connection), revision)
        connection.commit()

    async with engine.connect() as connection:
        await connection.run_sync(run)
    await engine.dispose()


@pytest.fixture
async def empty(server: EmbeddedServer) -> Addresses:
    """A database before its first migration."""
    return await empty_database(server)


@pytest.fixture
async def owner(empty: Addresses) -> AsyncIterator[Connection]:
    connection = await asyncpg.connect(empty.owner_url, statement_cache_size=0)
    yield connection
    await connection.close()


def test_there_is_one_head_and_one_line_to_it() -> None:
    assert SCRIPTS.get_heads() == [REVISIONS[-1]]
    parents = [script.down_revision for script in SCRIPTS.walk_revisions()][::-1]
    assert parents == [None, *REVISIONS[:-1]]


async def test_each_revision_keeps_what_the_tables_hold(empty: Addresses, owner: Connection) -> None:
    """Before each revision every table is filled, so no revision is tried on empty tables only."""
    for place, revision in enumerate(REVISIONS):
        before = await read_tables(owner)
        kept = await checksums(owner, before)
        await migrate(empty.owner_url, revision)
        after = await checksums(owner, before)
        changed = {table for table in kept if after[table] != kept[table]}
        assert changed == CHANGED.get(revision, set()), revision
        tables = await read_tables(owner)
        await fill(owner, tables, uuid4(), (2 * place + 1, 2 * place + 2))
        assert not [table for table, said in (await checksums(owner, tables)).items() if said[0] == "0"]


async def test_the_last_revision_goes_back_and_forth(empty: Addresses, owner: Connection) -> None:
    await migrate(empty.owner_url, REVISIONS[-2])
    before = await read_tables(owner)
    await fill(owner, before, uuid4(), (1, 2))
    kept = await checksums(owner, before)
    await migrate(empty.owner_url)
    await downgrade(empty.owner_url, REVISIONS[-2])
    assert await checksums(owner, await read_tables(owner)) == kept
    await migrate(empty.owner_url)
    admin = await asyncpg.connect(empty.admin_url)
    assert await faults(admin) == []
    await admin.close()


async def test_all_revisions_back_leave_nothing_behind(empty: Addresses, owner: Connection) -> None:
    await migrate(empty.owner_url)
    await downgrade(empty.owner_url, "base")
    assert [row["name"] for row in await owner.fetch(LEFT_OVER)] == []


async def test_data_migrations_change_rows_by_the_owners_policy_alone(
    empty: Addresses, owner: Connection
) -> None:
    """The owner is no superuser and row-level security is forced: without its policy, 0 rows."""
    await migrate(empty.owner_url)
    tables = await read_tables(owner)
    for municipality_id in (uuid4(), uuid4()):
        await fill(owner, tables, municipality_id, (1, 2))
    for table in tables.keys() - UNWALLED:
        change = f"UPDATE {table} SET municipality_id = municipality_id"  # noqa: S608
        rows = await owner.fetchval(f"SELECT count(*) FROM {table}")  # noqa: S608
        assert await owner.execute(change) == f"UPDATE {rows}" != "UPDATE 0"
        await owner.execute(f"DROP POLICY {table}_owner ON {table}")
        assert await owner.execute(change) == "UPDATE 0", table
