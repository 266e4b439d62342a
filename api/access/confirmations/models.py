"""The table of dangerous acts that were asked for."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from api.kit.db import Model


class Confirmation(Model):
    """An act somebody asked for; `wanted` is what it would do, `told` what of that people are shown."""

    __tablename__ = "confirmations"
    municipality_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    act: Mapped[str] = mapped_column(Text)
    permission: Mapped[str] = mapped_column(Text)
    subject_id: Mapped[UUID | None]
    subject: Mapped[str] = mapped_column(Text)
    wanted: Mapped[dict[str, Any]] = mapped_column(JSONB)
    told: Mapped[dict[str, Any]] = mapped_column(JSONB)
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    asked_by: Mapped[UUID]
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]
    refusal: Mapped[str | None] = mapped_column(Text)
    done_at: Mapped[datetime | None]
