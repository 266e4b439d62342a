"""Tables of municipalities, organisations, people, devices and what lets them in."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, LargeBinary, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from api.kit.db import Model


class Municipality(Model):
    """The tenant. Not walled: a login must find it before any wall is bound."""

    __tablename__ = "municipalities"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    time_zone: Mapped[str] = mapped_column(Text)
    demo: Mapped[bool]
    created_at: Mapped[datetime]


class LoginDomain(Model):
    """The part of a username after @ belongs to one municipality. Not walled, as above."""

    __tablename__ = "login_domains"
    domain: Mapped[str] = mapped_column(Text, primary_key=True)
    municipality_id: Mapped[UUID]


class Settings(Model):
    """A municipality's own settings: numbers, hours, cadence, decisions."""

    __tablename__ = "settings"
    municipality_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    body: Mapped[dict[str, Any]] = mapped_column(JSONB)


class RegisterVersion(Model):
    """A counter per register, so that caches and ETags know when to read again."""

    __tablename__ = "register_versions"
    municipality_id: Mapped[UUID] = mapped_column(primary_key=True)
    register: Mapped[str] = mapped_column(Text, primary_key=True)
    version: Mapped[int]


class Organisation(Model):
    """A unit, company, school, association … that people belong to."""

    __tablename__ = "organisations"
    municipality_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    created_at: Mapped[datetime]


class Person(Model):
    """Somebody with an account, or an author without one (no password)."""

    __tablename__ = "people"
    municipality_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    organisation_id: Mapped[UUID | None]
    roles: Mapped[list[str]] = mapped_column(ARRAY(Text))
    password_hash: Mapped[str | None] = mapped_column(Text)
    ends_on: Mapped[date | None]
    disabled_at: Mapped[datetime | None]
    version: Mapped[int]
    created_at: Mapped[datetime]


class Device(Model):
    """One person's use of one phone; `phone_id` groups them so that a phone can be revoked."""

    __tablename__ = "devices"
    municipality_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    phone_id: Mapped[UUID]
    person_id: Mapped[UUID]
    label: Mapped[str] = mapped_column(Text)
    app_version: Mapped[str] = mapped_column(Text)
    enrolled_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    last_contact_at: Mapped[datetime | None]
    status: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    storage_loss: Mapped[dict[str, Any] | None] = mapped_column(JSONB)


class Token(Model):
    """A session, a device's append credential or an API key; only the hash is kept."""

    __tablename__ = "tokens"
    municipality_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary)
    person_id: Mapped[UUID | None]
    device_id: Mapped[UUID | None]
    name: Mapped[str] = mapped_column(Text)
    scopes: Mapped[list[str]] = mapped_column(ARRAY(Text))
    window_s: Mapped[int]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime]
    provider_session: Mapped[bytes | None] = mapped_column(LargeBinary)


class LoginFailure(Model):
    """A refused attempt, counted for an hour; the account is a hash, never a name."""

    __tablename__ = "login_failures"
    municipality_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    bucket: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime]
