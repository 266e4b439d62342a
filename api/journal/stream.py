"""The feed as server-sent events: records as they become readable, and a heartbeat that proves life."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

from api.access.actors import Credential, Reading, authenticate
from api.access.permissions import Permission
from api.journal import feed
from api.journal.rules import Cursor
from api.journal.wake import POLL_S
from api.kit import clock
from api.kit.db import fetch_one
from api.kit.errors import Problem
from api.kit.jsons import dumped
from api.kit.transient import is_transient

if TYPE_CHECKING:
    from api.journal.service import Journal

HEARTBEAT_S = 3.0
_AT_ONCE = 100
_GAP_S = 0.25  # between two reads of one who has read all there was


async def stream(journal: "Journal", sender: Credential, after: str | None) -> AsyncIterator[bytes]:
    """Open a stream. Raises 401, 403, 410 before the first byte; without a cursor it starts now."""
    async with journal.database.bound(sender.municipality_id) as connection:
        actor = await authenticate(connection, sender)
        actor.require(Permission.JOURNAL_READ)
        if after:
            cursor = await feed.checked_cursor(connection, sender.municipality_id, after)
        else:
            cursor = await feed.newest(connection, sender.municipality_id)
    return _events(journal, sender, cursor)


async def _events(journal: "Journal", sender: Credential, cursor: Cursor) -> AsyncIterator[bytes]:
    """Events until the reader leaves or its credential ends; permissions are read again each time."""
    beat_due = 0.0
    with journal.wake.listening(sender.municipality_id) as grown:
        while True:
            grown.clear()
            try:
                items, following, beat = await _read(journal, sender, cursor, beat_due)
            except Problem as problem:
                yield _event("ended", {"code": problem.code})
                return
            except Exception as error:
                if not is_transient(error):
                    raise
                return  # the reader comes back with the last event's id
            for item in items:
                yield _event("record", item, item["cursor"])
            moved, cursor = following != cursor, following
            is_behind = len(items) == _AT_ONCE
            if beat is not None:
                yield _event("heartbeat", beat, cursor.text())
                beat_due = time.monotonic() + HEARTBEAT_S
            if not is_behind:
                await _pause(grown, moved, beat_due)


async def _read(
    journal: "Journal", sender: Credential, cursor: Cursor, beat_due: float
) -> tuple[list[dict[str, Any]], Cursor, dict[str, Any] | None]:
    async with journal.database.bound(sender.municipality_id) as connection:
        actor = await authenticate(connection, sender)
        actor.require(Permission.JOURNAL_READ)
        reading = Reading(actor, connection)
        items, following = await feed.read_after(journal, reading, cursor, _AT_ONCE)
        beat = await _beat(journal, reading, following) if time.monotonic() >= beat_due else None
    return items, following, beat


async def _pause(grown: asyncio.Event, moved: bool, beat_due: float) -> None:
    """Wait a little, as nobody need read a busy journal all the time, and then until it may have grown."""
    await asyncio.sleep(_GAP_S)
    left_s = min(POLL_S, beat_due - time.monotonic())
    if not moved and left_s > 0:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(grown.wait(), left_s)


async def _beat(journal: "Journal", reading: Reading, cursor: Cursor) -> dict[str, Any]:
    counts = {}
    for name, subject in journal.kinds.subjects.items():
        if subject.count is not None:
            row = await fetch_one(reading.connection, subject.count(reading.actor))
            counts[name] = row[0] if row else 0
    return {"server_time": clock.to_wire(clock.now()), "cursor": cursor.text(), "counts": counts}


def _event(name: str, data: dict[str, Any], event_id: str | None = None) -> bytes:
    head = f"event: {name}\n" + (f"id: {event_id}\n" if event_id else "")
    return head.encode() + b"data: " + dumped(data) + b"\n\n"
