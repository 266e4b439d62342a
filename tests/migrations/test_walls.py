"""Rows of every table in two municipalities: each is seen from its own side of the wall only."""

from collections.abc import AsyncIterator
from contextlib import suppress
from uuid import UUID, uuid4

import asyncpg
import pytest

from api.kit.db import Connection
from tests.databases import Addresses
from tests.migrations.catalogue import UNWALLED
from tests.migrations.rows import Tables, fill, insertion, read_tables

OURS, THEIRS = uuid4(), uuid4()
Denied = asyncpg.InsufficientPrivilegeError


@pytest.fixture(scope="module")
async def tables(migrated: Addresses) -> Tables:
    """Every walled table, two rows filled on each side of the wall."""
    connection = await asyncpg.connect(migrated.owner_url)
    found = await read_tables(connection)
    for municipality_id in (OURS, THEIRS):
        await fill(connection, found, municipality_id, (1, 2))
    await connection.close()
    return {table: columns for table, columns in found.items() if table not in UNWALLED}


@pytest.fixture
async def app(migrated: Addresses, tables: Tables) -> AsyncIterator[Connection]:
    """The app's role behind no wall yet."""
    connection = await asyncpg.connect(migrated.app_url)
    yield connection
    await connection.close()


async def bind(connection: Connection, municipality_id: UUID | str) -> None:
    await connection.execute("SELECT set_config('ledljus.municipality', $1, false)", str(municipality_id))


async def owners(connection: Connection, table: str) -> set[UUID]:
    return {row["municipality_id"] for row in await connection.fetch(f"TABLE {table}")}


async def test_the_owner_sees_both_sides_and_so_does_the_worker(migrated: Addresses, tables: Tables) -> None:
    for url in (migrated.owner_url, migrated.worker_url):
        connection = await asyncpg.connect(url)
        assert {table: await owners(connection, table) for table in tables} == {
            table: {OURS, THEIRS} for table in tables
        }
        await connection.close()


@pytest.mark.parametrize("unbound", [None, ""])
async def test_without_a_municipality_nothing_is_seen(
    app: Connection, tables: Tables, unbound: str | None
) -> None:
    """'' is what a pooled connection's setting is after a transaction-local one has ended."""
    if unbound is not None:
        await bind(app, unbound)
    assert {table for table in tables if await owners(app, table)} == set()


async def test_a_municipality_sees_its_own_rows_and_no_other(app: Connection, tables: Tables) -> None:
    await bind(app, OURS)
    assert {table: await owners(app, table) for table in tables} == {table: {OURS} for table in tables}


@pytest.mark.parametrize("bound", ["", THEIRS])
async def test_nothing_is_put_on_another_side(
    app: Connection, tables: Tables, migrated: Addresses, bound: UUID | str
) -> None:
    await bind(app, bound)
    for table in tables:
        statement, values = await insertion(app, tables, table, OURS, 3)
        with pytest.raises(Denied):
            await app.execute(statement, *values)


async def test_rows_are_neither_changed_nor_moved_through_the_wall(app: Connection, tables: Tables) -> None:
    await bind(app, OURS)
    for table in tables:
        for deed in (
            f"UPDATE {table} SET municipality_id = municipality_id WHERE municipality_id = $1",  # noqa: S608
            f"DELETE FROM {table} WHERE municipality_id = $1",  # noqa: S608
        ):
            with suppress(Denied):  # most tables the app may not even delete from
                assert (await app.execute(deed, THEIRS)).split()[1] == "0"
        with pytest.raises(Denied):
            await app.execute(f"UPDATE {table} SET municipality_id = $1", THEIRS)  # noqa: S608


async def test_a_foreign_key_does_not_reach_through_the_wall(app: Connection, tables: Tables) -> None:
    """PostgreSQL checks references without row-level security: the composite key is what holds."""
    person = "INSERT INTO people (municipality_id, id, username, name, roles, organisation_id)"
    organisation = "SELECT id FROM organisations WHERE municipality_id = $1 LIMIT 1"
    await bind(app, THEIRS)
    theirs = await app.fetchval(organisation, THEIRS)
    await bind(app, OURS)
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        await app.execute(f"{person} VALUES ($1, $2, 'x', 'X', '{{}}', $3)", OURS, uuid4(), theirs)


async def test_the_search_obeys_the_wall(app: Connection, tables: Tables) -> None:
    search = "SELECT count(*) FROM search_incidents('väska', 9)"
    assert await app.fetchval(search) == 0
    for municipality_id in (OURS, THEIRS):
        await bind(app, municipality_id)
        ids = await app.fetch("SELECT search_incidents('väska', 9) AS id")
        own = await app.fetch("SELECT incident_id AS id FROM incident_search")
        assert {row["id"] for row in ids} == {row["id"] for row in own} != set()
