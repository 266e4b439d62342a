"""Tables of photos: declared, and stored."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from api.kit.db import Model


class Declaration(Model):
    """A photo that a fact said would follow."""

    __tablename__ = "attachment_declarations"
    municipality_id: Mapped[UUID] = mapped_column(primary_key=True)
    record_id: Mapped[UUID] = mapped_column(primary_key=True)
    attachment_id: Mapped[UUID] = mapped_column(primary_key=True)
    author_id: Mapped[UUID]
    receipt_no: Mapped[str] = mapped_column(Text)
    sha256: Mapped[bytes] = mapped_column(LargeBinary)
    media_type: Mapped[str] = mapped_column(Text)
    size: Mapped[int]
    declared_at: Mapped[datetime]


class Awaited(Model):
    """A declared photo that had not come when it was declared, until it comes."""

    __tablename__ = "awaited_attachments"
    municipality_id: Mapped[UUID] = mapped_column(primary_key=True)
    attachment_id: Mapped[UUID] = mapped_column(primary_key=True)
    record_id: Mapped[UUID] = mapped_column(primary_key=True)
    sha256: Mapped[bytes] = mapped_column(LargeBinary)


class Attachment(Model):
    """A photo as stored: re-encoded, without metadata; the original is not kept.

    Keyed by the bytes too, so that whoever takes another's photo id neither shows up in that
    other's report nor keeps its own photo out.
    """

    __tablename__ = "attachments"
    municipality_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    sent_sha256: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    stored_sha256: Mapped[bytes] = mapped_column(LargeBinary)
    media_type: Mapped[str] = mapped_column(Text)
    size: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]
    stored_at: Mapped[datetime]
