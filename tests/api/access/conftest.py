"""The municipalities that tests of access happen in."""

from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI

from api.kit.env import Settings
from tests.api.access.town import PASSWORD, Member, Town, found


@pytest.fixture(scope="module")
async def town(app: FastAPI, settings: Settings) -> Town:
    """A municipality."""
    return await found(app, settings.owner_database_url or "", "bergby")


@pytest.fixture(scope="module")
async def other_town(app: FastAPI, settings: Settings) -> Town:
    """Another one on the same server."""
    return await found(app, settings.owner_database_url or "", "sundby")


@pytest.fixture(autouse=True)
async def fresh_addresses(app: FastAPI) -> AsyncIterator[None]:
    """Let no test be slowed by the attempts of those before it, which came from the same address."""
    yield
    app.state.limiter.storage.reset()


@pytest.fixture
async def siv(town: Town) -> Member:
    """A local account that may sign in by password, of nobody else's test."""
    return await town.person("guard", password=PASSWORD)
