"""What goes into an export: the list as its asker sees it, page by page."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from api.access.actors import Actor, Credential, Reading, authenticate
from api.access.confirmations.service import Act, needs_another, require_confirmed
from api.access.confirmations.service import ask as ask_for
from api.access.models import Municipality
from api.access.permissions import Permission
from api.access.registers import Editing
from api.incidents.queries import reads_text
from api.integration.exports.rules import Cell, Language, Names, about, columns_for, row_of, words
from api.kit import clock
from api.kit.db import Connection, Database, fetch, fetch_one, from_json
from api.kit.errors import Problem
from api.kit.paging import Page, page_of
from api.lists import service as lists
from api.lists.queries import Filter
from api.places.models import Area, Category, Site

_AT_ONCE = 1000  # rows of a page; each page is a transaction of its own, so that none holds the feed back
EXPORT = "incidents.export"
MOST_ALONE = 5000  # rows of a file that nobody else need know of


@dataclass(frozen=True, slots=True)
class Export:
    """A file about to be written: what it says of itself, its head, and its rows."""

    about: list[tuple[str, str]]
    head: list[str]
    pages: AsyncIterator[Sequence[Sequence[Cell]]]


def act(asked: Mapping[str, str]) -> Act:
    """A file of a list, by its filters, as an act; who manages incidents confirms it."""
    said = {"query": dict(asked)}
    return Act(EXPORT, Permission.INCIDENTS_MANAGE, None, "", said, said)


async def ask(editing: Editing, actor: Actor, wanted: Filter, wish: Act, reason: str) -> tuple[UUID, bool]:
    """Note why somebody wants a file: the confirmation, and whether it waits for somebody else."""
    another = await needs_another(editing.connection, actor, wish.permission)
    # The list is read whoever asks: it refuses a filter that is not the asker's to use.
    waits = await _is_long(Reading(actor, editing.connection), wanted) and another
    return await ask_for(editing, wish, reason, another=waits), waits


async def _is_long(reading: Reading, wanted: Filter) -> bool:
    items, _ = await lists.page(reading, wanted, Page(1, None, MOST_ALONE))
    return bool(items)


async def begin(
    database: Database, sender: Credential, wanted: Filter, said: tuple[Mapping[str, str], UUID | None],
    language: Language,
) -> Export:  # fmt: skip
    """Read the first page, so that whoever may not is told before anything is sent.

    `said` are the filters as sent and the confirmation by which a person has the file. Raises 401, 403, 409.
    """
    asked, confirmation_id = said
    async with database.bound(sender.municipality_id) as connection:
        actor = await authenticate(connection, sender)
        actor.require(Permission.INCIDENTS_READ)
        if actor.kind == "person":
            if confirmation_id is None:
                raise Problem(403, "reason_needed", "Say why first: POST with the same filters.")
            await require_confirmed(connection, actor, confirmation_id, act(asked))
        home = await _home(connection, sender)
        names = await _names(connection, sender, ZoneInfo(home["time_zone"]), language)
        first = await lists.page(Reading(actor, connection), wanted, Page(_AT_ONCE))
    columns = columns_for(texts=reads_text(actor))
    made_at = clock.now().astimezone(names.zone).isoformat(timespec="seconds")
    facts = {"municipality": home["name"], "made_at": made_at, "zone": home["time_zone"]}
    named = words(language)

    async def pages() -> AsyncIterator[Sequence[Sequence[Cell]]]:
        items, following = first
        while items:
            yield [row_of(item, names, language, columns) for item in items]
            if following is None:
                return
            items, following = await _more(database, sender, wanted, following)

    return Export(about(facts, asked, language), [named["columns"][name] for name in columns], pages())


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
