"""A town whose facts defer jobs, and the table in which the tests' jobs mark what they do."""

import pytest
from fastapi import FastAPI

from tests.api.jobs.queue_worker import MARKS
from tests.api.journal.town import Town, settle
from tests.databases import Addresses, ask


@pytest.fixture(scope="module")
async def town(app: FastAPI, database: Addresses) -> Town:
    """A municipality with people."""
    return await settle(app, database.owner_url, "bergby")


@pytest.fixture(scope="module")
async def marks(database: Addresses) -> Addresses:
    """The database, with the table for marks."""
    await ask(database.admin_url, MARKS, "GRANT ALL ON marks TO ledljus_worker", "SELECT 1")
    return database


@pytest.fixture(scope="module")
async def other_town(app: FastAPI, database: Addresses) -> Town:
    """Another one on the same server."""
    return await settle(app, database.owner_url, "sundby")
