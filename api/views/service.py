"""Changes of saved selections; each is a row, a version and a record that says no more than that."""

from uuid import UUID

from sqlalchemy import delete

from api.access.actors import Reading
from api.access.registers import Changed
from api.journal.acts import change_kind
from api.kit.db import execute
from api.kit.errors import Problem
from api.kit.versions import Condition, changed_since, put_row
from api.views.models import View
from api.views.queries import count_views, view_shown
from api.views.schemas import ViewPut

KINDS = (change_kind("view.changed", "views"),)
MOST_VIEWS = 50


async def put_view(
    reading: Reading, view_id: UUID, sent: ViewPut, wanted: Condition, changed: Changed
) -> None:
    """Save a selection. Raises 404, 412, and 409 when there are 50 already."""
    actor, connection = reading.actor, reading.connection
    if wanted.version is None and await count_views(reading) >= MOST_VIEWS:
        raise Problem(409, "too_many_views", f"At most {MOST_VIEWS} selections are kept. Remove one first.")
    keys = {"municipality_id": actor.municipality_id, "person_id": actor.id, "id": view_id}
    version = await put_row(connection, View, keys, sent.model_dump(), wanted)
    await changed(connection, actor.municipality_id, "view.changed", view_id, {"version": version}, actor)


async def delete_view(reading: Reading, view_id: UUID, wanted: Condition, changed: Changed) -> None:
    """Remove a selection. Raises 404, 412."""
    actor, connection = reading.actor, reading.connection
    standing = await view_shown(reading, view_id)
    mine = (View.municipality_id == actor.municipality_id, View.person_id == actor.id)
    seen = delete(View).where(*mine, View.id == view_id, View.version == wanted.version)
    if await execute(connection, seen) != "DELETE 1":
        raise changed_since(standing["version"])
    await changed(connection, actor.municipality_id, "view.changed", view_id, {"removed": True}, actor)
