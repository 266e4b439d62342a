"""The log of what was erased, and what goes with each part."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from api.kit.db import Model


class Erasure(Model):
    """A part of a record, or a row, that is gone: by which rule, and which record of the journal says so."""

    __tablename__ = "erasures"
    municipality_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    part: Mapped[str] = mapped_column(Text, primary_key=True)
    rule_id: Mapped[UUID]
    said_in: Mapped[UUID]
    erased_at: Mapped[datetime]


# ruff: noqa: S608 every part is a constant of this file
_MINE = "municipality_id = $1 AND id = ANY ($2)"
_SUBJECTS = "SELECT subject_id FROM journal WHERE municipality_id = $1 AND id = ANY ($2)"
_OF_INCIDENT = "municipality_id = $1 AND incident_id = ANY ($2)"
_OF_PERSON = "municipality_id = $1 AND person_id = ANY ($2)"
_OF_DEVICE = "municipality_id = $1 AND device_id = ANY ($2)"
_BODIES = "DELETE FROM journal_bodies WHERE municipality_id = $1 AND record_id = ANY ($2) AND part = '{}'"
# A photo that another fact declared, too, stays for that one's sake.
_PHOTOS = """
DELETE FROM attachments a USING attachment_declarations d
WHERE a.municipality_id = $1 AND d.municipality_id = $1 AND d.record_id = ANY ($2)
  AND a.id = d.attachment_id AND a.sent_sha256 = d.sha256
  AND NOT EXISTS (SELECT FROM attachment_declarations o
    WHERE o.municipality_id = $1 AND o.attachment_id = d.attachment_id AND o.sha256 = d.sha256
      AND o.record_id <> ALL ($2) AND NOT EXISTS (SELECT FROM erasures e
        WHERE e.municipality_id = $1 AND e.id = o.record_id AND e.part = 'photos'))
"""
_PLACELESS = "lat = NULL, lon = NULL, accuracy_m = NULL, precision = NULL, cell_s = NULL, cell_m = NULL"

# Each with $1 the municipality and $2 the ids; done again it changes nothing. In the order of the parts.
GOES: dict[str, tuple[str, ...]] = {
    "text": (
        _BODIES.format("text"),
        "UPDATE incidents SET place = NULL, note = NULL, external = external - 'title' - 'url',"
        f" handed_over = handed_over - 'receiver' - 'reference' WHERE {_MINE}",
        f"DELETE FROM incident_search WHERE {_OF_INCIDENT}",
        "UPDATE quarantine SET body = '{}'"
        " WHERE municipality_id = $1 AND subject_id = ANY ($2) AND state <> 'held'",
    ),
    "position": (
        _BODIES.format("position"),
        f"UPDATE incidents SET {_PLACELESS}, cell_l = NULL"
        f" WHERE municipality_id = $1 AND id IN ({_SUBJECTS}) AND precision = 'point'",
    ),
    "photos": (
        _PHOTOS,
        f"UPDATE incidents SET attachments = '[]' WHERE municipality_id = $1 AND id IN ({_SUBJECTS})",
    ),
    "incident": (
        f"DELETE FROM incidents WHERE {_MINE}",
        f"DELETE FROM incident_search WHERE {_OF_INCIDENT}",
        f"DELETE FROM reply_links WHERE {_OF_INCIDENT}",
    ),
    "held_fact": (f"UPDATE quarantine SET body = '{{}}' WHERE {_MINE}",),
    "letter": (
        "DELETE FROM reply_links l USING deliveries d WHERE l.municipality_id = $1"
        " AND d.municipality_id = $1 AND d.id = ANY ($2) AND l.id = d.record_id AND l.expires_at < now()",
        f"DELETE FROM deliveries WHERE {_MINE}",
    ),
    "device": (f"DELETE FROM tokens WHERE {_OF_DEVICE}", f"DELETE FROM devices WHERE {_MINE}"),
    "account": (
        *(
            f"DELETE FROM {table} WHERE {_OF_PERSON}"
            for table in (
                "views", "identities", "second_factors", "recovery_codes", "known_browsers", "tokens",
                "devices",
            )
        ),
        "UPDATE people SET username = id::text, name = '—', password_hash = NULL,"
        f" disabled_at = COALESCE(disabled_at, now()), version = version + 1 WHERE {_MINE}",
    ),
}  # fmt: skip
