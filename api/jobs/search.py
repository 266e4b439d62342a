"""Keeps the full-text index a second behind the journal, off the writing path."""

from collections.abc import Sequence
from uuid import UUID

from api.kit.db import Connection, Row

NAME = "incident_search"

# Swedish stemming; what was written in later entries is found by the incident. What a merged report says
# stands under that report alone: not everybody who sees the case sees it.
_INDEX = """
INSERT INTO incident_search (municipality_id, incident_id, document)
SELECT i.municipality_id, i.id, to_tsvector('pg_catalog.swedish', left(concat_ws(' ',
    i.place, i.note, i.external ->> 'title', i.handed_over ->> 'receiver',
    i.handed_over ->> 'reference', said.words), 200000))
FROM incidents i LEFT JOIN LATERAL (
  SELECT string_agg(b.body ->> 'note', ' ') AS words
  FROM journal j JOIN journal_bodies b
    ON b.municipality_id = j.municipality_id AND b.record_id = j.id AND b.part = 'text'
  WHERE i.entries > 0 AND j.municipality_id = i.municipality_id AND j.subject_id = i.id AND j.id <> i.id
) said ON true
WHERE i.municipality_id = $1 AND i.id = ANY($2)
ON CONFLICT (municipality_id, incident_id) DO UPDATE SET document = excluded.document
"""


async def index_incidents(connection: Connection, municipality_id: UUID, records: Sequence[Row]) -> None:
    """Index again the incidents that new records are about."""
    ids = {one["subject_id"] for one in records if one["subject_type"] == "incidents"}
    if ids:
        await connection.execute(_INDEX, municipality_id, list(ids))
