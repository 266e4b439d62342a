"""Every SELECT of hand-overs."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from api.access.queries import settings_body
from api.handovers.models import ReplyLink
from api.kit.clock import to_wire
from api.kit.db import Connection, Row, fetch, fetch_one, from_json
from api.places.models import Category, Site

_SHOWN = ("id", "answers")


async def link_by_id(connection: Connection, municipality_id: UUID, link_id: UUID) -> Row | None:
    """The link of a hand-over."""
    return await fetch_one(connection, _links(municipality_id).where(ReplyLink.id == link_id))


async def link_by_hash(connection: Connection, municipality_id: UUID, token_hash: bytes) -> Row | None:
    """The link of a token."""
    return await fetch_one(connection, _links(municipality_id).where(ReplyLink.token_hash == token_hash))


async def links_of(
    connection: Connection, municipality_id: UUID, record_ids: Collection[UUID]
) -> dict[UUID, dict[str, Any]]:
    """The links of hand-overs as the desk sees them, by record."""
    if not record_ids:
        return {}
    rows = await fetch(connection, _links(municipality_id).where(ReplyLink.id.in_(record_ids)))
    return {row["id"]: _shown(row) for row in rows}


def _links(municipality_id: UUID) -> Select[Any]:
    return select(ReplyLink).where(ReplyLink.municipality_id == municipality_id)


def _shown(row: Row) -> dict[str, Any]:
    ends = {name: row[name] and to_wire(row[name]) for name in ("expires_at", "revoked_at")}
    return {**{name: row[name] for name in _SHOWN}, **ends}


async def category_names(connection: Connection, municipality_id: UUID, slug: str) -> dict[str, str]:
    """A category's name by language; a slug that has left the register stands for itself."""
    found = select(Category.name).where(Category.municipality_id == municipality_id, Category.slug == slug)
    row = await fetch_one(connection, found)
    return {"sv": slug} if row is None else dict(from_json(row["name"]))


async def site_name(connection: Connection, municipality_id: UUID, site_id: UUID | None) -> str | None:
    """A site's name."""
    found = select(Site.name).where(Site.municipality_id == municipality_id, Site.id == site_id)
    row = await fetch_one(connection, found)
    return None if row is None else str(row["name"])


async def address_of(connection: Connection, municipality_id: UUID, receiver_id: UUID) -> str | None:
    """The e-mail address of a receiver of the municipality's settings."""
    receivers = (await settings_body(connection, municipality_id)).get("receivers", ())
    return next((str(one["email"]) for one in receivers if one["id"] == str(receiver_id)), None)
