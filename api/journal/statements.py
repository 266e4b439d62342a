"""The hot path's SQL: four round trips a fact, measured in docs before it was built so."""

import hashlib
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

import orjson

from api.access.actors import ACTOR_SQL
from api.journal.facts import Fact
from api.journal.kinds import Record
from api.kit.db import Row, to_json
from api.kit.jsons import canonical
from api.kit.keys import Keys

# $1 municipality, $2 the author: a token's hash, or for the system nothing. From $3 on as
# `record_values` lists them.
_COLUMNS = (
    "municipality_id, id, epoch, kind, subject_type, subject_id, author_kind, author_id,"
    " organisation_id, device_id, v, occurred_at, saved_at, received_at, clock_offset_ms,"
    " digest_mac, digest_key_id, receipt_no, source, masked, flags, attachments, part_digests,"
    " episode, step"
)
_VALUES = (
    "$7::smallint, $8::timestamptz, $9::timestamptz, $10::timestamptz, $11::bigint, $12::bytea,"
    " $13::smallint, $14::text, {source}, $16::smallint, $17::text[], $18::smallint, $19::jsonb,"
    " $20::integer, $21::integer"
)
# What a key sends is told apart from what a person's phone does, whoever built the fact.
_SOURCE = "CASE {author} WHEN 'key' THEN 'key' ELSE $15::text END"
_BY_TOKEN = _VALUES.format(source=_SOURCE.format(author="held_by"))
_BY_AUTHOR = _VALUES.format(source=_SOURCE.format(author="$2::text"))
_EPOCH = "(SELECT max(epoch) FROM journal_epochs)"

# Only the author's own statement: nothing is inserted for a credential that stands for nobody,
# nor while a body with this id is held in quarantine.
_RECORD = f"""
WITH actor AS ({ACTOR_SQL}),
held AS (SELECT 1 FROM quarantine WHERE municipality_id = $1 AND fact_id = $3),
record AS (
  INSERT INTO journal ({_COLUMNS})
  SELECT $1, $3, {_EPOCH}, $4, $5, $6,
    CASE held_by WHEN 'key' THEN 'key' ELSE 'person' END, COALESCE(person_id, token_id),
    organisation_id, device_id, {_BY_TOKEN}
  FROM actor WHERE NOT EXISTS (SELECT FROM held)
  ON CONFLICT DO NOTHING RETURNING id, seq),
bodies AS (
  INSERT INTO journal_bodies (municipality_id, record_id, part, body)
  SELECT $1, record.id, part, body
  FROM record, (VALUES ('text', $22::jsonb), ('position', $23::jsonb)) AS parts (part, body)
  WHERE body IS NOT NULL)
SELECT actor.*, record.seq, EXISTS (SELECT FROM held) AS held, {{extra}}
FROM (VALUES (1)) AS one LEFT JOIN actor ON true LEFT JOIN record ON true
"""  # noqa: S608 every part is a constant of this file

# Bodies are looked up one by one through their key, whatever the planner knows of the tables: on a
# database that has just been filled, and has no statistics, a join would read all of them.
BODIES = """
(SELECT b.body FROM journal_bodies b
 WHERE b.municipality_id = $1 AND b.record_id = j.id AND b.part = 'text') AS text,
(SELECT b.body FROM journal_bodies b
 WHERE b.municipality_id = $1 AND b.record_id = j.id AND b.part = 'position') AS position"""

_RECORDS = f"""
SELECT j.id, j.kind, j.seq, j.subject_id, j.author_kind, j.author_id, j.organisation_id,
  j.device_id, j.occurred_at, j.saved_at, j.received_at, j.source, j.receipt_no, j.masked, j.flags,
  {BODIES}
FROM journal j WHERE j.municipality_id = $1 AND j.subject_id = {{subject}} ORDER BY j.seq
"""  # noqa: S608
HISTORY = _RECORDS.format(subject="$2")
# Subject by subject, for the same reason; in the order of the subjects given.
HISTORIES = f"""
SELECT h.* FROM unnest($2::uuid[]) WITH ORDINALITY AS wanted (id, place)
CROSS JOIN LATERAL ({_RECORDS.format(subject="wanted.id")}) h ORDER BY wanted.place, h.seq
"""  # noqa: S608

# The statement's snapshot is older than its own insert: what it reads is the history before.
RECORD_OPENING = _RECORD.format(
    extra="EXISTS (SELECT FROM journal WHERE municipality_id = $1 AND subject_id = $6) AS known"
)
# Who opened the subject comes along, as an answer shows them.
_OPENER = """
(SELECT json_build_object('id', p.id, 'name', p.name, 'roles', p.roles, 'organisation',
  (SELECT o.name FROM organisations o WHERE o.municipality_id = $1 AND o.id = p.organisation_id))
 FROM journal j JOIN people p ON p.municipality_id = $1 AND p.id = j.author_id
 WHERE j.municipality_id = $1 AND j.id = $6)::text AS opener
"""
RECORD_ENTRY = _RECORD.format(
    extra=f"(SELECT json_agg(h) FROM ({_RECORDS.format(subject='$6')}) h)::text AS history, {_OPENER}"  # noqa: S608
)

# For records no token makes: imports, deadlines, releases. $2 author kind, $22 author id, $23
# organisation, $24 and $25 the bodies.
RECORD_AS = f"""
WITH record AS (
  INSERT INTO journal ({_COLUMNS})
  VALUES ($1, $3, {_EPOCH}, $4, $5, $6, $2, $22, $23, $26, {_BY_AUTHOR})
  ON CONFLICT DO NOTHING RETURNING id, seq),
bodies AS (
  INSERT INTO journal_bodies (municipality_id, record_id, part, body)
  SELECT $1, record.id, part, body
  FROM record, (VALUES ('text', $24::jsonb), ('position', $25::jsonb)) AS parts (part, body)
  WHERE body IS NOT NULL)
SELECT id, seq FROM record
"""  # noqa: S608

STANDING = """
SELECT id, kind, subject_type, subject_id, author_kind, author_id, digest_mac, received_at,
  receipt_no, masked, flags, attachments, organisation_id
FROM journal WHERE municipality_id = $1 AND id = $2
"""


def part_digest(body: Any) -> str:
    """SHA-256 (hex) of a part's canonical JSON: keys sorted, no spaces."""
    return hashlib.sha256(canonical(body)).hexdigest()


def envelope_values(fact: Fact, keys: Keys) -> tuple[Any, ...]:
    """$3 to $21 of every record statement."""
    parts = {"text": part_digest(fact.body)}
    if fact.position is not None:
        parts["position"] = part_digest(fact.position)
    return (
        fact.id,
        fact.kind.name,
        fact.kind.subject.type,
        fact.subject_id,
        min(fact.v, 32767),
        fact.occurred_at,
        fact.saved_at,
        fact.received_at,
        fact.offset_ms,
        fact.mac,
        keys.digest_id,
        fact.receipt_no,
        fact.source,
        min(fact.masked, 32767),
        list(fact.flags),
        len(fact.attachments),
        to_json(parts),
        fact.episode,
        fact.step,
    )


def body_values(fact: Fact) -> tuple[str, str | None]:
    """The two parts as JSON text."""
    return to_json(fact.body), None if fact.position is None else to_json(fact.position)


def record_from(row: Row | dict[str, Any]) -> Record:
    """A record of a HISTORY row, or of one such row as JSON."""
    text, position = row["text"], row["position"]
    body = orjson.loads(text) if isinstance(text, str) else dict(text or {})
    if position is not None:
        body["position"] = orjson.loads(position) if isinstance(position, str) else position
    return Record(
        id=_uuid(row["id"]),
        kind=row["kind"],
        seq=row["seq"],
        subject_id=_uuid(row["subject_id"]),
        author_kind=row["author_kind"],
        author_id=_uuid(row["author_id"]),
        organisation_id=_uuid(row["organisation_id"]),
        device_id=_uuid(row["device_id"]),
        occurred_at=_moment(row["occurred_at"]),
        saved_at=_moment(row["saved_at"]),
        received_at=_moment(row["received_at"]),
        source=row["source"],
        receipt_no=row["receipt_no"],
        masked=row["masked"],
        flags=tuple(row["flags"]),
        body=body,
    )


class Signed(Protocol):
    """Whoever a record is by: an actor, or an author without a token."""

    @property
    def kind(self) -> str: ...  # noqa: D102
    @property
    def id(self) -> UUID: ...  # noqa: D102
    @property
    def organisation_id(self) -> UUID | None: ...  # noqa: D102
    @property
    def device_id(self) -> UUID | None: ...  # noqa: D102


def record_of(fact: Fact, seq: int, actor: Signed) -> Record:
    """The record as folds read it, before it is read back."""
    body: dict[str, Any] = dict(fact.body)
    if fact.position is not None:
        body["position"] = fact.position
    return Record(
        id=fact.id,
        kind=fact.kind.name,
        seq=seq,
        subject_id=fact.subject_id,
        author_kind=actor.kind,
        author_id=actor.id,
        organisation_id=actor.organisation_id,
        device_id=actor.device_id,
        occurred_at=fact.occurred_at,
        saved_at=fact.saved_at,
        received_at=fact.received_at,
        source="key" if actor.kind == "key" else fact.source,
        receipt_no=fact.receipt_no,
        masked=fact.masked,
        flags=fact.flags,
        body=body,
    )


def _uuid(value: Any) -> Any:
    return UUID(value) if isinstance(value, str) else value


def _moment(value: Any) -> Any:
    return datetime.fromisoformat(value) if isinstance(value, str) else value
