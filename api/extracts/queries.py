"""Every SELECT of extracts: where something may stand about a person."""

from collections.abc import AsyncIterator, Sequence
from typing import Any
from uuid import UUID

from api.kit.clock import to_wire
from api.kit.db import Connection, Row, from_json

START = UUID(int=0)
_AT_ONCE = 20_000  # bodies of one statement: a second or so
# Both sides are compared without case, spaces and hyphens; a line break is `\n` in JSON's text.
_PLAIN = r"lower(regexp_replace({}, '(\s|-|\\n)+', '', 'g')) LIKE ANY ($2)"
_BODIES = f"""
WITH page AS (
  SELECT record_id, body FROM journal_bodies
  WHERE municipality_id = $1 AND part = 'text' AND record_id > $3 ORDER BY record_id LIMIT {_AT_ONCE}
)
SELECT upto.record_id AS upto, found.* FROM (SELECT record_id FROM page ORDER BY record_id DESC LIMIT 1) upto
LEFT JOIN LATERAL (
  SELECT j.kind AS place, j.id, j.subject_id, j.received_at AS at, p.body AS said
  FROM page p JOIN journal j ON j.municipality_id = $1 AND j.id = p.record_id
  WHERE {_PLAIN.format("p.body::text")} ORDER BY p.record_id) found ON true
"""  # noqa: S608 constants of this file
# Each register with a text of people's own: its id, what it is about, when it came, and the words.
_REGISTERS = {
    "quarantine": ("id", "subject_id", "received_at", "body"),
    "people": ("id", "id", "created_at", "jsonb_build_array(name, username)"),
    "organisations": ("id", "id", "created_at", "to_jsonb(name)"),
    "areas": ("id", "id", "NULL::timestamptz", "to_jsonb(name)"),
    "sites": ("id", "id", "NULL::timestamptz", "jsonb_build_array(name, address, instructions)"),
    "checkpoints": ("id", "site_id", "NULL::timestamptz", "to_jsonb(name)"),
    "settings": ("municipality_id", "municipality_id", "NULL::timestamptz", "body"),
    "sign_in_settings": (
        "municipality_id", "municipality_id", "NULL::timestamptz", "COALESCE(provider, '{}')",
    ),
    "views": ("id", "person_id", "created_at", "jsonb_build_array(name, query)"),
    "webhooks": ("id", "id", "created_at", "jsonb_build_array(name, url)"),
    "tokens": ("id", "COALESCE(person_id, id)", "created_at", "to_jsonb(name)"),
    "devices": ("id", "person_id", "enrolled_at", "to_jsonb(label)"),
    "identities": ("person_id", "person_id", "created_at", "jsonb_build_array(issuer, subject)"),
    "second_factors": ("id", "person_id", "created_at", "to_jsonb(name)"),
    "legal_holds": ("id", "incident_id", "created_at", "to_jsonb(reference)"),
    "retention_rules": ("id", "id", "created_at", "jsonb_build_array(decision_no, legal_basis)"),
}  # fmt: skip
_BY_WORDS = """
SELECT {id} AS id, {subject} AS subject_id, {at} AS at, {said} AS said FROM {table}
WHERE municipality_id = $1 AND {matches}
"""
# What is a person's by its key, whatever its words are.
_OF_PERSON = ("devices", "views", "identities", "second_factors", "tokens")
_AUTHORED = """
SELECT kind AS place, id, subject_id, received_at AS at, to_jsonb(receipt_no) AS said FROM journal
WHERE municipality_id = $1 AND author_id = $2 ORDER BY received_at, id
"""
_MADE = """
SELECT j.subject_id AS id, j.received_at AS at, p.name AS by, b.body
FROM journal j JOIN journal_bodies b ON b.municipality_id = $1 AND b.record_id = j.id AND b.part = 'text'
LEFT JOIN people p ON p.municipality_id = $1 AND p.id = j.author_id
WHERE j.municipality_id = $1 AND j.subject_type = 'extracts' ORDER BY j.seq DESC LIMIT 100
"""


async def bodies_naming(
    connection: Connection, municipality_id: UUID, wanted: Sequence[str]
) -> AsyncIterator[Row]:
    """Records whose body holds one of the plain words, looked through page by page."""
    after: UUID | None = START
    while after is not None:
        rows = await connection.fetch(_BODIES, municipality_id, _patterns(wanted), after)
        after = rows[0]["upto"] if rows else None
        for row in rows:
            if row["id"] is not None:
                yield row


async def registers_naming(
    connection: Connection, municipality_id: UUID, wanted: Sequence[str]
) -> list[dict[str, Any]]:
    """Rows of every register that hold one of the plain words."""
    found = []
    for table, (key, subject, at, said) in _REGISTERS.items():
        matches = _PLAIN.format(f"({said})::text")
        sql = _BY_WORDS.format(id=key, subject=subject, at=at, said=said, table=table, matches=matches)
        rows = await connection.fetch(sql, municipality_id, _patterns(wanted))
        found += [{"place": table, **row} for row in rows]
    return found


async def rows_of(connection: Connection, municipality_id: UUID, person_id: UUID) -> list[dict[str, Any]]:
    """Rows that are a person's by their key, and the records they made."""
    found = []
    for table in _OF_PERSON:
        key, subject, at, said = _REGISTERS[table]
        sql = _BY_WORDS.format(
            id=key, subject=subject, at=at, said=said, table=table, matches="person_id = $2"
        )
        rows = await connection.fetch(sql, municipality_id, person_id)
        found += [{"place": table, **row} for row in rows]
    return found + [dict(row) for row in await connection.fetch(_AUTHORED, municipality_id, person_id)]


async def person(connection: Connection, municipality_id: UUID, person_id: UUID) -> Row | None:
    """An account's name and username."""
    return await connection.fetchrow(
        "SELECT name, username FROM people WHERE municipality_id = $1 AND id = $2", municipality_id, person_id
    )


async def extracts_made(connection: Connection, municipality_id: UUID) -> list[dict[str, Any]]:
    """The last hundred extracts, the latest first."""
    shown = []
    for row in await connection.fetch(_MADE, municipality_id):
        said = from_json(row["body"])
        about = {"reason": said["reason"], "found": said["found"]}
        shown.append({"id": row["id"], "at": to_wire(row["at"]), "by": row["by"] or "", **about})
    return shown


def _patterns(wanted: Sequence[str]) -> list[str]:
    """Words as LIKE finds them anywhere, with its own signs meant as they are."""
    escaped = (word.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") for word in wanted)
    return [f"%{word}%" for word in escaped]
