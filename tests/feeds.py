"""When what was recorded can be read: transactions of others on the same server hold a feed back."""

import asyncio
from uuid import UUID

from api.journal.feed import READABLE
from api.kit.db import Database

_UNREADABLE = f"SELECT EXISTS (SELECT FROM journal j WHERE j.municipality_id = $1 AND NOT {READABLE})"  # noqa: S608


async def settled(database: Database, municipality_id: UUID) -> None:
    """Return when every record of the municipality so far is readable."""
    for _ in range(1000):
        async with database.bound(municipality_id) as connection:
            if not await connection.fetchval(_UNREADABLE, municipality_id):
                return
        await asyncio.sleep(0.02)
    raise AssertionError("somebody holds a transaction open")
