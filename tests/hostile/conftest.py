"""One real server for all that is hostile, and people of every role before it."""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from api.access.permissions import Role
from api.kit.embedded import EmbeddedServer
from api.kit.env import Settings
from tests.api.access.town import Member, Town, found
from tests.authorisation.conftest import app, settings  # noqa: F401 the same for another folder
from tests.conftest import SHARED
from tests.databases import Addresses, copy_database
from tests.servers import LiveServer, serving


@pytest.fixture(scope="session")
async def database(postgres: EmbeddedServer) -> Addresses:
    """A database for every module here."""
    return await copy_database(postgres, Path(os.environ[SHARED]))


@pytest.fixture(scope="session")
def live_server(settings: Settings) -> Iterator[LiveServer]:  # noqa: F811
    """Real processes on it."""
    with serving(settings) as server:
        yield server


@pytest.fixture(scope="session")
async def people(app: FastAPI, settings: Settings) -> dict[str, Member]:  # noqa: F811
    """Somebody of each role, a key's permissions apart, and somebody who may everything."""
    town: Town = await found(app, settings.owner_database_url or "", "bergby")
    roles = {str(role): (role,) for role in Role} | {"everybody": tuple(Role)}
    return {name: await town.person(*held, organisation="Väktarna") for name, held in roles.items()}


@pytest.fixture(scope="session")
async def client(live_server: LiveServer) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the real server."""
    async with httpx.AsyncClient(base_url=live_server.url, timeout=30) as client:
        yield client
