"""Tables of the journal, as queries name them; migrations/ makes them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, LargeBinary, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from api.kit.db import Model


class Epoch(Model):
    """One unbroken life of a database; a restore starts the next."""

    __tablename__ = "journal_epochs"
    epoch: Mapped[int] = mapped_column(primary_key=True)
    started_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text)


class JournalRecord(Model):
    """The immutable envelope of a record."""

    __tablename__ = "journal"
    municipality_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int]
    epoch: Mapped[int]
    txid: Mapped[int]
    kind: Mapped[str] = mapped_column(Text)
    subject_type: Mapped[str] = mapped_column(Text)
    subject_id: Mapped[UUID]
    author_kind: Mapped[str] = mapped_column(Text)
    author_id: Mapped[UUID]
    organisation_id: Mapped[UUID | None]
    device_id: Mapped[UUID | None]
    v: Mapped[int]
    occurred_at: Mapped[datetime]
    saved_at: Mapped[datetime | None]
    received_at: Mapped[datetime]
    clock_offset_ms: Mapped[int | None]
    digest_mac: Mapped[bytes] = mapped_column(LargeBinary)
    digest_key_id: Mapped[int]
    receipt_no: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    masked: Mapped[int]
    flags: Mapped[list[str]] = mapped_column(ARRAY(Text))
    attachments: Mapped[int]
    part_digests: Mapped[dict[str, str]] = mapped_column(JSONB)
    episode: Mapped[int | None]
    step: Mapped[int | None]


class JournalBody(Model):
    """One part of what a record says; parts can be erased apart, under a decision."""

    __tablename__ = "journal_bodies"
    municipality_id: Mapped[UUID] = mapped_column(primary_key=True)
    record_id: Mapped[UUID] = mapped_column(primary_key=True)
    part: Mapped[str] = mapped_column(Text, primary_key=True)
    body: Mapped[dict[str, Any]] = mapped_column(JSONB)


class Seal(Model):
    """One link of a municipality's chain, over the envelopes up to a cursor."""

    __tablename__ = "journal_seals"
    municipality_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    epoch: Mapped[int]
    txid: Mapped[int]
    seq: Mapped[int]
    records: Mapped[int]
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    sealed_at: Mapped[datetime]


class Quarantined(Model):
    """A fact that could not be recorded as sent, kept whole (masked) for a person to judge."""

    __tablename__ = "quarantine"
    municipality_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    fact_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(Text)
    subject_type: Mapped[str] = mapped_column(Text)
    subject_id: Mapped[UUID]
    reason: Mapped[str] = mapped_column(Text)
    error: Mapped[str] = mapped_column(Text)
    author_kind: Mapped[str] = mapped_column(Text)
    author_id: Mapped[UUID]
    digest_mac: Mapped[bytes] = mapped_column(LargeBinary)
    envelope: Mapped[dict[str, Any]] = mapped_column(JSONB)
    body: Mapped[dict[str, Any]] = mapped_column(JSONB)
    received_at: Mapped[datetime]
    receipt_no: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]
