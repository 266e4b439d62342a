"""The only way in: one fact, one transaction, an answer after COMMIT."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

import structlog

from api.access.actors import Actor, Credential, actor_of, not_signed_in
from api.journal import quarantine, receipts
from api.journal.facts import Fact, NewerVersion, Sent, build
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
from api.kit.db import Connection, Database, NotCommitted, Row, from_json
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
        """Record a fact for its sender; a fact whose `apply` fails twice is held for a person."""
        try:
            answer = await self._attempt(fact, sender)
        except ApplyFailed as first:
            log.warning("apply failed", kind=fact.kind.name, error=first.name)
            try:
                answer = await self._attempt(fact, sender)
            except ApplyFailed as second:
                return await quarantine.hold(self, fact, sender, "apply_failed", second.name)
        if answer.status != receipts.REPLAYED:
            self.wake.touch(fact.municipality_id)
        return answer.or_raise()

    async def _attempt(self, fact: Fact, sender: Credential) -> Answer:
        locks = [lock_key(fact.municipality_id, one) for one in (fact.subject_id, *fact.locks)]
        try:
            async with self.database.bound(fact.municipality_id, locks) as connection:
                try:
                    return await self._within(connection, fact, sender)
                except Exception as error:
                    if isinstance(error, Problem) or is_transient(error):
                        raise
                    raise ApplyFailed(type(error).__name__) from error
        except NotCommitted as error:
            raise ApplyFailed(type(error).__name__) from error

    async def _within(self, connection: Connection, fact: Fact, sender: Credential) -> Answer:
        row = await connection.fetchrow(
            RECORD_OPENING if fact.kind.opens else RECORD_ENTRY,
            fact.municipality_id,
            sender.token_hash,
            *envelope_values(fact, self.keys),
            *body_values(fact),
        )
        assert row is not None  # noqa: S101 the statement always gives one row
        actor = checked_actor(fact, row)
        if row["seq"] is None:
            return await self._standing(connection, fact, actor, held=row["held"])
        record = record_of(fact, row["seq"], actor)
        history = await self._history(connection, fact, row)
        outcome = await self.apply(connection, fact, record, actor, history)
        return receipts.accepted(fact, outcome)

    async def _history(self, connection: Connection, fact: Fact, row: Row) -> list[Record]:
        if not fact.kind.opens:
            return [record_from(one) for one in from_json(row["history"]) or ()]
        if not row["known"]:
            return []
        rows = await connection.fetch(HISTORY, fact.municipality_id, fact.subject_id)
        return [record_from(one) for one in rows if one["id"] != fact.id]

    async def apply(
        self,
        connection: Connection,
        fact: Fact,
        record: Record,
        actor: Actor | None,
        history: Sequence[Record],
    ) -> Outcome:
        """Let the feature fold and project, then the reactions; in the journal's transaction."""
        tx = Tx(connection, fact.municipality_id, actor)
        if fact.attachments:
            await self.attachments.declare(connection, record, fact.attachments)
        outcome = await fact.kind.subject.apply(tx, record, history)
        for reaction in self.kinds.reactions.get(fact.kind.name, ()):
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
