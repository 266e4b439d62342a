"""The municipalities that tests of access happen in."""

import pytest
from fastapi import FastAPI

from api.kit.env import Settings
from tests.api.access.town import Town, found


@pytest.fixture(scope="module")
async def town(app: FastAPI, settings: Settings) -> Town:
    """A municipality."""
    return await found(app, settings.owner_database_url or "", "bergby")


@pytest.fixture(scope="module")
async def other_town(app: FastAPI, settings: Settings) -> Town:
    """Another one on the same server."""
    return await found(app, settings.owner_database_url or "", "sundby")
