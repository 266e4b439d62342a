"""A confirmation as the answer to who asked for it or decided about it."""

from uuid import UUID

from fastapi import Response

from api.access.actors import Actor
from api.access.confirmations import queries
from api.kit.db import Connection
from api.kit.http import json_response


async def confirmation_response(
    connection: Connection, actor: Actor, confirmation_id: UUID, status: int = 200
) -> Response:
    """As it stands now; 202 for what waits for somebody else."""
    row = await queries.confirmation(connection, actor, confirmation_id)
    people = await queries.people_of(connection, actor.municipality_id, [row])
    return json_response(queries.shown(actor, row, people), status)
