"""Writers that take their time."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from uuid import UUID

from api.journal.acts import Author, imported_fact, record_as
from api.journal.kinds import Tx
from api.kit.ids import new_id
from tests.api.journal.town import Town


@asynccontextmanager
async def slow_report(town: Town) -> AsyncIterator[UUID]:
    """A report in a transaction that commits at the end."""
    fact_id, now = new_id(), datetime.now(UTC)
    body = {"category": "vandalism", "place": "Torget"}
    fact = imported_fact(
        town.journal, town.app.state.incidents.reported, town.id, (fact_id, fact_id), body,
        occurred_at=now, saved_at=now, received_at=now, source="field",
    )  # fmt: skip
    async with town.inside() as connection:
        record = await record_as(town.journal, connection, fact, Author("person", town.guard.id))
        assert record is not None
        tx = Tx(connection, town.id, None)
        await town.journal.apply(tx, fact, record, [])
        await tx.writes.send(connection)
        yield fact_id
