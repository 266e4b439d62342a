"""Rebuilding projections: every subject folded again from the records that stand."""

from collections.abc import Callable
from itertools import groupby
from uuid import UUID

from api.journal.kinds import Tx
from api.journal.service import Journal
from api.journal.statements import HISTORIES, record_from
from api.kit.ids import lock_key

_AT_ONCE = 200
_SUBJECTS = """
SELECT DISTINCT subject_id FROM journal
WHERE municipality_id = $1 AND subject_type = $2 AND subject_id > $3
ORDER BY subject_id LIMIT $4
"""
_ERASED = """
SELECT DISTINCT j.subject_id FROM journal j JOIN erasures e ON e.municipality_id = $1 AND e.id = j.id
WHERE j.municipality_id = $1 AND j.subject_id = ANY ($2)
"""


async def rebuild_municipality(
    journal: Journal, municipality_id: UUID, advanced: Callable[[int], None] = lambda _subjects: None
) -> int:
    """Fold and write every subject of a municipality; the number of subjects, told also batch by batch.

    Nothing is recomputed and nothing reacts: what intake once computed stands in the bodies. Runs
    beside a serving system, a batch of subjects locked at a time.
    """
    done = 0
    for subject_type, subject in journal.kinds.subjects.items():
        if subject.project is None:
            continue
        after = UUID(int=0)
        while batch := await _subjects(journal, municipality_id, subject_type, after):
            await _rebuild_batch(journal, municipality_id, subject_type, batch)
            done, after = done + len(batch), batch[-1]
            advanced(len(batch))
    return done


async def _subjects(journal: Journal, municipality_id: UUID, subject_type: str, after: UUID) -> list[UUID]:
    async with journal.database.bound(municipality_id) as connection:
        rows = await connection.fetch(_SUBJECTS, municipality_id, subject_type, after, _AT_ONCE)
    return [row["subject_id"] for row in rows]


async def _rebuild_batch(
    journal: Journal, municipality_id: UUID, subject_type: str, batch: list[UUID]
) -> None:
    project = journal.kinds.subjects[subject_type].project
    locks = [lock_key(municipality_id, subject_id) for subject_id in batch]
    async with journal.database.bound(municipality_id, locks) as connection:
        tx = Tx(connection, municipality_id, None)
        rows = await connection.fetch(HISTORIES, municipality_id, batch)
        grouped = groupby(rows, key=lambda row: row["subject_id"])
        histories = [[record_from(row) for row in group] for _, group in grouped]
        # A subject of which something was erased keeps the row it had: what is gone cannot be folded.
        erased = {row["subject_id"] for row in await connection.fetch(_ERASED, municipality_id, batch)}
        whole = [records for records in histories if records[0].subject_id not in erased]
        if project is not None:
            await project(tx, whole)
        await tx.writes.send(connection)
