"""Telling a watchdog outside that this worker lives and reaches its database (PROMISES E9)."""

from uuid import UUID

import httpx

from api.jobs.sweeper import beat
from api.kit.db import Database

_LIMIT_S = 5.0


async def tell_watchdog(address: str, database: Database, process_id: UUID) -> None:
    """Ask for the watchdog's address, once the heartbeat stands in the database; silence is the alarm.

    The operator chose the address, so it may be one of an own network. Raises httpx.HTTPError.
    """
    await beat(database, process_id)
    async with httpx.AsyncClient(timeout=_LIMIT_S, trust_env=False) as client:
        (await client.get(address)).raise_for_status()
