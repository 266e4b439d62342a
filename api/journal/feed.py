"""The one way out: records after a cursor, only those that no running transaction can still precede."""

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, any_, literal

from api.access.actors import Actor, Reading
from api.access.showing import Authors, author_shown, authors_of
from api.journal.kinds import Record
from api.journal.rules import START, BadCursor, Cursor, read_cursor
from api.journal.statements import BODIES, record_from
from api.kit.clock import to_wire
from api.kit.db import Connection, Row, fetch
from api.kit.errors import Problem

if TYPE_CHECKING:
    from api.journal.service import Journal

_SCANNED = 500  # how far one page may read past records the asker may not see

# An older epoch's transaction numbers say nothing about this server's: all of it is visible.
READABLE = (
    "(j.epoch < (SELECT max(epoch) FROM journal_epochs)"
    " OR j.txid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint)"
)
_COLUMNS = """j.epoch, j.txid, j.subject_type, j.id, j.kind, j.seq, j.subject_id, j.author_kind,
  j.author_id, j.organisation_id, j.device_id, j.occurred_at, j.saved_at, j.received_at, j.source,
  j.receipt_no, j.masked, j.flags"""
_AFTER = f"""
SELECT {_COLUMNS} FROM journal j
WHERE j.municipality_id = $1 AND (j.epoch, j.txid, j.seq) > ($2, $3, $4) AND {READABLE}
ORDER BY j.epoch, j.txid, j.seq LIMIT $5
"""  # noqa: S608 constants only
_ONE = f"SELECT {_COLUMNS} FROM journal j WHERE j.municipality_id = $1 AND j.id = $2"  # noqa: S608
_SAID = f"SELECT j.id, {BODIES} FROM unnest($2::uuid[]) AS j (id)"  # noqa: S608
_KNOWN = "SELECT 1 FROM journal WHERE municipality_id = $1 AND epoch = $2 AND txid = $3 AND seq = $4"
_NEWEST = f"""
SELECT j.epoch, j.txid, j.seq FROM journal j WHERE j.municipality_id = $1 AND {READABLE}
ORDER BY j.epoch DESC, j.txid DESC, j.seq DESC LIMIT 1
"""  # noqa: S608


async def checked_cursor(connection: Connection, municipality_id: UUID, text: str | None) -> Cursor:
    """The cursor of a text. Raises 410 for one that names no record here (after a restore, say)."""
    if not text:
        return START
    try:
        cursor = read_cursor(text)
    except BadCursor as error:
        raise Problem(422, "bad_cursor", "The cursor is not one of ours.") from error
    if cursor == START:
        return START
    place = (cursor.epoch, cursor.txid, cursor.seq)
    if await connection.fetchval(_KNOWN, municipality_id, *place) is None:
        raise Problem(410, "unknown_cursor", "This cursor names nothing here. Start again without one.")
    return cursor


async def newest(connection: Connection, municipality_id: UUID) -> Cursor:
    """The cursor of the newest readable record."""
    row = await connection.fetchrow(_NEWEST, municipality_id)
    return START if row is None else Cursor(row["epoch"], row["txid"], row["seq"])


async def page(
    journal: "Journal", reading: Reading, after: str | None, kind: str | None, limit: int
) -> dict[str, Any]:
    """A page of the feed as the actor may see it; `next` also passes over what they may not see."""
    cursor = await checked_cursor(reading.connection, reading.actor.municipality_id, after)
    items, cursor = await read_after(journal, reading, cursor, limit, kind)
    return {"items": items, "next": cursor.text()}


async def read_after(
    journal: "Journal", reading: Reading, cursor: Cursor, limit: int, kind: str | None = None
) -> tuple[list[dict[str, Any]], Cursor]:
    """At most `limit` presented records after the cursor, and the cursor to go on from."""
    rows = await reading.connection.fetch(
        _AFTER, reading.actor.municipality_id, cursor.epoch, cursor.txid, cursor.seq, max(limit, _SCANNED)
    )
    seen = await visible(journal, reading, rows)
    chosen: list[Row] = []
    for row in rows:
        if len(chosen) == limit:
            break
        cursor = Cursor(row["epoch"], row["txid"], row["seq"])
        if row["id"] in seen and kind in (None, row["kind"]):
            chosen.append(row)
    return await _told(journal, reading, chosen), cursor


async def one(journal: "Journal", reading: Reading, record_id: UUID) -> dict[str, Any] | None:
    """One record as the actor may see it, or None."""
    rows = await reading.connection.fetch(_ONE, reading.actor.municipality_id, record_id)
    seen = await visible(journal, reading, rows)
    items = await _told(journal, reading, [row for row in rows if row["id"] in seen])
    return items[0] if items else None


async def _told(journal: "Journal", reading: Reading, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Records that the actor may see, with bodies, authors and how many photos have not come yet."""
    if not rows:
        return []
    actor, connection, ids = reading.actor, reading.connection, [row["id"] for row in rows]
    bodies = {row["id"]: row for row in await connection.fetch(_SAID, actor.municipality_id, ids)}
    authors = await authors_of(connection, actor.municipality_id, {row["author_id"] for row in rows})
    missing = await journal.attachments.missing(connection, actor.municipality_id, ids)
    return [
        _presented(journal, actor, {**row, **bodies[row["id"]]}, authors)
        | {"attachments_missing": len(missing.get(row["id"], ()))}
        for row in rows
    ]


async def visible(journal: "Journal", reading: Reading, rows: Sequence[Row]) -> set[UUID]:
    """Ids of the records whose subjects the actor may see, asked once per kind of subject."""
    by_type: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_type[row["subject_type"]].append(row)
    seen: set[UUID] = set()
    for subject_type, group in by_type.items():
        subject = journal.kinds.subjects.get(subject_type)
        if subject is None or subject.visible is None or subject.present is None:
            continue
        statement = subject.visible(reading.actor)
        asked = literal([row["subject_id"] for row in group], ARRAY(Uuid))
        some = statement.where(statement.selected_columns[0] == any_(asked))  # one statement, any number
        ids = {row["id"] for row in await fetch(reading.connection, some)}
        seen |= {row["id"] for row in group if row["subject_id"] in ids}
    return seen


def _presented(journal: "Journal", actor: Actor, row: dict[str, Any], authors: Authors) -> dict[str, Any]:
    record: Record = record_from(row)
    present = journal.kinds.subjects[row["subject_type"]].present
    author = author_shown(actor, record.author_kind, record.author_id, record.organisation_id, authors)
    return {
        "id": record.id,
        "kind": record.kind,
        "subject_type": row["subject_type"],
        "subject_id": record.subject_id,
        "author": author,
        "occurred_at": to_wire(record.occurred_at),
        "saved_at": None if record.saved_at is None else to_wire(record.saved_at),
        "received_at": to_wire(record.received_at),
        "source": record.source,
        "flags": list(record.flags),
        "receipt_no": record.receipt_no,
        "body": present(actor, record) if present and record.body else None,
        "cursor": Cursor(row["epoch"], row["txid"], row["seq"]).text(),
    }
