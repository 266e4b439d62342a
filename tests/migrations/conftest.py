"""Databases for the migrations' tests, on both PostgreSQL versions of the wheel."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest

from api.kit.db import Connection
from api.kit.embedded import EmbeddedServer, running
from api.kit.migrating import migrate
from tests.databases import Addresses, ask

ROLES = Path(__file__).parents[2] / "migrations" / "roles.sql"


async def empty_database(server: EmbeddedServer) -> Addresses:
    """A new database as an administrator makes it: roles.sql has run in it, and no migration."""
    name = f"test_{uuid4().hex}"
    await ask(server.url("postgres", "postgres"), f"CREATE DATABASE {name}", "SELECT 1")
    roles = ("ledljus_app", "ledljus_worker", "ledljus_owner", "postgres")
    addresses = Addresses(*(server.url(role, name) for role in roles))
    await ask(addresses.admin_url, ROLES.read_text(encoding="utf-8"), "SELECT 1")
    return addresses


@pytest.fixture(scope="module", params=[18, 16], ids="postgresql{}".format)
def server(request: pytest.FixtureRequest, postgres: EmbeddedServer) -> Iterator[EmbeddedServer]:
    """The session's server, and beside it one of the oldest version that Ledljus runs on."""
    if request.param == 18:
        yield postgres
        return
    with running(postgres.folder.parent, request.param) as older:
        yield older


@pytest.fixture(scope="module")
async def migrated(server: EmbeddedServer) -> Addresses:
    """A database with every migration and nothing in it."""
    addresses = await empty_database(server)
    await migrate(addresses.owner_url)
    return addresses


@pytest.fixture
async def admin(migrated: Addresses) -> AsyncIterator[Connection]:
    """The superuser in a transaction that is rolled back."""
    connection = await asyncpg.connect(migrated.admin_url)
    transaction = connection.transaction()
    await transaction.start()
    yield connection
    await transaction.rollback()
    await connection.close()
