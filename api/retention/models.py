"""The tables of gallring rules and legal holds."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from api.kit.db import Model


class RetentionRule(Model):
    """One decision; of those that are not closed there is one for each kind of thing."""

    __tablename__ = "retention_rules"
    municipality_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(Text)
    after_days: Mapped[int]
    decision_no: Mapped[str] = mapped_column(Text)
    decided_on: Mapped[date]
    legal_basis: Mapped[str | None] = mapped_column(Text)
    closed: Mapped[bool]
    version: Mapped[int]
    created_at: Mapped[datetime]


class LegalHold(Model):
    """A report that is needed in another matter: nothing of its case goes while this stands."""

    __tablename__ = "legal_holds"
    municipality_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    incident_id: Mapped[UUID]
    receipt_no: Mapped[str] = mapped_column(Text)
    reference: Mapped[str] = mapped_column(Text)
    closed: Mapped[bool]
    version: Mapped[int]
    created_at: Mapped[datetime]
