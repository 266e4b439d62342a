"""The municipality that a server's own figures are about."""

import pytest
from fastapi import FastAPI

from tests.api.journal.town import Town, settle
from tests.databases import Addresses


@pytest.fixture(scope="module")
async def town(app: FastAPI, database: Addresses) -> Town:
    """A municipality with people."""
    return await settle(app, database.owner_url, "bergby")
