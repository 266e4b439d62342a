"""Tables of how a municipality's people sign in, and of whom its provider told us."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, LargeBinary, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from api.kit.db import Model


class SignInSettings(Model):
    """Which roles show a second factor, and the provider; its client secret is sealed."""

    __tablename__ = "sign_in_settings"
    municipality_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    second_factor_roles: Mapped[list[str] | None] = mapped_column(ARRAY(Text))
    provider: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    client_secret: Mapped[bytes | None] = mapped_column(LargeBinary)


class Identity(Model):
    """The provider's stable name of a person: issuer and subject, never an e-mail address."""

    __tablename__ = "identities"
    municipality_id: Mapped[UUID] = mapped_column(primary_key=True)
    issuer: Mapped[str] = mapped_column(Text, primary_key=True)
    subject: Mapped[str] = mapped_column(Text, primary_key=True)
    person_id: Mapped[UUID]
    created_at: Mapped[datetime]
