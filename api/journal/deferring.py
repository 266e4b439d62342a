"""Putting a job into the queue inside the transaction that decides on it; arguments are ids only."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from pgqueuer import AsyncpgDriver, Queries
from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment, QueryQueueBuilder
from pgqueuer.db import Driver
from pgqueuer.domain.settings import DBSettings

from api.kit.db import Connection
from api.kit.jsons import dumped

URGENT = "urgent_"  # alarms and escorts: tables and a pool of their own


def queue_on(driver: Driver, *, urgent: bool = False) -> Queries:
    """The queue's library on a driver, for the ordinary or the urgent tables."""
    names = DBSettings(prefix=URGENT if urgent else "")
    return Queries(driver, QueryBuilderEnvironment(names), QueryQueueBuilder(names))


async def defer(
    connection: Connection,
    job: str,
    arguments: Mapping[str, UUID | int | None],
    *,
    urgent: bool = False,
    after: timedelta | None = None,
) -> None:
    """Let a worker run `job` after COMMIT (and `after`): once, or again if the worker dies meanwhile."""
    driver = AsyncpgDriver(cast(Any, connection))
    await queue_on(driver, urgent=urgent).enqueue(job, dumped(dict(arguments)), execute_after=after)
