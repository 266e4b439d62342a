"""The log of deliveries."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from api.kit.db import Model


class Delivery(Model):
    """One message to one receiver by one channel; neither address nor words are kept here."""

    __tablename__ = "deliveries"
    municipality_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(Text)
    purpose: Mapped[str] = mapped_column(Text)
    record_id: Mapped[UUID]
    state: Mapped[str] = mapped_column(Text)
    attempts: Mapped[int]
    attempted_at: Mapped[datetime | None]
    result: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
