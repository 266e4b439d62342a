"""Ljusvik and Granby, each with one of everything, on one server for all the tests here."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from api.app import create_app
from api.kit.embedded import EmbeddedServer
from api.kit.env import Settings
from tests.authorisation.world import Side, settle
from tests.conftest import SHARED
from tests.databases import Addresses, copy_database, settings_on

ANSWERED_WITHIN_S = 30


@pytest.fixture(scope="session")
async def database(postgres: EmbeddedServer) -> Addresses:
    """A database for every module: what one writes, none of the others looks for."""
    return await copy_database(postgres, Path(os.environ[SHARED]))


@pytest.fixture(scope="session")
def settings(database: Addresses, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a server on it."""
    return settings_on(database, tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="session")
async def app(settings: Settings) -> AsyncIterator[FastAPI]:
    """The application in this process."""
    application = create_app(settings)
    async with application.router.lifespan_context(application):
        yield application


class Bounded(httpx.ASGITransport):
    """An answer without end, such as a stream that somebody should not get, is no answer."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The answer. Raises TimeoutError."""
        async with asyncio.timeout(ANSWERED_WITHIN_S):
            return await super().handle_async_request(request)


@pytest.fixture(scope="session")
async def browser(app: FastAPI, settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """A client that keeps no cookies and meets a failing server by its answer."""
    transport = Bounded(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=settings.public_origin) as client:
        yield client


@pytest.fixture(scope="session")
async def ljusvik(app: FastAPI, browser: httpx.AsyncClient, settings: Settings) -> Side:
    """Whose people ask."""
    return await settle(app, browser, settings.owner_database_url or "", "ljusvik", 58.51234)


@pytest.fixture(scope="session")
async def granby(app: FastAPI, browser: httpx.AsyncClient, settings: Settings) -> Side:
    """What nobody of Ljusvik may notice to be there."""
    return await settle(app, browser, settings.owner_database_url or "", "granby", 61.98765)
