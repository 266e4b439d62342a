"""What a reviewer sees in quarantine, and decides."""

from typing import Any
from uuid import UUID

import httpx

from tests.api.journal.town import Town


async def held(client: httpx.AsyncClient, town: Town, fact_id: UUID) -> list[dict[str, Any]]:
    """What is held under a fact's id."""
    items, path = list[dict[str, Any]](), "/api/v1/quarantine?limit=200"
    cursor: str | None = ""
    while cursor is not None:
        asked = f"{path}&cursor={cursor}" if cursor else path
        page = (await client.get(asked, headers=town.coordinator.headers)).json()
        items, cursor = [*items, *page["items"]], page["next_cursor"]
    return [one for one in items if one["fact_id"] == str(fact_id)]


async def decided(
    client: httpx.AsyncClient, town: Town, fact_id: UUID, what: str, reason: str = "Granskad"
) -> tuple[int, dict[str, Any]]:
    """Release or reject what is held under a fact's id: status and answer."""
    one = await town.value("SELECT id FROM quarantine WHERE municipality_id = $1 AND fact_id = $2", fact_id)
    path = f"/api/v1/quarantine/{one}/{what}"
    answer = await client.post(path, json={"reason": reason}, headers=town.coordinator.headers)
    return answer.status_code, answer.json()


async def decide(
    client: httpx.AsyncClient, town: Town, fact_id: UUID, what: str, reason: str = "Granskad"
) -> tuple[int, str]:
    """The same: status, and the state or the problem's code."""
    status, shown = await decided(client, town, fact_id, what, reason)
    return status, shown.get("state") or shown["code"]
