"""History cannot be changed by those who serve requests, nor the rules that protect it."""

from uuid import uuid4

import asyncpg
import pytest

from tests.databases import Addresses, ask
from tests.migrations.rows import fill, read_tables

NEITHER_MAY = (
    "UPDATE journal SET kind = kind",
    "DELETE FROM journal",
    "TRUNCATE journal",
    "TRUNCATE journal_bodies",
    "UPDATE journal_bodies SET body = '{}'",
    "ALTER TABLE journal DISABLE TRIGGER ALL",
    "ALTER TABLE journal DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE journal NO FORCE ROW LEVEL SECURITY",
    "ALTER TABLE journal ADD COLUMN remark text",
    "ALTER TABLE journal OWNER TO CURRENT_USER",
    "DROP POLICY journal_app ON journal",
    "CREATE POLICY theirs ON journal USING (true)",
    "CREATE RULE never AS ON INSERT TO journal DO INSTEAD NOTHING",
    "DROP TABLE journal_bodies",
    "CREATE TABLE theirs ()",
    "CREATE TEMPORARY TABLE theirs ()",
    "CREATE SCHEMA theirs",
    "SET session_replication_role = replica",
    "SET ROLE ledljus_owner",
    "UPDATE municipalities SET name = name",
    "INSERT INTO login_domains SELECT 'x', id FROM municipalities",
    "UPDATE alembic_version SET version_num = ''",
)
APP_MAY_NOT = (
    "DELETE FROM journal_bodies",
    "DROP FUNCTION search_incidents",
    "ALTER ROLE ledljus_app BYPASSRLS",
    "SET ROLE ledljus_worker",
)


@pytest.fixture(scope="module")
async def filled(migrated: Addresses) -> Addresses:
    """A database with history."""
    connection = await asyncpg.connect(migrated.owner_url)
    await fill(connection, await read_tables(connection), uuid4(), (1, 2))
    await connection.close()
    return migrated


@pytest.mark.parametrize("deed", NEITHER_MAY + APP_MAY_NOT)
async def test_the_app_may_not(filled: Addresses, deed: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await ask(filled.app_url, "BEGIN", deed, "ROLLBACK")


@pytest.mark.parametrize("deed", NEITHER_MAY)
async def test_the_worker_may_not(filled: Addresses, deed: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await ask(filled.worker_url, "BEGIN", deed, "ROLLBACK")


async def test_the_worker_may_erase_bodies_and_nothing_else_of_history(filled: Addresses) -> None:
    connection = await asyncpg.connect(filled.worker_url)
    envelopes = await connection.fetchval("SELECT count(*) FROM journal")
    assert await connection.execute("DELETE FROM journal_bodies WHERE part = 'text'") != "DELETE 0"
    assert await connection.fetchval("SELECT count(*) FROM journal") == envelopes > 0
    await connection.close()
