"""The municipality whose registers of places are changed."""

import httpx
import pytest
from fastapi import FastAPI

from api.kit.env import Settings
from api.kit.ids import new_id
from tests.api.access.registering import Desk
from tests.api.access.town import Town, found


@pytest.fixture(scope="module")
async def bergby(app: FastAPI, settings: Settings) -> Town:
    """A municipality without places."""
    return await found(app, settings.owner_database_url or "", f"t{new_id().hex[-8:]}")


@pytest.fixture
async def desk(client: httpx.AsyncClient, bergby: Town) -> Desk:
    """Somebody who may change places and categories."""
    return Desk(client, await bergby.person("technician", "admin"))


@pytest.fixture
async def strangers(client: httpx.AsyncClient, app: FastAPI, settings: Settings) -> Desk:
    """The same in another municipality."""
    other = await found(app, settings.owner_database_url or "", f"t{new_id().hex[-8:]}")
    return Desk(client, await other.person("technician", "admin"))
