"""Releasing and rejecting held facts: both are records, and neither deletes anything."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from pydantic import ValidationError

from api.access.actors import Actor, Credential, authenticate
from api.access.permissions import Permission
from api.journal import queries
from api.journal.acts import Author, author_of, record_as, system_fact
from api.journal.facts import Fact, read_body, with_intake
from api.journal.kinds import Outcome, Record, RecordKind, Subject, Tx
from api.journal.schemas import FactPut
from api.journal.service import Journal
from api.kit import clock, personal_data
from api.kit.db import Connection, Row, from_json
from api.kit.errors import Problem
from api.kit.ids import lock_key, new_id, receipt_number
from api.kit.jsons import without
from api.kit.transient import is_transient

log = structlog.get_logger()


async def _apply(_tx: Tx, _record: Record, _history: Any) -> Outcome:
    return Outcome(None)


async def _read(_connection: Connection, _actor: Actor, _id: UUID) -> None:
    return None


def _present(actor: Actor, record: Record) -> dict[str, Any]:
    """Without `reason`, which somebody wrote, for who may not read text."""
    texts = () if Permission.INCIDENTS_READ_TEXT in actor.sees_with else ("reason",)
    return without(record.body, texts)


_SUBJECT = Subject("quarantine", _apply, _read, queries.visible_held, _present)
RELEASED = RecordKind("quarantine.released", _SUBJECT, FactPut, Permission.QUARANTINE_REVIEW)
REJECTED = RecordKind("quarantine.rejected", _SUBJECT, FactPut, Permission.QUARANTINE_REVIEW)


async def reject(journal: Journal, sender: Credential, held_id: UUID, reason: str) -> dict[str, Any]:
    """Decide that a held fact is not recorded. Raises 404, 409 when it is decided already."""
    told = await _masked(journal, sender, reason)
    async with journal.database.bound(sender.municipality_id) as connection:
        actor, row = await _undecided(connection, sender, held_id)
        await _decide(journal, connection, actor, row, REJECTED, "rejected", told)
    journal.wake.touch(sender.municipality_id)
    return {"id": held_id, "state": "rejected", "record_id": None}


async def release(journal: Journal, sender: Credential, held_id: UUID, reason: str) -> dict[str, Any]:
    """Record a held fact. Raises 404, 409 when decided already or when it still fails."""
    told = await _masked(journal, sender, reason)
    async with journal.database.bound(sender.municipality_id) as connection:
        _, row = await _undecided(connection, sender, held_id)
    fact = await _fact_of(journal, row)
    # Subject locks before rows, as everywhere; what was read without them is read again.
    locks = [lock_key(fact.municipality_id, one) for one in (fact.subject_id, *fact.locks)]
    try:
        async with journal.database.bound(sender.municipality_id, locks) as connection:
            actor, row = await _undecided(connection, sender, held_id)
            await _record_held(journal, connection, row, fact)
            await _decide(journal, connection, actor, row, RELEASED, "released", told)
    except Exception as error:
        if isinstance(error, Problem) or is_transient(error):
            raise
        log.warning("release failed", error=type(error).__name__)
        detail = f"It still cannot be applied ({type(error).__name__}); it stays held."
        raise Problem(409, "still_failing", detail) from error
    journal.wake.touch(sender.municipality_id)
    return {"id": held_id, "state": "released", "record_id": fact.id}


async def _masked(journal: Journal, sender: Credential, reason: str) -> str:
    return personal_data.mask(reason, await journal.own_numbers(sender.municipality_id)).text


async def _undecided(connection: Connection, sender: Credential, held_id: UUID) -> tuple[Actor, Row]:
    actor = await authenticate(connection, sender)
    actor.require(Permission.QUARANTINE_REVIEW)
    row = await queries.held(connection, sender.municipality_id, held_id)
    if row["state"] != "held":
        raise Problem(409, "already_decided", f"It was {row['state']} before.")
    return actor, row


async def _decide(
    journal: Journal,
    connection: Connection,
    actor: Actor,
    row: Row,
    kind: RecordKind,
    state: str,
    reason: str,
) -> None:
    await connection.execute(
        "UPDATE quarantine SET state = $3, decided_by = $4, decided_at = now()"
        " WHERE municipality_id = $1 AND id = $2",
        actor.municipality_id,
        row["id"],
        state,
        actor.id,
    )
    body = {"fact_id": str(row["fact_id"]), "receipt_no": row["receipt_no"], "reason": reason}
    fact = system_fact(journal, kind, actor.municipality_id, row["id"], body)
    await record_as(journal, connection, fact, author_of(actor))


async def _record_held(journal: Journal, connection: Connection, row: Row, fact: Fact) -> None:
    envelope = from_json(row["envelope"])
    author = Author(
        row["author_kind"],
        row["author_id"],
        _uuid(envelope["organisation_id"]),
        _uuid(envelope["device_id"]),
    )
    record = await record_as(journal, connection, fact, author)
    if record is None:
        raise Problem(409, "already_recorded", "A record with this id stands already.")
    before = await queries.history(connection, fact.municipality_id, fact.subject_id)
    tx = Tx(connection, fact.municipality_id, None)
    await journal.apply(tx, fact, record, [one for one in before if one.id != fact.id])
    await tx.writes.send(connection)


async def _fact_of(journal: Journal, row: Row) -> Fact:
    """The fact as it was sent, with its time and number.

    One that met a taken id gets an id and a number of its own: its sender was given none.
    """
    envelope, body = from_json(row["envelope"]), from_json(row["body"])
    kind, fact_id, subject_id = journal.kinds.kinds[row["kind"]], row["fact_id"], row["subject_id"]
    if envelope["unread"]:
        kind = journal.kinds.named_in(kind, body)
    if row["reason"] == "id_conflict":
        fact_id = new_id()
        subject_id = fact_id if kind.opens else subject_id
    fact = Fact(
        kind=kind,
        municipality_id=row["municipality_id"],
        id=fact_id,
        subject_id=subject_id,
        v=envelope["v"],
        occurred_at=datetime.fromisoformat(envelope["occurred_at"]),
        saved_at=None if envelope["saved_at"] is None else datetime.fromisoformat(envelope["saved_at"]),
        received_at=row["received_at"],
        offset_ms=envelope["offset_ms"],
        digest=b"",
        mac=row["digest_mac"],
        receipt_no=receipt_number(journal.keys.receipt, row["municipality_id"], fact_id),
        source=envelope["source"],
        position=body.pop("position", None),
        body=body,
        masked=envelope["masked"],
        flags=tuple(dict.fromkeys((*envelope["flags"], "released"))),
        locks=tuple(UUID(one) for one in envelope["locks"]),
    )
    return await _read_now(fact) if envelope["unread"] else fact


async def _read_now(fact: Fact) -> Fact:
    """A fact whose body could not be read when it came. Raises 409 while it still cannot be."""
    said = {name: value for name, value in fact.body.items() if name != "_masked"}
    try:
        model, _ = read_body(fact.kind.schema, {**said, "position": fact.position})
    except ValidationError as error:
        detail = "This server cannot read that body yet; it stays held."
        raise Problem(409, "still_unreadable", detail) from error
    occurred_at = clock.corrected(
        model.occurred_at, timedelta(milliseconds=fact.offset_ms or 0), fact.received_at
    )
    read = replace(
        fact,
        occurred_at=occurred_at,
        saved_at=model.saved_at,
        locks=tuple(fact.kind.also_locks(model)),
    )
    return await with_intake(read, model)


def _uuid(value: str | None) -> UUID | None:
    return None if value is None else UUID(value)
