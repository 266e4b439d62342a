"""Records that no sender's token makes: register changes, deadlines, decisions, imports."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Select

from api.access.actors import Actor
from api.access.permissions import Permission
from api.journal.facts import Fact
from api.journal.kinds import Outcome, Record, RecordKind, Subject, Tx
from api.journal.rules import digest_mac
from api.journal.schemas import FactPut
from api.journal.service import Journal
from api.journal.statements import (
    HISTORIES,
    RECORD_AS,
    body_values,
    envelope_values,
    record_from,
    record_of,
)
from api.kit import clock
from api.kit.db import Connection, to_json
from api.kit.ids import derived_id, lock_key, new_id, receipt_number

SYSTEM_ID = UUID(int=0)
MOST_IN_ONE = 500  # advisory locks of one transaction, out of the server's shared lock table


@dataclass(frozen=True, slots=True)
class Author:
    """Who a record is by when no token says so."""

    kind: str = "system"
    id: UUID = SYSTEM_ID
    organisation_id: UUID | None = None
    device_id: UUID | None = None


SYSTEM = Author()


def author_of(actor: Actor) -> Author:
    """The author that an actor is."""
    return Author(actor.kind, actor.id, actor.organisation_id, actor.device_id)


def system_fact(
    journal: Journal,
    kind: RecordKind,
    municipality_id: UUID,
    subject_id: UUID,
    body: dict[str, Any],
    *,
    episode: int | None = None,
    step: int | None = None,
    derived: object = None,
) -> Fact:
    """A fact of our own; a step's id is derived, so that whoever repeats it changes nothing.

    `derived` does the same for what is no step: it names what the fact follows from.
    """
    moment = clock.now()
    parts = (municipality_id, subject_id, kind.name, episode, step, derived)
    is_derived = step is not None or derived is not None
    fact_id = derived_id(journal.keys.namespace, *parts) if is_derived else new_id()
    digest = hashlib.sha256(to_json(body).encode()).digest()
    return Fact(
        kind=kind,
        municipality_id=municipality_id,
        id=fact_id,
        subject_id=subject_id,
        v=1,
        occurred_at=moment,
        saved_at=None,
        received_at=moment,
        offset_ms=None,
        digest=digest,
        mac=digest_mac(journal.keys.digest, digest),
        receipt_no=receipt_number(journal.keys.receipt, municipality_id, fact_id),
        source="system",
        body=body,
        episode=episode,
        step=step,
    )


def imported_fact(
    journal: Journal,
    kind: RecordKind,
    municipality_id: UUID,
    ids: tuple[UUID, UUID],
    body: dict[str, Any],
    *,
    occurred_at: datetime,
    saved_at: datetime,
    received_at: datetime,
    source: str,
    masked: int = 0,
) -> Fact:
    """A fact from another system or of the demonstration: `ids` are its own and its subject's."""
    digest = hashlib.sha256(to_json(body).encode()).digest()
    said = dict(body)
    return Fact(
        kind=kind,
        municipality_id=municipality_id,
        id=ids[0],
        subject_id=ids[1],
        v=1,
        occurred_at=min(occurred_at, received_at),
        saved_at=saved_at,
        received_at=received_at,
        offset_ms=None,
        digest=digest,
        mac=digest_mac(journal.keys.digest, digest),
        receipt_no=receipt_number(journal.keys.receipt, municipality_id, ids[0]),
        source=source,
        position=said.pop("position", None),
        body=said,
        masked=masked,
    )


def _values(journal: Journal, fact: Fact, author: Author) -> tuple[Any, ...]:
    return (
        fact.municipality_id,
        author.kind,
        *envelope_values(fact, journal.keys),
        author.id,
        author.organisation_id,
        *body_values(fact),
        author.device_id,
    )


async def record_as(
    journal: Journal, connection: Connection, fact: Fact, author: Author = SYSTEM
) -> Record | None:
    """Insert a record inside the caller's transaction, which holds the subject's lock.

    None when a record with this id or step stands already.
    """
    row = await connection.fetchrow(RECORD_AS, *_values(journal, fact, author))
    return None if row is None else record_of(fact, row["seq"], author)


async def record_many(
    journal: Journal, municipality_id: UUID, facts: Sequence[tuple[Fact, Author]]
) -> list[Record]:
    """Record up to 500 facts in one transaction; those that stand already are passed over.

    For importers: the same rows as one by one, sent together, and projected without reactions.
    Returns what was new, in order.
    """
    if len(facts) > MOST_IN_ONE:
        raise ValueError(f"at most {MOST_IN_ONE} facts in one transaction")
    locks = [lock_key(municipality_id, one) for fact, _ in facts for one in (fact.subject_id, *fact.locks)]
    async with journal.database.bound(municipality_id, locks) as connection:
        rows = await connection.fetchmany(RECORD_AS, [_values(journal, *each) for each in facts])
        numbers = {row["id"]: row["seq"] for row in rows}
        new = [record_of(fact, numbers[fact.id], author) for fact, author in facts if fact.id in numbers]
        await _project(journal, connection, municipality_id, facts, new)
    journal.wake.touch(municipality_id)
    return new


async def _project(
    journal: Journal,
    connection: Connection,
    municipality_id: UUID,
    facts: Sequence[tuple[Fact, Author]],
    new: Sequence[Record],
) -> None:
    """Fold what the new records are about; a subject that only now begins has just them."""
    touched, tx = {record.subject_id for record in new}, Tx(connection, municipality_id, None)
    for subject in {fact.kind.subject.type: fact.kind.subject for fact, _ in facts}.values():
        mine = [r for r in new if journal.kinds.kinds[r.kind].subject is subject]
        if subject.project is None or not mine:
            continue
        if all(journal.kinds.kinds[record.kind].opens for record in mine):
            histories = [[record] for record in mine]
        else:
            rows = await connection.fetch(HISTORIES, municipality_id, list(touched))
            groups = groupby(rows, key=lambda row: row["subject_id"])
            histories = [[record_from(row) for row in group] for _, group in groups]
        await subject.project(tx, histories)
    await tx.writes.send(connection)


async def change(
    journal: Journal,
    connection: Connection,
    municipality_id: UUID,
    kind_name: str,
    subject_id: UUID,
    body: dict[str, Any],
    author: Author = SYSTEM,
) -> None:
    """Record a register's change in the transaction that makes it (`site.changed`, …)."""
    kind = journal.kinds.kinds[kind_name]
    await record_as(
        journal, connection, system_fact(journal, kind, municipality_id, subject_id, body), author
    )


def change_kind(
    name: str, subject_type: str, visible: Callable[[Actor], Select[Any]] | None = None
) -> RecordKind:
    """A kind for the changes of a register; its rows are their own projection.

    `visible` lets whoever may see the register follow its changes in the feed.
    """
    return RecordKind(name, _register(subject_type, visible), FactPut, Permission.SETTINGS_WRITE)


def _register(subject_type: str, visible: Callable[[Actor], Select[Any]] | None) -> Subject:
    async def apply(_tx: Tx, _record: Record, _history: Sequence[Record]) -> Outcome:
        return Outcome(None)

    async def read(_connection: Connection, _actor: Actor, _id: UUID) -> None:
        return None

    return Subject(subject_type, apply, read, visible, lambda _actor, record: record.body)
