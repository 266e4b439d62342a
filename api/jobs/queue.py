"""The job queue: PgQueuer's manager on our tables, polled each second."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any

import asyncpg
import orjson
import structlog
from pgqueuer import AsyncpgDriver, Job, QueueManager
from pgqueuer.executors import DatabaseRetryEntrypointExecutor

from api.journal.deferring import queue_on

log = structlog.get_logger()
Handler = Callable[[Mapping[str, Any]], Awaitable[None]]

# A killed worker's job is taken over when its heartbeat is this old: within 30 s of the kill.
HEARTBEAT_TIMEOUT = timedelta(seconds=10)
_POLL = timedelta(seconds=1)


async def run_queue(
    url: str, handlers: Mapping[str, Handler], stop: asyncio.Event, *, urgent: bool = False
) -> None:
    """Run deferred jobs until `stop`; a lost connection raises, and the worker starts it again."""
    connection = await asyncpg.connect(url)
    try:
        manager = QueueManager(queue_on(AsyncpgDriver(connection), urgent=urgent))
        for name, handler in handlers.items():
            _register(manager, name, handler)
        ending = asyncio.create_task(_end(manager, stop))
        try:
            await manager.run(dequeue_timeout=_POLL, heartbeat_timeout=HEARTBEAT_TIMEOUT)
        finally:
            ending.cancel()
    finally:
        connection.terminate()


def _register(manager: QueueManager, name: str, handler: Handler) -> None:
    @manager.entrypoint(
        name,
        executor_factory=lambda parameters: DatabaseRetryEntrypointExecutor(
            parameters, max_attempts=20, initial_delay=timedelta(seconds=1)
        ),
        on_failure="hold",
    )
    async def run(job: Job) -> None:
        await handler(orjson.loads(job.payload or b"{}"))


async def _end(manager: QueueManager, stop: asyncio.Event) -> None:
    await stop.wait()
    manager.shutdown.set()
