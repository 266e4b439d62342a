"""The only way in: one fact, one transaction, an answer after COMMIT."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import structlog

from api.access.actors import Actor, Credential, actor_of, not_signed_in
from api.access.showing import Authors
from api.journal import quarantine, receipts
from api.journal.facts import Fact, NewerVersion, Sent, build
from api.journal.grouping import Groups
from api.journal.kinds import Kinds, Outcome, Record, RecordKind, Tx
from api.journal.receipts import Answer, Attachments
from api.journal.statements import (
    HISTORY,
    RECORD_ENTRY,
    RECORD_OPENING,
    STANDING,
    body_values,
    envelope_values,
    record_from,
    record_of,
)
from api.journal.wake import Wake
from api.kit.db import Connection, Database, NotCommitted, Row, Writes, from_json
from api.kit.errors import Problem
from api.kit.ids import lock_key
from api.kit.keys import Keys
from api.kit.transient import is_transient

log = structlog.get_logger()
OwnNumbers = Callable[[UUID], Awaitable[Collection[str]]]


class ApplyFailed(Exception):
    """A feature's `apply` or a reaction raised; `name` is the error's type, never its text."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(slots=True)
class Journal:
    """What records facts in one process; made in the lifespan with the features' kinds."""

    database: Database
    keys: Keys
    kinds: Kinds
    wake: Wake
    own_numbers: OwnNumbers
    attachments: Attachments
    groups: Groups = field(init=False)

    def __post_init__(self) -> None:
        """Let facts that wait together be recorded together."""
        self.groups = Groups(self.alone, self.together)

    async def receive(
        self, kind: RecordKind, sender: Credential, subject_id: UUID, fact_id: UUID, sent: Sent
    ) -> Answer:
        """Check a sender's bytes and record them. Raises Problem; see docs/design.md's table of answers."""
        own = await self.own_numbers(sender.municipality_id)
        try:
            fact = await build(
                kind,
                sender.municipality_id,
                fact_id,
                subject_id,
                sent,
                self.keys,
                source="field",
                own_numbers=own,
            )
        except NewerVersion as newer:
            return await quarantine.hold(self, newer.fact, sender, "newer_version")
        return await self.record(fact, sender)

    async def record(self, fact: Fact, sender: Credential) -> Answer:
        """Record a fact for its sender, beside others of its municipality that wait as well."""
        answer = await self.groups.submit(fact, sender)
        if answer.status != receipts.REPLAYED:
            self.wake.touch(fact.municipality_id)
        return answer.or_raise()

    async def alone(self, fact: Fact, sender: Credential) -> Answer:
        """Record one fact in a transaction of its own; one that fails twice is held for a person."""
        try:
            return await self._attempt(fact, sender)
        except ApplyFailed as first:
            log.warning("apply failed", kind=fact.kind.name, error=first.name)
        try:
            return await self._attempt(fact, sender)
        except ApplyFailed as second:
            return await quarantine.hold(self, fact, sender, "apply_failed", second.name)

    async def _attempt(self, fact: Fact, sender: Credential) -> Answer:
        (answer,) = await self.together([(fact, sender)])
        return answer

    async def together(self, facts: Sequence[tuple[Fact, Credential]]) -> list[Answer]:
        """Record facts about different subjects of one municipality in one transaction: all, or none.

        Raises Problem when one of them may not be recorded, ApplyFailed when one cannot be folded.
        """
        municipality_id = facts[0][0].municipality_id
        locks = [lock_key(municipality_id, one) for fact, _ in facts for one in fact.subjects]
        try:
            async with self.database.bound(municipality_id, locks) as connection:
                try:
                    return await self._within(connection, facts)
                except Exception as error:
                    if isinstance(error, Problem) or is_transient(error):
                        raise
                    raise ApplyFailed(type(error).__name__) from error
        except NotCommitted as error:
            raise ApplyFailed(type(error).__name__) from error

    async def _within(self, connection: Connection, facts: Sequence[tuple[Fact, Credential]]) -> list[Answer]:
        rows, writes = await self._insert(connection, facts), Writes()
        answers = [
            await self._settle(connection, writes, fact, row)
            for (fact, _), row in zip(facts, rows, strict=True)
        ]
        await writes.send(connection)
        return answers

    async def _insert(self, connection: Connection, facts: Sequence[tuple[Fact, Credential]]) -> list[Row]:
        """The row of each fact's statement: one round trip for those that open a subject, one for entries."""
        rows: dict[UUID, Row] = {}
        for statement, opens in ((RECORD_OPENING, True), (RECORD_ENTRY, False)):
            some = [(fact, sender) for fact, sender in facts if fact.kind.opens is opens]
            if some:
                found = await connection.fetchmany(statement, [self._values(*one) for one in some])
                rows |= {fact.id: row for (fact, _), row in zip(some, found, strict=True)}
        return [rows[fact.id] for fact, _ in facts]

    def _values(self, fact: Fact, sender: Credential) -> tuple[Any, ...]:
        mine = envelope_values(fact, self.keys)
        return (fact.municipality_id, sender.token_hash, *mine, *body_values(fact))

    async def _settle(self, connection: Connection, writes: Writes, fact: Fact, row: Row) -> Answer:
        """What follows from a fact's row: a fold, or the receipt of one that stood before."""
        actor = checked_actor(fact, row)
        if row["seq"] is None:
            return await self._standing(connection, fact, actor, held=row["held"])
        tx = Tx(connection, fact.municipality_id, actor, writes, known_authors(fact, actor, row))
        record = record_of(fact, row["seq"], actor)
        outcome = await self.apply(tx, fact, record, await self._history(connection, fact, row))
        return receipts.accepted(fact, outcome)

    async def _history(self, connection: Connection, fact: Fact, row: Row) -> list[Record]:
        if not fact.kind.opens:
            return [record_from(one) for one in from_json(row["history"]) or ()]
        if not row["known"]:
            return []
        rows = await connection.fetch(HISTORY, fact.municipality_id, fact.subject_id)
        return [record_from(one) for one in rows if one["id"] != fact.id]

    async def apply(self, tx: Tx, fact: Fact, record: Record, history: Sequence[Record]) -> Outcome:
        """Let the feature fold and project, then the reactions; the caller sends `tx.writes`."""
        if fact.attachments:
            await self.attachments.declare(tx.connection, record, fact.attachments)
        outcome = await fact.kind.subject.apply(tx, record, history)
        if reactions := self.kinds.reactions.get(fact.kind.name):
            await tx.writes.send(tx.connection)
            for reaction in reactions:
                await reaction(tx, record)
        return outcome

    async def _standing(self, connection: Connection, fact: Fact, actor: Actor, *, held: bool) -> Answer:
        """The same fact again gets its receipt; another body under a taken id is kept apart."""
        row = None if held else await connection.fetchrow(STANDING, fact.municipality_id, fact.id)
        if row is not None and receipts.is_same(row, fact, actor):
            return await receipts.replayed(self, connection, fact, actor, row)
        return await quarantine.came_before(self, connection, fact, actor) or receipts.CONFLICT


def checked_actor(fact: Fact, row: Row) -> Actor:
    """Who sent it, with the permission this kind needs. Raises 401 or 403."""
    if row["token_id"] is None:
        raise not_signed_in()
    actor = actor_of(fact.municipality_id, row)
    actor.require(fact.kind.permission)
    return actor


def known_authors(fact: Fact, actor: Actor, row: Row) -> Authors:
    """The sender, and who opened the subject that an entry is about."""
    sender = {"name": actor.name, "roles": actor.roles, "organisation": actor.organisation}
    opener = None if fact.kind.opens else from_json(row["opener"])
    return {actor.id: sender, **({UUID(opener["id"]): opener} if opener else {})}
