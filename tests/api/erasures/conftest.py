"""A municipality of each test's own, whose rules take what is due, and the worker that takes it."""

from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI

from api.journal.wake import Wake
from api.kit.db import Database
from api.kit.env import Settings
from api.kit.ids import new_id
from api.reactions import House, wire
from tests.api.access.town import Town, found
from tests.api.incidents.conftest import People


@pytest.fixture
async def town(app: FastAPI, settings: Settings) -> Town:
    """A municipality in which nothing stands yet."""
    return await found(app, settings.owner_database_url or "", f"bergby{new_id().hex}")


@pytest.fixture
async def other_town(app: FastAPI, settings: Settings) -> Town:
    """Another one on the same server."""
    return await found(app, settings.owner_database_url or "", f"sundby{new_id().hex}")


@pytest.fixture
async def people(town: Town) -> People:
    """Who reports, who closes, who decides."""
    return People(
        guard=await town.person("guard", organisation="Väktarna", name="Vera Vakt"),
        coordinator=await town.person("coordinator", organisation="Stadshuset", name="Sam Ordnare"),
        admin=await town.person("admin", organisation="Stadshuset", name="Ada Admin"),
    )


@pytest.fixture(scope="module")
async def worker(settings: Settings) -> AsyncIterator[House]:
    """What a worker process is wired to."""
    database, wake = Database(settings.worker_database_url or "", size=4), Wake("")
    await database.open()
    yield wire(settings, database, wake)
    await database.close()
