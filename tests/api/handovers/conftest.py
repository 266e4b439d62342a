"""A municipality with a desk, a mail server, and the worker's house that sends to it."""

from collections.abc import AsyncIterator, Iterator

import pytest
from fastapi import FastAPI

from api.journal.wake import Wake
from api.kit.db import Database
from api.kit.env import Settings
from api.reactions import House, wire
from tests.api.access.town import Member, Town, found
from tests.smtp import Postbox, postbox


@pytest.fixture
def box() -> Iterator[Postbox]:
    """The receivers' mail server."""
    with postbox() as opened:
        yield opened


@pytest.fixture(scope="module")
async def town(app: FastAPI, settings: Settings) -> Town:
    """A municipality."""
    return await found(app, settings.owner_database_url or "", "bergby")


@pytest.fixture(scope="module")
async def guard(town: Town) -> Member:
    """Who reports."""
    return await town.person("guard", organisation="Väktarna")


@pytest.fixture(scope="module")
async def coordinator(town: Town) -> Member:
    """Who hands over."""
    return await town.person("coordinator", organisation="Stadshuset")


@pytest.fixture
async def worker(settings: Settings, box: Postbox) -> AsyncIterator[House]:
    """What a worker process is wired to, with the mail server in its settings."""
    smtp = {"smtp_host": "127.0.0.1", "smtp_port": box.port, "smtp_tls": "none"}
    sender = {"smtp_from": "Ljusets kommun <ledljus@bergby.example>"}
    database = Database(settings.worker_database_url or "")
    await database.open()
    wake = Wake(settings.worker_database_url or "")
    yield wire(settings.model_copy(update=smtp | sender), database, wake)
    await wake.close()
    await database.close()
