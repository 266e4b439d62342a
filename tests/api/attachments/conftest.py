"""The municipalities whose people send photos."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from api.kit.env import Settings
from tests.api.journal.town import Town, settle
from tests.databases import Addresses


@pytest.fixture(scope="module")
async def town(app: FastAPI, database: Addresses) -> Town:
    """A municipality with people."""
    return await settle(app, database.owner_url, "bergby")


@pytest.fixture(scope="module")
async def other_town(app: FastAPI, database: Addresses) -> Town:
    """Another one on the same server."""
    return await settle(app, database.owner_url, "sundby")


@pytest.fixture
async def outside(app: FastAPI, settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """A client that meets a failing server by its answer."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=settings.public_origin) as browser:
        yield browser
