"""Facts that cannot be recorded as sent: kept whole, with a receipt, for a person to judge."""

import hmac
from datetime import datetime
from typing import TYPE_CHECKING

import structlog

from api.access.actors import Actor, Credential, authenticate
from api.journal.facts import Fact
from api.journal.receipts import CONFLICT, WAITING, Answer, is_same, receipt, replayed
from api.journal.statements import STANDING, record_of
from api.kit.db import Connection, Row, to_json
from api.kit.ids import lock_key, new_id

if TYPE_CHECKING:
    from api.journal.service import Journal

log = structlog.get_logger()

_KEEP = """
INSERT INTO quarantine (municipality_id, id, fact_id, kind, subject_type, subject_id, reason, error,
  author_kind, author_id, digest_mac, envelope, body, received_at, receipt_no)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
ON CONFLICT DO NOTHING RETURNING id
"""
# A released one stands in the journal; a conflicting body never stood under the id.
_HELD = """
SELECT author_id, subject_id, received_at, receipt_no, digest_mac FROM quarantine
WHERE municipality_id = $1 AND fact_id = $2 AND reason <> 'id_conflict' AND state <> 'released'
"""


async def hold(journal: "Journal", fact: Fact, sender: Credential, reason: str, error: str = "") -> Answer:
    """Keep a fact that cannot be applied or read, with its photos declared; 202, not complete."""
    locks = [lock_key(fact.municipality_id, fact.subject_id)]
    async with journal.database.bound(fact.municipality_id, locks) as connection:
        actor = await authenticate(connection, sender)
        actor.require(fact.kind.permission)
        answer = await came_before(journal, connection, fact, actor)
        is_new = answer is None
        if answer is None:
            await keep(connection, fact, actor, reason, error)
            if fact.attachments:
                record = record_of(fact, 0, actor)
                await journal.attachments.declare(connection, record, fact.attachments)
            answer = await _answer(journal, connection, fact, fact.received_at, fact.receipt_no)
    if is_new:
        log.error("fact quarantined", kind=fact.kind.name, reason=reason, error=error)
    return answer.or_raise()


async def keep(connection: Connection, fact: Fact, actor: Actor, reason: str, error: str = "") -> None:
    """Insert the fact into quarantine; the same body twice is kept once."""
    envelope = {
        "v": fact.v,
        "occurred_at": fact.occurred_at,
        "saved_at": fact.saved_at,
        "offset_ms": fact.offset_ms,
        "source": fact.source,
        "masked": fact.masked,
        "flags": fact.flags,
        "locks": fact.locks,
        "unread": fact.unread,
        "organisation_id": actor.organisation_id,
        "device_id": actor.device_id,
    }
    await connection.execute(
        _KEEP,
        fact.municipality_id,
        new_id(),
        fact.id,
        fact.kind.name,
        fact.kind.subject.type,
        fact.subject_id,
        reason,
        error,
        actor.kind,
        actor.id,
        fact.mac,
        to_json(envelope),
        to_json({**fact.body, **({"position": fact.position} if fact.position else {})}),
        fact.received_at,
        fact.receipt_no,
    )


async def came_before(journal: "Journal", connection: Connection, fact: Fact, actor: Actor) -> Answer | None:
    """The answer to a fact whose id was used before; None for a new one.

    The same fact again gets its receipt, whether it stands or is held; another body, path or author
    under the id is a conflict, and is kept.
    """
    held = await connection.fetch(_HELD, fact.municipality_id, fact.id)
    for row in held:
        if _is_same(row, fact, actor):
            return await _answer(journal, connection, fact, row["received_at"], row["receipt_no"])
    standing = await connection.fetchrow(STANDING, fact.municipality_id, fact.id)
    if standing is not None and is_same(standing, fact, actor):
        return await replayed(journal, connection, fact, actor, standing)
    if standing is None and not held:
        return None
    await keep(connection, fact, actor, "id_conflict")
    return CONFLICT


def _is_same(row: Row, fact: Fact, actor: Actor) -> bool:
    return (
        row["author_id"] == actor.id
        and row["subject_id"] == fact.subject_id
        and hmac.compare_digest(row["digest_mac"], fact.mac)
    )


async def _answer(
    journal: "Journal", connection: Connection, fact: Fact, received_at: datetime, receipt_no: str
) -> Answer:
    missing = await journal.attachments.missing(connection, fact.municipality_id, [fact.id])
    stub = receipt(
        fact,
        received_at=received_at,
        receipt_no=receipt_no,
        missing=missing.get(fact.id, []),
        masked=fact.masked,
        flags=(*fact.flags, "quarantined"),
        complete=False,
    )
    return Answer(WAITING, {"receipt": stub, "id": fact.id})
