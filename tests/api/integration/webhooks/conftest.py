"""A town whose technical office lets other systems be told of its records."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from api.kit.env import Settings
from tests.api.access.registering import Desk
from tests.api.access.town import Member, Town, found
from tests.api.integration.webhooks.receiving import Receiver, receiving


@pytest.fixture(scope="module")
def settings(settings: Settings) -> Settings:
    """A server that may reach this very machine."""
    return settings.model_copy(update={"outbound_loopback": True})


@pytest.fixture(scope="module")
async def town(app: FastAPI, settings: Settings) -> Town:
    """A municipality."""
    return await found(app, settings.owner_database_url or "", "bergby")


@pytest.fixture(scope="module")
async def guard(town: Town) -> Member:
    """Who reports."""
    return await town.person("guard", organisation="Väktarna")


@pytest.fixture
async def office(town: Town, client: httpx.AsyncClient) -> Desk:
    """The technical office."""
    return Desk(client, await town.person("technician", organisation="Tekniska"))


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    """A system that takes whatever it is told."""
    async with receiving(Receiver()) as one:
        yield one
