"""Every SELECT of erasing: what goes with a case or a row, and the log."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from api.kit.db import Connection, Row

Part = tuple[UUID, str]

# The parts that stand of the records about some subjects, received by then.
_STANDING = """
SELECT j.id, b.part FROM journal j JOIN journal_bodies b
  ON b.municipality_id = $1 AND b.record_id = j.id AND b.part = ANY ($4)
WHERE j.municipality_id = $1 AND j.subject_id = ANY ($2) AND j.received_at <= $3
UNION ALL
SELECT j.id, 'photos' FROM journal j
WHERE 'photos' = ANY ($4) AND j.municipality_id = $1 AND j.subject_id = ANY ($2) AND j.received_at <= $3
  AND j.attachments > 0 AND NOT EXISTS (
    SELECT FROM erasures e WHERE e.municipality_id = $1 AND e.id = j.id AND e.part = 'photos')
"""
# What came about a report when it was gone is seen by nobody, and goes when it is as old.
_LATE = """
SELECT DISTINCT j.subject_id FROM erasures e
JOIN journal j ON j.municipality_id = $1 AND j.subject_id = e.id AND j.received_at <= $3
JOIN journal_bodies b ON b.municipality_id = $1 AND b.record_id = j.id
WHERE e.municipality_id = $1 AND e.rule_id = $2 AND e.part = 'incident' LIMIT 500
"""
_OFFERED_AGAIN = """
SELECT e.id, e.part FROM erasures e
WHERE e.municipality_id = $1 AND e.id = ANY ($2) AND e.part IN ('text', 'position', 'photos', 'incident')
"""
_SINCE = """
SELECT municipality_id, id, part, rule_id, erased_at FROM erasures
WHERE erased_at >= $1 ORDER BY erased_at, municipality_id, id, part
"""


async def standing(
    connection: Connection,
    municipality_id: UUID,
    subjects: Sequence[UUID],
    by: datetime,
    parts: Sequence[str],
) -> list[Part]:
    """The parts of records about these subjects that an erasure takes."""
    rows = await connection.fetch(_STANDING, municipality_id, list(subjects), by, list(parts))
    return [(row["id"], row["part"]) for row in rows]


async def late(connection: Connection, municipality_id: UUID, rule_id: UUID, by: datetime) -> list[UUID]:
    """Subjects that a rule took whole, of which something came afterwards and is as old by now."""
    rows = await connection.fetch(_LATE, municipality_id, rule_id, by)
    return [row["subject_id"] for row in rows]


async def devices_of(connection: Connection, municipality_id: UUID, people: Sequence[UUID]) -> list[UUID]:
    """The devices of people."""
    found = "SELECT id FROM devices WHERE municipality_id = $1 AND person_id = ANY ($2)"
    return [row["id"] for row in await connection.fetch(found, municipality_id, list(people))]


async def offered_again(connection: Connection, municipality_id: UUID, ids: Sequence[UUID]) -> list[Part]:
    """Parts of new records that were erased under these ids before."""
    rows = await connection.fetch(_OFFERED_AGAIN, municipality_id, list(ids))
    return [(row["id"], row["part"]) for row in rows]


async def erased_since(connection: Connection, moment: datetime) -> list[Row]:
    """The log from a moment on, of every municipality. Worker role."""
    return await connection.fetch(_SINCE, moment)
