"""Webhooks of a test's own, and how what is sent to them stands."""

import asyncio
from typing import Any

from api.kit.ids import new_id
from tests.api.access.registering import Desk


def hook(url: str, **fields: Any) -> dict[str, Any]:
    """A receiver of everything, without text."""
    return {"name": "Ärendesystemet", "url": url, "scopes": ["incidents.read"]} | fields


async def listen(office: Desk, url: str, **fields: Any) -> tuple[str, str]:
    """A new webhook: its path and its secret."""
    path = f"/webhooks/{new_id()}"
    answer = await office.put(path, hook(url, **fields))
    assert answer.status_code == 201, answer.text
    return path, answer.json()["secret"]


async def log_of(office: Desk, path: str, **params: Any) -> list[dict[str, Any]]:
    """Its deliveries, newest first."""
    items: list[dict[str, Any]] = (await office.get(f"{path}/deliveries", **params)).json()["items"]
    return items


async def settled(office: Desk, path: str, state: str, count: int = 1) -> list[dict[str, Any]]:
    """Its deliveries, once so many stand so."""
    for _ in range(600):
        if len(items := await log_of(office, path, state=state)) >= count:
            return items
        await asyncio.sleep(0.05)
    raise AssertionError(f"never {state}: {await log_of(office, path)}")
