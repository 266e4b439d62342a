"""Whether what the tables say is what the journal tells."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import select

from api.incidents import rules
from api.incidents.models import Incident, row_of
from api.journal.queries import history
from api.kit.db import Connection, Row, fetch, from_json
from tests.api.journal.town import Town

JSON = ("first_response", "handed_over", "external", "attachments")


async def stored(connection: Connection, municipality_id: UUID, subject_id: UUID) -> dict[str, Any] | None:
    """A subject's row in the table."""
    found = select(Incident.__table__).where(
        Incident.municipality_id == municipality_id, Incident.id == subject_id
    )
    rows = await fetch(connection, found)
    return _plain(rows[0]) if rows else None


async def folded(connection: Connection, municipality_id: UUID, subject_id: UUID) -> dict[str, Any] | None:
    """The row that a subject's records fold to."""
    state = rules.fold(await history(connection, municipality_id, subject_id), subject_id)
    return None if state is None else _plain(row_of(state, municipality_id))


def _plain(row: Row | dict[str, Any]) -> dict[str, Any]:
    return {name: from_json(value) if name in JSON else value for name, value in row.items()}


async def wrong(town: Town, subjects: Iterable[UUID]) -> list[UUID]:
    """The subjects whose row is not what their records fold to."""
    async with town.inside() as connection:
        return [
            one
            for one in subjects
            if await stored(connection, town.id, one) != await folded(connection, town.id, one)
        ]
