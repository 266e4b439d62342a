"""Databases of tests: migrated copies on one server, and asking them as any role."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg

from api.kit.embedded import EmbeddedServer
from api.kit.env import Settings, read_settings
from api.kit.migrating import migrate


@dataclass(frozen=True)
class Addresses:
    """Where a test's own database is, for each role."""

    app_url: str
    worker_url: str
    owner_url: str
    admin_url: str


async def copy_database(server: EmbeddedServer, folder: Path) -> Addresses:
    """A new database with every migration, copied from one the first to ask has migrated."""
    name = f"test_{uuid4().hex}"
    with _turn(folder / "copying.lock"):  # a database that somebody uses cannot be copied
        await migrate(server.owner_url)
        copy = f"CREATE DATABASE {name} TEMPLATE ledljus OWNER ledljus_owner"
        await ask(server.url("postgres", "postgres"), copy, "SELECT 1")
    roles = ("ledljus_app", "ledljus_worker", "ledljus_owner", "postgres")
    return Addresses(*(server.url(role, name) for role in roles))


def settings_on(database: Addresses | EmbeddedServer, data_dir: Path, **more: Any) -> Settings:
    """Settings of a server on a test's database, or on a whole server of a test's own."""
    return read_settings(
        database_url=database.app_url,
        worker_database_url=database.worker_url,
        owner_database_url=database.owner_url,
        data_dir=data_dir,
        secret="kX9v-Tq2mB7_wLz4RjY8hN5cPfG1dS6a",
        **more,
    )


async def ask(url: str, *statements: str) -> str:
    """The last statement's value, as text."""
    connection = await asyncpg.connect(url)
    try:
        for statement in statements[:-1]:
            await connection.execute(statement)
        return str(await connection.fetchval(statements[-1]))
    finally:
        await connection.close()


@contextmanager
def _turn(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
