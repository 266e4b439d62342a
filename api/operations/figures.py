"""Sums over all municipalities for the metrics: what is held for a person, and how the workers do."""

import asyncio
import contextlib
import time
from collections import Counter
from pathlib import Path

import asyncpg
from prometheus_client import Gauge

from api.access.queries import municipalities
from api.jobs.followers import LAG
from api.kit.db import Connection, Database
from api.kit.metrics import measure_disk

FRESH_S = 10.0  # /metrics is open to everybody: asking more often costs the database nothing
_LIMIT_S = 5.0

UP = Gauge("ledljus_database_up", "1 when the database answered.", multiprocess_mode="mostrecent")
HELD = Gauge(
    "ledljus_quarantine_held",
    "Facts in quarantine that wait for a person.",
    multiprocess_mode="mostrecent",
)
LAG_S = Gauge(
    "ledljus_follower_lag_seconds",
    "Seconds since the oldest record that a follower has not read came in.",
    ("follower",),
    multiprocess_mode="mostrecent",
)
BEAT_S = Gauge(
    "ledljus_worker_heartbeat_age_seconds",
    "Seconds since any worker said that it lives.",
    multiprocess_mode="mostrecent",
)

_ENTER = "SELECT set_config('ledljus.municipality', $1, true)"
_HELD = "SELECT count(*) FROM quarantine WHERE municipality_id = $1 AND state = 'held'"
_BEAT = "SELECT EXTRACT(epoch FROM now() - max(beat_at))::float FROM process_heartbeats WHERE kind = 'worker'"


class Figures:
    """The gauges of one process, read again from the database when they are too old."""

    def __init__(self, database: Database, data_dir: Path) -> None:
        self._database, self._data_dir, self._read_at = database, data_dir, float("-inf")
        self._turn = asyncio.Lock()

    async def refresh(self) -> None:
        """Bring the gauges up to date; without a database only `ledljus_database_up` says so."""
        async with self._turn:
            if time.monotonic() - self._read_at < FRESH_S:
                return
            with contextlib.suppress(OSError):  # before the first photo there may be no folder
                measure_disk(self._data_dir)
            try:
                async with asyncio.timeout(_LIMIT_S), self._database.bound(None) as connection:
                    await _read(connection)
                UP.set(1)
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError):
                UP.set(0)
            self._read_at = time.monotonic()


async def _read(connection: Connection) -> None:
    """One municipality's wall after the other: the app's role sees no two at once."""
    held, lags = 0, Counter[str]()
    for row in await municipalities(connection):
        await connection.execute(_ENTER, str(row["id"]))
        held += await connection.fetchval(_HELD, row["id"])
        for each in await connection.fetch(LAG):
            lags[each["follower"]] = max(lags[each["follower"]], each["lag_s"])
    HELD.set(held)
    for follower, lag_s in lags.items():
        LAG_S.labels(follower).set(lag_s)
    beat_s = await connection.fetchval(_BEAT)
    BEAT_S.set(float("inf") if beat_s is None else beat_s)
