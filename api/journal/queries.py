"""Every SELECT of the journal beside its hot path and its feed."""

import hmac
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Select, func, select

from api.access.actors import Actor, Reading
from api.access.permissions import Permission
from api.access.showing import Authors, author_shown
from api.journal.kinds import Record
from api.journal.models import JournalRecord, Quarantined
from api.journal.rules import digest_mac
from api.journal.schemas import ReceiptQuery
from api.journal.statements import HISTORY, record_from
from api.kit.clock import in_utc, to_wire
from api.kit.db import Connection, fetch, fetch_one, from_json
from api.kit.errors import Problem, not_found

if TYPE_CHECKING:
    from api.journal.service import Journal

MOST_QUESTIONS = 500


async def history(connection: Connection, municipality_id: UUID, subject_id: UUID) -> list[Any]:
    """Every record of a subject in journal order."""
    return [record_from(row) for row in await connection.fetch(HISTORY, municipality_id, subject_id)]


async def receipt_states(
    journal: "Journal", reading: Reading, questions: Sequence[ReceiptQuery]
) -> list[dict[str, Any]]:
    """Per question: known, unknown or other_digest; somebody else's fact is unknown."""
    if len(questions) > MOST_QUESTIONS:
        raise Problem(413, "too_many", f"At most {MOST_QUESTIONS} facts are asked for at a time.")
    ids = [question.id for question in questions]
    actor, connection = reading.actor, reading.connection
    known = await _own_records(connection, actor.municipality_id, actor.id, ids)
    held = await _own_held(connection, actor.municipality_id, actor.id, ids)
    missing = await journal.attachments.missing(connection, actor.municipality_id, list(known))
    states = []
    for question in questions:
        row = known.get(question.id) or held.get(question.id)
        state: dict[str, Any] = {
            "id": question.id,
            "state": "unknown",
            "receipt_no": None,
            "complete": None,
        }
        if row is not None:
            mac = digest_mac(journal.keys.digest, bytes.fromhex(question.digest))
            same = hmac.compare_digest(row["digest_mac"], mac)
            state |= {"state": "known" if same else "other_digest", "receipt_no": row["receipt_no"]}
            state["complete"] = question.id in known and not missing.get(question.id)
        states.append(state)
    return states


async def _own_records(
    connection: Connection, municipality_id: UUID, author_id: UUID, ids: Sequence[UUID]
) -> dict[UUID, Any]:
    rows = await fetch(
        connection,
        select(JournalRecord.id, JournalRecord.digest_mac, JournalRecord.receipt_no).where(
            JournalRecord.municipality_id == municipality_id,
            JournalRecord.id.in_(ids),
            JournalRecord.author_id == author_id,
        ),
    )
    return {row["id"]: row for row in rows}


async def _own_held(
    connection: Connection, municipality_id: UUID, author_id: UUID, ids: Sequence[UUID]
) -> dict[UUID, Any]:
    rows = await fetch(
        connection,
        select(Quarantined.fact_id, Quarantined.digest_mac, Quarantined.receipt_no).where(
            Quarantined.municipality_id == municipality_id,
            Quarantined.fact_id.in_(ids),
            Quarantined.author_id == author_id,
            Quarantined.reason != "id_conflict",
        ),
    )
    return {row["fact_id"]: row for row in rows}


async def held(connection: Connection, municipality_id: UUID, held_id: UUID) -> Any:
    """One held fact, locked until the decision stands. Raises 404."""
    row = await fetch_one(
        connection,
        select(Quarantined)
        .where(Quarantined.municipality_id == municipality_id, Quarantined.id == held_id)
        .with_for_update(),
    )
    if row is None:
        raise not_found()
    return row


def visible_held(actor: Actor) -> Select[Any]:
    """Ids of held facts: reviewers see all, an author sees their own."""
    statement = select(Quarantined.id).where(Quarantined.municipality_id == actor.municipality_id)
    if actor.may(Permission.QUARANTINE_REVIEW):
        return statement
    return statement.where(Quarantined.author_id == actor.id)


async def held_page(reading: Reading, cursor: str | None, limit: int) -> dict[str, Any]:
    """A page of held facts, oldest first. Raises 403 for who may not read what people wrote."""
    actor, connection = reading.actor, reading.connection
    actor.require(Permission.INCIDENTS_READ_TEXT)  # a key may review without it; bodies are shown as sent
    mine = (Quarantined.municipality_id == actor.municipality_id, Quarantined.state == "held")
    statement = select(Quarantined).where(*mine).order_by(Quarantined.id).limit(limit + 1)
    if cursor is not None:
        try:
            statement = statement.where(Quarantined.id > UUID(cursor))
        except ValueError as error:
            raise Problem(422, "bad_cursor", "The cursor is not one of ours.") from error
    rows = await fetch(connection, statement)
    count = await fetch_one(connection, select(func.count()).select_from(Quarantined).where(*mine))
    items = [await _shown(connection, actor, row) for row in rows[:limit]]
    following = str(rows[limit - 1]["id"]) if len(rows) > limit else None
    return {"items": items, "next_cursor": following, "held": (count or (0,))[0]}


async def _shown(connection: Connection, actor: Any, row: Any) -> dict[str, Any]:
    standing = None
    if row["reason"] == "id_conflict":
        records = await history(connection, actor.municipality_id, row["subject_id"])
        standing = next((record.body for record in records if record.id == row["fact_id"]), None)
    envelope = from_json(row["envelope"])
    return {
        "id": row["id"],
        "fact_id": row["fact_id"],
        "kind": row["kind"],
        "subject_id": row["subject_id"],
        "reason": row["reason"],
        "error": row["error"],
        "author": {"kind": row["author_kind"], "organisation_id": envelope.get("organisation_id")},
        "received_at": to_wire(row["received_at"]),
        "receipt_no": row["receipt_no"],
        "state": row["state"],
        "body": from_json(row["body"]),
        "standing": standing,
    }


def timeline_entry(actor: Actor, record: Record, body: dict[str, Any], authors: Authors) -> dict[str, Any]:
    """One record of a subject's timeline; `body` as the actor may read it.

    With the three clocks, `claimed_at` being the person's own word before the device's clock was
    corrected, and with where it came from: `source`, and the device when there is one.
    """
    claimed = record.body.get("occurred_at")
    return {
        **body,
        "id": record.id,
        "occurred_at": to_wire(record.occurred_at),
        "saved_at": None if record.saved_at is None else to_wire(record.saved_at),
        "received_at": to_wire(record.received_at),
        "claimed_at": in_utc({"at": claimed}, ("at",))["at"] if isinstance(claimed, str) else None,
        "source": record.source,
        "device_id": record.device_id,
        "receipt_no": record.receipt_no,
        "flags": list(record.flags),
        "author": author_shown(actor, record.author_kind, record.author_id, record.organisation_id, authors),
    }
