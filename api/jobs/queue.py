"""The job queue: PgQueuer's manager on our tables, polled each second."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any

import asyncpg
import orjson
import structlog
from pgqueuer import AsyncpgDriver, Job, QueueManager
from pgqueuer.errors import RetryRequested

from api.jobs.figures import count_job
from api.journal.deferring import queue_on

log = structlog.get_logger()
Handler = Callable[[Mapping[str, Any]], Awaitable[None]]

# A killed worker's job is taken over when its heartbeat is this old: within 30 s of the kill
# (docs/adr/0003-job-queue.md).
HEARTBEAT_TIMEOUT = timedelta(seconds=10)
_POLL = timedelta(seconds=1)
_AT_ONCE = 10
_MOST_RUNNING = 20  # jobs of one worker and queue; the others wait in the table, not in memory
_LONGEST_PAUSE_S = 300


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
            await manager.run(
                dequeue_timeout=_POLL,
                batch_size=_AT_ONCE,
                max_concurrent_tasks=_MOST_RUNNING,
                heartbeat_timeout=HEARTBEAT_TIMEOUT,
            )
        finally:
            ending.cancel()
    finally:
        connection.terminate()


def _register(manager: QueueManager, name: str, handler: Handler) -> None:
    """A job that fails is tried again for as long as it takes: nothing is ever parked.

    Only the error's type is kept and logged; its text may hold what somebody wrote.
    """

    @manager.entrypoint(name, on_failure="hold")
    async def run(job: Job) -> None:
        began = time.monotonic()
        try:
            await handler(orjson.loads(job.payload or b"{}"))
            count_job(name, "done", time.monotonic() - began)
            return
        except Exception as error:
            failed = type(error).__name__
        count_job(name, "failed", time.monotonic() - began)
        pause_s = min(2 ** min(job.attempts, 9), _LONGEST_PAUSE_S)
        log.warning("job failed", job=name, error=failed, attempts=job.attempts + 1, again_in_s=pause_s)
        raise RetryRequested(timedelta(seconds=pause_s), failed)


async def _end(manager: QueueManager, stop: asyncio.Event) -> None:
    await stop.wait()
    manager.shutdown.set()
