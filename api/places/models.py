"""Tables of areas, sites, checkpoints, categories and tiles."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, LargeBinary, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from api.kit.db import Model


class Area(Model):
    """A polygon with a name: district, neighbourhood."""

    __tablename__ = "areas"
    municipality_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    geometry: Mapped[bytes] = mapped_column(LargeBinary)
    west: Mapped[float | None]
    south: Mapped[float | None]
    east: Mapped[float | None]
    north: Mapped[float | None]
    closed_at: Mapped[datetime | None]
    version: Mapped[int]


class Site(Model):
    """A building or place with instructions and an expected state."""

    __tablename__ = "sites"
    municipality_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(Text)
    lat: Mapped[float]
    lon: Mapped[float]
    area_id: Mapped[UUID | None]
    instructions: Mapped[str] = mapped_column(Text)
    expected: Mapped[list[str]] = mapped_column(ARRAY(Text))
    closed_at: Mapped[datetime | None]
    version: Mapped[int]


class Checkpoint(Model):
    """A QR or NFC point on a site, with a short code to type."""

    __tablename__ = "checkpoints"
    municipality_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    site_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(Text)
    code: Mapped[str] = mapped_column(Text)
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    closed_at: Mapped[datetime | None]
    version: Mapped[int]


class Category(Model):
    """What kind of thing happened; a municipality may add its own.

    Two reports may tell of the same thing when they are of one `duplicate_group` (none: of one
    category), at most `radius_m` metres and `window_h` hours apart.
    """

    __tablename__ = "categories"
    municipality_id: Mapped[UUID] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(Text, primary_key=True)
    position: Mapped[int]
    name: Mapped[dict[str, str]] = mapped_column(JSONB)
    icon: Mapped[str] = mapped_column(Text)
    place_fault: Mapped[bool]
    counted: Mapped[bool]
    active: Mapped[bool]
    duplicate_group: Mapped[str | None] = mapped_column(Text)
    radius_m: Mapped[int]
    window_h: Mapped[int]
    phrases: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    version: Mapped[int]


class Tiles(Model):
    """The categories on a role's home screen, at most eight, in order."""

    __tablename__ = "tiles"
    municipality_id: Mapped[UUID] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(Text, primary_key=True)
    slugs: Mapped[list[str]] = mapped_column(ARRAY(Text))
    version: Mapped[int]
