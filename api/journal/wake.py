"""Wakes who waits for the journal to grow; polling is the floor, this only makes it quicker."""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

import asyncpg
import structlog

from api.kit.db import Row

log = structlog.get_logger()
CHANNEL = "ledljus_journal"
POLL_S = 1.0
_GATHER_S = 0.05  # at most one NOTIFY per 50 ms, never inside a writing transaction
_MOST_NAMES = 100  # a payload has at most 8,000 bytes


class Wake:
    """One process's ear and mouth: a LISTEN connection of its own, and local waiters."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: asyncpg.Connection[Row] | None = None
        self._waiting: dict[UUID, set[asyncio.Event]] = defaultdict(set)
        self._grown: set[UUID] = set()
        self._mouth: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Start to listen; without a connection everything still works by polling."""
        with contextlib.suppress(OSError, asyncpg.PostgresError):
            self._connection = await asyncpg.connect(self._url)
            await self._connection.add_listener(CHANNEL, self._heard)

    async def close(self) -> None:
        """Stop speaking and listening."""
        if self._mouth is not None:
            self._mouth.cancel()
        if self._connection is not None:
            self._connection.terminate()

    def touch(self, municipality_id: UUID) -> None:
        """Say, after COMMIT, that a municipality's journal grew."""
        self._wake(municipality_id)
        self._grown.add(municipality_id)
        if self._mouth is None or self._mouth.done():
            self._mouth = asyncio.create_task(self._speak())

    @contextlib.contextmanager
    def listening(self, municipality_id: UUID) -> Iterator[asyncio.Event]:
        """An event that is set whenever the journal may have grown; who waits for it clears it first."""
        event = asyncio.Event()
        self._waiting[municipality_id].add(event)
        try:
            yield event
        finally:
            self._waiting[municipality_id].discard(event)
            if not self._waiting[municipality_id]:
                del self._waiting[municipality_id]

    async def _speak(self) -> None:
        while self._grown:  # what grows while we speak is said next
            await asyncio.sleep(_GATHER_S)
            grown, self._grown = self._grown, set()
            await self._say(grown)

    async def _say(self, grown: set[UUID]) -> None:
        names = ",".join(str(one) for one in grown) if len(grown) <= _MOST_NAMES else "*"
        try:
            if self._connection is None or self._connection.is_closed():
                await self.open()
            if self._connection is not None:
                await self._connection.execute("SELECT pg_notify($1, $2)", CHANNEL, names)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            log.warning("wake failed", error=type(error).__name__)

    def _heard(self, _connection: object, _pid: int, _channel: str, payload: object) -> None:
        text = str(payload)
        for name in list(self._waiting) if text == "*" else [UUID(n) for n in text.split(",")]:
            self._wake(name)

    def _wake(self, municipality_id: UUID) -> None:
        for event in self._waiting.get(municipality_id, ()):
            event.set()
