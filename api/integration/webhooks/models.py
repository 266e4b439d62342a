"""Tables of webhooks and of what was sent to them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, Identity, Text
from sqlalchemy.orm import Mapped, mapped_column

from api.kit.db import Model


class Webhook(Model):
    """A receiver: what it gets, and how the sending stands (`run`, `wakes_at`, `failures`)."""

    __tablename__ = "webhooks"
    municipality_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    url: Mapped[str] = mapped_column(Text)
    kinds: Mapped[list[str]] = mapped_column(ARRAY(Text))
    fields: Mapped[list[str] | None] = mapped_column(ARRAY(Text))
    scopes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    enabled: Mapped[bool]
    secret_no: Mapped[int]
    former_until: Mapped[datetime | None]
    version: Mapped[int]
    created_at: Mapped[datetime]
    run: Mapped[int]
    wakes_at: Mapped[datetime | None]
    failures: Mapped[int]
    failing_since: Mapped[datetime | None]


class Delivery(Model):
    """One record to one receiver: waiting, delivered, or failed after three days."""

    __tablename__ = "webhook_deliveries"
    municipality_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    no: Mapped[int] = mapped_column(Identity(always=True))
    webhook_id: Mapped[UUID]
    record_id: Mapped[UUID]
    subject_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    replay: Mapped[bool]
    attempts: Mapped[int]
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    tried_at: Mapped[datetime | None]
    status: Mapped[int | None]
    reason: Mapped[str | None] = mapped_column(Text)
