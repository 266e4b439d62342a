"""Receipts and answers: what a sender may rely on."""

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from api.access.actors import Actor
from api.journal.facts import Fact
from api.journal.kinds import Outcome, Record
from api.kit.clock import to_wire
from api.kit.db import Connection, Row
from api.kit.errors import Problem

if TYPE_CHECKING:
    from api.journal.service import Journal

CREATED, REPLAYED, WAITING = 201, 200, 202


class Attachments(Protocol):
    """What the journal asks of whoever keeps photos (filled in `wire()`)."""

    async def declare(
        self, connection: Connection, record: Record, declared: Sequence[Mapping[str, Any]]
    ) -> None:
        """Note the photos a record, or a held fact, says will follow."""

    async def missing(
        self, connection: Connection, municipality_id: UUID, record_ids: Sequence[UUID]
    ) -> dict[UUID, list[UUID]]:
        """Per record the declared photos that are not stored yet."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Status and JSON of an accepted fact, or the problem to raise once the transaction stands."""

    status: int
    content: dict[str, Any] = field(repr=False)
    problem: Problem | None = None

    def or_raise(self) -> "Answer":
        """The answer, unless it is a refusal that had to commit first."""
        if self.problem is not None:
            raise self.problem
        return self


CONFLICT = Answer(
    409,
    {},
    Problem(
        409,
        "id_conflict",
        "Another body, path or author stands under this id. What you sent is kept for a person to judge.",
    ),
)


def receipt(
    fact: Fact,
    *,
    received_at: datetime,
    receipt_no: str,
    missing: Sequence[UUID],
    masked: int,
    flags: Sequence[str],
    complete: bool = True,
) -> dict[str, Any]:
    """The receipt of the bytes just sent; the digest is theirs, so it stands in this answer only."""
    return {
        "id": fact.id,
        "digest": fact.digest.hex(),
        "received_at": to_wire(received_at),
        "receipt_no": receipt_no,
        "complete": complete and not missing,
        "missing_attachments": list(missing),
        "masked": masked,
        "flags": list(flags),
    }


def accepted(fact: Fact, outcome: Outcome) -> Answer:
    """The answer to a fact recorded for the first time."""
    declared = [UUID(one["id"]) for one in fact.attachments]
    stub = receipt(
        fact,
        received_at=fact.received_at,
        receipt_no=fact.receipt_no,
        missing=declared,
        masked=fact.masked,
        flags=fact.flags,
    )
    if outcome.resource is None:
        return Answer(WAITING, {"receipt": stub, "id": fact.id})
    return Answer(CREATED, {"receipt": stub, **_told(fact, outcome.resource)})


def _told(fact: Fact, resource: dict[str, Any]) -> dict[str, Any]:
    """The subject itself for the fact that opens it, beside an entry's own id otherwise."""
    return resource if fact.kind.opens else {"id": fact.id, "subject": resource}


def is_same(row: Row, fact: Fact, actor: Actor) -> bool:
    """Whether what stands under the id is this fact: path, author and bytes."""
    return (
        row["author_id"] == actor.id
        and row["subject_id"] == fact.subject_id
        and row["kind"] == fact.kind.name
        and hmac.compare_digest(row["digest_mac"], fact.mac)
    )


async def replayed(journal: "Journal", connection: Connection, fact: Fact, actor: Actor, row: Row) -> Answer:
    """The receipt as it was given first, with how complete the fact is now."""
    missing: list[UUID] = []
    if row["attachments"]:
        found = await journal.attachments.missing(connection, fact.municipality_id, [fact.id])
        missing = found.get(fact.id, [])
    stub = receipt(
        fact,
        received_at=row["received_at"],
        receipt_no=row["receipt_no"],
        missing=missing,
        masked=row["masked"],
        flags=row["flags"],
    )
    resource = await fact.kind.subject.read(connection, actor, fact.subject_id)
    return Answer(REPLAYED, {"receipt": stub, **(_told(fact, resource) if resource else {"id": fact.id})})
