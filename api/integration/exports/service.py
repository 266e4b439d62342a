"""What goes into an export: the list as its asker sees it, page by page."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from api.access.actors import Credential, Reading, authenticate
from api.access.models import Municipality
from api.access.permissions import Permission
from api.incidents.queries import reads_text
from api.integration.exports.rules import Cell, Language, Names, about, columns_for, row_of, words
from api.kit import clock
from api.kit.db import Connection, Database, fetch, fetch_one, from_json
from api.kit.paging import Page, page_of
from api.lists import service as lists
from api.lists.queries import Filter
from api.places.models import Area, Category, Site

_AT_ONCE = 1000  # rows of a page; each page is a transaction of its own, so that none holds the feed back


@dataclass(frozen=True, slots=True)
class Export:
    """A file about to be written: what it says of itself, its head, and its rows."""

    about: list[tuple[str, str]]
    head: list[str]
    pages: AsyncIterator[Sequence[Sequence[Cell]]]


async def begin(
    database: Database, sender: Credential, wanted: Filter, asked: Mapping[str, str], language: Language
) -> Export:
    """Read the first page, so that whoever may not is told before anything is sent. Raises 401, 403."""
    async with database.bound(sender.municipality_id) as connection:
        actor = await authenticate(connection, sender)
        actor.require(Permission.INCIDENTS_READ)
        home = await _home(connection, sender)
        names = await _names(connection, sender, ZoneInfo(home["time_zone"]), language)
        first = await lists.page(Reading(actor, connection), wanted, Page(_AT_ONCE))
    columns = columns_for(texts=reads_text(actor))
    made_at = clock.now().astimezone(names.zone).isoformat(timespec="seconds")
    facts = {"municipality": home["name"], "made_at": made_at, "zone": home["time_zone"]}
    said = words(language)

    async def pages() -> AsyncIterator[Sequence[Sequence[Cell]]]:
        items, following = first
        while items:
            yield [row_of(item, names, language, columns) for item in items]
            if following is None:
                return
            items, following = await _more(database, sender, wanted, following)

    return Export(about(facts, asked, language), [said["columns"][name] for name in columns], pages())


async def _more(
    database: Database, sender: Credential, wanted: Filter, cursor: str
) -> tuple[list[dict[str, Any]], str | None]:
    """The page after; whoever has lost the right meanwhile gets no more."""
    async with database.bound(sender.municipality_id) as connection:
        actor = await authenticate(connection, sender)
        actor.require(Permission.INCIDENTS_READ)
        return await lists.page(Reading(actor, connection), wanted, page_of(_AT_ONCE, cursor, 0))


async def _home(connection: Connection, sender: Credential) -> Mapping[str, Any]:
    statement = select(Municipality.name, Municipality.time_zone)
    row = await fetch_one(connection, statement.where(Municipality.id == sender.municipality_id))
    return dict(row or {})


async def _names(connection: Connection, sender: Credential, zone: ZoneInfo, language: Language) -> Names:
    named: list[dict[str, str]] = []
    for key, model in ((Category.slug, Category), (Area.id, Area), (Site.id, Site)):
        statement = select(key.label("key"), model.name.label("name"))
        rows = await fetch(connection, statement.where(model.municipality_id == sender.municipality_id))
        named.append({str(row["key"]): row["name"] for row in rows})
    categories = {slug: from_json(name)[language] for slug, name in named[0].items()}
    return Names(categories, named[1], named[2], zone)
