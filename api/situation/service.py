"""What the lägesbild answers with."""

from typing import Any

from api.access.actors import Reading
from api.access.permissions import Permission
from api.kit.db import fetch_one
from api.situation import queries


async def work_waiting(reading: Reading) -> dict[str, Any]:
    """The counts of the first page."""
    actor, connection = reading.actor, reading.connection
    counts: dict[str, Any] = dict(await fetch_one(connection, queries.waiting(actor)) or {})
    reviews = actor.may(Permission.QUARANTINE_REVIEW)
    row = await fetch_one(connection, queries.held(actor)) if reviews else None
    return counts | {"quarantined": None if row is None else row[0]}
