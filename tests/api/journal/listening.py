"""A reader of the journal's stream, as a browser is one."""

import json
import time
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any

import httpx

from tests.api.journal.town import Person

STREAM = "/api/v1/journal/stream"


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
