"""A reader of the journal, by pages or by its stream as a browser is one."""

import json
import time
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any

import httpx

from tests.api.journal.town import Person, Town

FEED, STREAM = "/api/v1/journal", "/api/v1/journal/stream"


@dataclass(frozen=True)
class Event:
    """One server-sent event, and when it came by this machine's steady clock."""

    name: str
    id: str | None
    data: dict[str, Any]
    at: float


async def events(
    client: httpx.AsyncClient, person: Person, last_event_id: str | None = None
) -> AsyncGenerator[Event]:
    """Events of a stream, until it ends or nobody asks for more."""
    headers = person.headers | ({"Last-Event-ID": last_event_id} if last_event_id else {})
    async with client.stream("GET", STREAM, headers=headers) as answer:
        assert answer.status_code == 200, await answer.aread()
        assert answer.headers["content-type"].startswith("text/event-stream")
        fields: dict[str, str] = {}
        async for line in answer.aiter_lines():
            if line:
                name, _, value = line.partition(": ")
                fields[name] = value
            else:
                yield Event(fields["event"], fields.get("id"), json.loads(fields["data"]), time.monotonic())
                fields = {}


async def read_all(
    client: httpx.AsyncClient,
    town: Town,
    name: str,
    cursor: str | None = None,
    limit: int = 200,
    kind: str | None = None,
) -> tuple[list[dict[str, Any]], str]:
    """Every record after a cursor as somebody sees it, page by page, and the cursor at the end."""
    await town.settled()
    return await read_now(client, town.people[name], cursor, limit, kind)


async def read_now(
    client: httpx.AsyncClient, person: Person, cursor: str | None, limit: int = 200, kind: str | None = None
) -> tuple[list[dict[str, Any]], str]:
    """The same of what is readable at this moment."""
    items: list[dict[str, Any]] = []
    while True:
        asked = {"limit": limit, "after": cursor, "kind": kind}
        params = {name: value for name, value in asked.items() if value is not None}
        page = (await client.get(FEED, params=params, headers=person.headers)).json()
        items += page["items"]
        if page["next"] == cursor:
            return items, page["next"]
        cursor = page["next"]
