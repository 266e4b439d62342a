"""What each feature registers with the journal: its subjects and its kinds of record."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, get_args
from uuid import UUID

from sqlalchemy import Select

from api.access.actors import Actor
from api.access.permissions import Permission
from api.access.showing import Authors
from api.journal.schemas import FactPut
from api.kit.db import Connection, Writes

Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Record:
    """One record as folds read it; `body` has its parts together again."""

    id: UUID
    kind: str
    seq: int
    subject_id: UUID
    author_kind: str
    author_id: UUID
    organisation_id: UUID | None
    device_id: UUID | None
    occurred_at: datetime
    saved_at: datetime | None
    received_at: datetime
    source: str
    receipt_no: str
    masked: int
    flags: tuple[str, ...]
    body: Body = field(repr=False)


@dataclass(frozen=True, slots=True)
class Intake:
    """What is computed once, when a fact comes in, and kept with its body."""

    computed: Body = field(default_factory=dict)
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What `apply` made of a record.

    `resource` is the subject as its author may see it; None means that the record stands in the
    journal without effect, because its subject is unknown or not the author's to see or change.
    """

    resource: Body | None
    refused: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Tx:
    """The journal's own transaction, as `apply` and reactions get it.

    `authors` are people known already, as they are shown. What `apply` only writes goes to `writes`, which
    facts of one transaction share; they are sent before
    any reaction and at the end.
    """

    connection: Connection
    municipality_id: UUID
    actor: Actor | None
    writes: Writes = field(default_factory=Writes)
    authors: Authors = field(default_factory=dict)


Apply = Callable[[Tx, Record, Sequence[Record]], Awaitable[Outcome]]
Reaction = Callable[[Tx, Record], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Subject:
    """A resource whose state is a fold of records."""

    type: str
    apply: Apply
    read: Callable[[Connection, Actor, UUID], Awaitable[Body | None]]
    # Ids of the subjects the actor may see, and a record's body as the actor may read it. Without
    # both a subject's records are in no feed.
    visible: Callable[[Actor], Select[Any]] | None = None
    present: Callable[[Actor, Record], Body] | None = None
    # What the stream's heartbeat counts, so that a board can tell whether it missed something.
    count: Callable[[Actor], Select[Any]] | None = None
    # Writes what whole histories fold to, one each: for rebuilds and imports, without reactions.
    project: Callable[[Tx, Sequence[Sequence[Record]]], Awaitable[None]] | None = None


@dataclass(frozen=True, slots=True)
class RecordKind:
    """One kind of record, `noun.past_participle`."""

    name: str
    subject: Subject
    schema: type[FactPut]
    permission: Permission
    opens: bool = False
    intake: Callable[[UUID, Any], Awaitable[Intake]] | None = None
    also_locks: Callable[[Any], Sequence[UUID]] = lambda _body: ()


class Kinds:
    """The registrations of one process, made by `wire()`."""

    def __init__(self) -> None:
        self.subjects: dict[str, Subject] = {}
        self.kinds: dict[str, RecordKind] = {}
        self.reactions: dict[str, list[Reaction]] = {}

    def add(self, *kinds: RecordKind) -> None:
        """Register kinds and the subjects they belong to."""
        for kind in kinds:
            if kind.name in self.kinds:
                raise ValueError(f"{kind.name} is registered twice")
            self.kinds[kind.name] = kind
            self.subjects[kind.subject.type] = kind.subject

    def named_in(self, kind: RecordKind, body: Body) -> RecordKind:
        """The entry kind a body of `kind`'s subject names; `kind` itself when that is none we know."""
        for one in self.kinds.values():
            field = one.schema.model_fields.get("kind")
            if one.subject is kind.subject and field and body.get("kind") in get_args(field.annotation):
                return one
        return kind

    def react(self, kind: str, reaction: Reaction) -> None:
        """Let something else happen in the transaction that records `kind`."""
        self.reactions.setdefault(kind, []).append(reaction)
