"""The towns that the journal's proofs happen in."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from api.incidents.models import store
from api.kit.db import Writes
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
    """A client that meets a failing server as one behind a network does: by its answer."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=settings.public_origin) as browser:
        yield browser


@pytest.fixture
def fail(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Let the next so many projections of reports fail."""

    def failing(times: int) -> None:
        left = [RuntimeError("a fault in the fold")] * times

        def faulty(writes: Writes, row: dict[str, Any]) -> None:
            if left:
                raise left.pop()
            store(writes, row)

        monkeypatch.setattr("api.incidents.service.store", faulty)

    return failing
