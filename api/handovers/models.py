"""The links that receivers answer by."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from api.kit.db import Model


class ReplyLink(Model):
    """One link of one hand-over, by whose record's id it goes; only the hash of its token is kept."""

    __tablename__ = "reply_links"
    municipality_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    incident_id: Mapped[UUID]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary)
    answers: Mapped[int]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
