"""What a list answers with."""

from typing import Any

from api.access.actors import Reading
from api.access.permissions import Permission
from api.access.showing import authors_of
from api.incidents.queries import add_cases, present, reads_text
from api.kit.errors import forbidden
from api.kit.paging import Page, cursor_after
from api.lists.queries import SORTS, Filter, list_incidents


async def page(reading: Reading, wanted: Filter, at: Page) -> tuple[list[dict[str, Any]], str | None]:
    """Presented incidents and the next cursor. Raises 403 for a search without text permission."""
    actor, connection = reading.actor, reading.connection
    if wanted.q and not reads_text(actor):
        raise forbidden(Permission.INCIDENTS_READ_TEXT)
    rows, more = await list_incidents(connection, actor, wanted, at)
    following = cursor_after(rows[-1][SORTS[wanted.sort].at.key], rows[-1]["id"]) if more else None
    authors = await authors_of(connection, actor.municipality_id, {row["author_id"] for row in rows})
    items = [present(actor, row, authors) for row in rows]
    await add_cases(connection, actor.municipality_id, items)
    return items, following
