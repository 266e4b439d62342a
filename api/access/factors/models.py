"""Tables of second factors and of browsers that need not ask for one again."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from api.kit.db import Model


class SecondFactor(Model):
    """An app's shared secret, sealed, or a passkey's public key.

    `counter` only grows: the time step of the last code taken, or the passkey's own count of uses.
    """

    __tablename__ = "second_factors"
    municipality_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    key: Mapped[bytes] = mapped_column(LargeBinary)
    credential_id: Mapped[bytes | None] = mapped_column(LargeBinary)
    counter: Mapped[int]
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]


class RecoveryCode(Model):
    """A code on paper for who lost the factor; only its fingerprint is kept, and it works once."""

    __tablename__ = "recovery_codes"
    municipality_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    used_at: Mapped[datetime | None]


class KnownBrowser(Model):
    """A browser in which the person has shown a second factor: it is not asked for there again."""

    __tablename__ = "known_browsers"
    municipality_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    expires_at: Mapped[datetime]


class SpentTicket(Model):
    """A ticket of ours that worked once; swept when it would be too old anyway."""

    __tablename__ = "spent_tickets"
    municipality_id: Mapped[UUID] = mapped_column(primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    at: Mapped[datetime]
