"""Every SELECT of saved selections: one's own, and no other."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from api.access.actors import Actor, Reading
from api.kit.db import fetch_one
from api.kit.errors import not_found
from api.kit.listing import Listing, Order, page
from api.views.models import View


def own_views(actor: Actor) -> Select[*tuple[Any, ...]]:
    """The actor's selections as they are shown."""
    return select(View.id, View.name, View.query, View.version).where(
        View.municipality_id == actor.municipality_id, View.person_id == actor.id
    )


async def views_page(reading: Reading, wanted: Listing) -> tuple[list[dict[str, Any]], str | None]:
    """A page of them by name."""
    order = Order(View.name, View.id)
    return await page(reading.connection, own_views(reading.actor), order, (View.name,), wanted)


async def view_shown(reading: Reading, view_id: UUID) -> dict[str, Any]:
    """One of them. Raises 404."""
    row = await fetch_one(reading.connection, own_views(reading.actor).where(View.id == view_id))
    if row is None:
        raise not_found()
    return dict(row)


async def count_views(reading: Reading) -> int:
    """How many the actor has."""
    mine = own_views(reading.actor).with_only_columns(func.count())
    row = await fetch_one(reading.connection, mine)
    return int(row[0]) if row else 0
