"""One worker process: followers, sweeper and queue; never part of an API process."""

import asyncio
import contextlib
import signal
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial

import structlog

from api.jobs import figures
from api.jobs.followers import Follower, advance
from api.jobs.queue import Handler, run_queue
from api.jobs.sweeper import beat, sweep
from api.jobs.watchdog import tell_watchdog
from api.journal.anchors import anchor
from api.kit.db import Database
from api.kit.env import Settings
from api.kit.ids import new_id

log = structlog.get_logger()
_POLL_S = 1.0
_BEAT_S = 5.0
_SWEEP_S = 60.0
_ANCHOR_S = 10.0
_FIGURES_S = 10.0
_WATCHDOG_S = 20.0
_PURGE_S = 3600.0
_AFTER_FAILURE_S = 2.0


async def run_worker(
    url: str,
    database: Database,
    followers: Sequence[Follower],
    handlers: Mapping[str, Handler],
    purge: Callable[[], Awaitable[None]],
    settings: Settings,
) -> None:
    """Work until SIGTERM or SIGINT. `url` is the worker role's, `database` its pool, which handlers use."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for one in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(one, stop.set)
    await database.open()
    process_id = new_id()

    async def follow() -> None:
        for follower in followers:
            while await advance(database, follower):
                pass

    parts = [
        _repeat("followers", follow, _POLL_S, stop),
        _repeat("heartbeat", lambda: beat(database, process_id), _BEAT_S, stop),
        _repeat("sweeper", lambda: sweep(database), _SWEEP_S, stop),
        _repeat("anchors", lambda: anchor(database, settings.data_dir), _ANCHOR_S, stop),
        _repeat("figures", lambda: figures.refresh(database, settings.data_dir), _FIGURES_S, stop),
        _repeat("purge", purge, _PURGE_S, stop),
        _queue(url, handlers, stop, urgent=False),
        _queue(url, handlers, stop, urgent=True),
    ]
    if (address := settings.watchdog_url) is not None:
        told = partial(tell_watchdog, address, database, process_id)
        parts.append(_repeat("watchdog", told, _WATCHDOG_S, stop))
    log.info("worker started", process=str(process_id))
    try:
        with figures.served(settings.host, settings.metrics_port):
            await asyncio.gather(*parts)
    finally:
        await database.close()


async def _repeat(name: str, act: Callable[[], Awaitable[None]], every_s: float, stop: asyncio.Event) -> None:
    while not stop.is_set():
        pause = every_s
        try:
            await act()
        except Exception as error:  # whatever it is, the worker's other parts go on
            log.error("worker part failed", part=name, error=type(error).__name__)
            figures.FAILURES.labels(name).inc()
            pause = max(every_s, _AFTER_FAILURE_S)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), pause)


async def _queue(url: str, handlers: Mapping[str, Handler], stop: asyncio.Event, *, urgent: bool) -> None:
    while not stop.is_set():
        try:
            await run_queue(url, handlers, stop, urgent=urgent)
        except Exception as error:
            log.error("worker part failed", part="queue", error=type(error).__name__)
            figures.FAILURES.labels("queue").inc()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), _AFTER_FAILURE_S)
