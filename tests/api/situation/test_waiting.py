"""The first page's counts are as long as the lists behind them, for each who reads them."""

from typing import Any

import asyncpg
import httpx
import pytest
from fastapi import FastAPI

from api.kit.env import Settings
from tests.api.access.town import Member, Town, found
from tests.api.incidents.reports import add, added, listed, tell
from tests.api.operations.wire import check

LISTS: dict[str, dict[str, Any]] = {
    "new": {"status": "new"},
    "flagged": {"needs": "flagged"},
    "photos": {"needs": "photos"},
    "answer": {"needs": "answer"},
}


@pytest.fixture(scope="module")
async def town(app: FastAPI, settings: Settings) -> Town:
    """A municipality."""
    return await found(app, settings.owner_database_url or "", "bergby")


async def _waiting(client: httpx.AsyncClient, who: Member) -> dict[str, Any]:
    answer = check(await client.get("/api/v1/situation/waiting", headers=who.headers))
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def _hand_over_long_ago(settings: Settings, incident_id: str) -> None:
    connection = await asyncpg.connect(settings.owner_database_url)
    await connection.execute(
        "UPDATE incidents SET handed_over = jsonb_set(handed_over, '{at}', '\"2026-01-01T12:00:00Z\"')"
        " WHERE id = $1",
        incident_id,
    )
    await connection.close()


async def test_counts_are_the_lists_behind_them(
    client: httpx.AsyncClient, town: Town, settings: Settings
) -> None:
    guard = await town.person("guard", organisation="Väktarna")
    host = await town.person("host", organisation="Värdarna")
    coordinator = await town.person("coordinator", organisation="Stadshuset")
    photo = {"id": "0193a1b2-0000-7000-8000-00000000000a", "sha256": "0" * 64, "size": 5}
    await tell(client, guard, attachments=[photo | {"media_type": "image/jpeg"}])
    await tell(client, guard, category="nowhere")
    await tell(client, host)
    late = await tell(client, guard)
    await added(client, coordinator, late["id"], "handed_over", receiver="Ljusvik Energi")
    done = await tell(client, guard, category="nowhere")
    await added(client, coordinator, done["id"], "status", status="resolved")
    assert (await _waiting(client, coordinator))["answer"] == 0, "it was handed over just now"
    await _hand_over_long_ago(settings, late["id"])
    expected = {
        coordinator.id: {"new": 3, "flagged": 1, "photos": 1, "answer": 1, "quarantined": 0},
        host.id: {"new": 1, "flagged": 0, "photos": 0, "answer": 0, "quarantined": None},
    }
    for who in (coordinator, host):
        counts = await _waiting(client, who)
        assert counts == expected[who.id]
        behind = {name: len(await listed(client, who, **query)) for name, query in LISTS.items()}
        assert behind == {name: counts[name] for name in LISTS}
    await add(client, coordinator, late["id"], "fixed")
    assert (await _waiting(client, coordinator))["answer"] == 0
