"""Likely duplicates as an actor may read them."""

from collections.abc import Sequence
from typing import Any

from api.access.actors import Reading
from api.access.showing import authors_of
from api.duplicates.queries import Sought, similar_incidents
from api.incidents.queries import present


async def similar(reading: Reading, sought: Sequence[Sought]) -> list[list[dict[str, Any]]]:
    """For each what is sought, presented incidents, each with `distance_m`."""
    actor, connection = reading.actor, reading.connection
    each = await similar_incidents(connection, actor, sought)
    authors = await authors_of(
        connection, actor.municipality_id, {row["author_id"] for found in each for _, row in found}
    )
    return [
        [{**present(actor, row, authors), "distance_m": metres} for metres, row in found] for found in each
    ]
