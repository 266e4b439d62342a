"""Lists and maps of incidents: what they are narrowed and ordered by, and the SELECTs of their pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    DateTime,
    Text,
    Uuid,
    and_,
    any_,
    column,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    table,
)
from sqlalchemy.orm import InstrumentedAttribute, aliased

from api.access.actors import Actor
from api.attachments.queries import awaited
from api.incidents.models import CELLS, Incident
from api.incidents.queries import reasons_to_see, visible_incidents
from api.incidents.rules import OPEN
from api.incidents.schemas import Setting, Severity
from api.journal.models import JournalRecord
from api.kit.db import Connection, Row, fetch
from api.kit.geo import Box, cells_covering
from api.kit.paging import Keys, Page, page_ids

Sort = Literal["-occurred_at", "occurred_at", "-received_at", "received_at"]
SORTS: dict[Sort, Keys] = {
    "-occurred_at": Keys(Incident.occurred_at, Incident.id),
    "occurred_at": Keys(Incident.occurred_at, Incident.id, newest_first=False),
    "-received_at": Keys(Incident.received_at, Incident.id),
    "received_at": Keys(Incident.received_at, Incident.id, newest_first=False),
}
_FEW = 5000  # hits of a search that are named one by one
_SEARCH = table("incident_search", column("municipality_id"), column("incident_id"), column("document"))
_SWEDISH: ColumnElement[str] = literal_column("'pg_catalog.swedish'")


Needs = Literal["flagged", "photos", "answer"]
_ANSWER_DAYS = 14  # a receiver who has not answered by then has forgotten it
_HANDED_OVER_AT = Incident.handed_over["at"].astext.cast(DateTime(timezone=True))


def waiting_for(needs: Needs, municipality_id: UUID) -> ColumnElement[bool]:
    """That an open report waits for somebody to see to this; each is found by an index of its own."""
    if needs == "flagged":
        return and_(literal_column("incidents.flags <> '{}'"), Incident.status.in_(OPEN))
    if needs == "photos":
        records = awaited(municipality_id).subquery()
        subjects = select(JournalRecord.subject_id).where(
            JournalRecord.municipality_id == municipality_id, JournalRecord.id == records.c.record_id
        )
        # As one array they are looked for by the key, however many the planner takes them for.
        found = any_(func.array(subjects.scalar_subquery()))
        return and_(Incident.id == found, Incident.status.in_(OPEN))
    return and_(
        Incident.handed_over.is_not(None),
        Incident.fixed_at.is_(None),
        Incident.handed_over["answered_at"].astext.is_(None),
        _HANDED_OVER_AT < func.now() - func.make_interval(0, 0, 0, _ANSWER_DAYS),
        Incident.status.in_(OPEN),
    )


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list asks for; every field but `sort` narrows."""

    category: tuple[str, ...] = ()
    area: UUID | None = None
    site: UUID | None = None
    status: tuple[str, ...] = ()
    source: str | None = None
    severity: Severity | None = None
    setting: Setting | None = None
    organisation: UUID | None = None
    occurred_from: datetime | None = None
    occurred_to: datetime | None = None
    bbox: Box | None = None
    q: str | None = None
    mine: bool = False
    needs: Needs | None = None
    sort: Sort = "-occurred_at"


def _narrowed(actor: Actor, wanted: Filter) -> list[ColumnElement[bool]]:
    parts: list[ColumnElement[bool]] = [Incident.municipality_id == actor.municipality_id, _shelves(wanted)]
    if wanted.category:
        parts.append(Incident.category.in_(wanted.category))
    if wanted.status:
        parts.append(Incident.status.in_(wanted.status))
    if wanted.needs:
        parts.append(waiting_for(wanted.needs, actor.municipality_id))
    for named, value in (
        (Incident.area_id, wanted.area),
        (Incident.site_id, wanted.site),
        (Incident.organisation_id, wanted.organisation),
        (Incident.source, wanted.source),
        (Incident.severity, wanted.severity),
        (Incident.setting, wanted.setting),
        (Incident.author_id, actor.id if wanted.mine else None),
    ):
        if value is not None:
            parts.append(named == value)
    if wanted.occurred_from is not None:
        parts.append(Incident.occurred_at >= wanted.occurred_from)
    if wanted.occurred_to is not None:
        parts.append(Incident.occurred_at < wanted.occurred_to)
    if wanted.bbox is not None:
        box = wanted.bbox
        parts += [
            Incident.lat.between(box.south, box.north),
            Incident.lon.between(box.west, box.east),
        ]
    return parts


def _shelves(wanted: Filter) -> ColumnElement[bool]:
    shelves = ["police" if wanted.source == "police" else "reports"]
    if wanted.mine:
        shelves.append("merged")  # who told of something hears of it also as part of another's case
    if wanted.mine or _cells(wanted):
        # Not by =, which would offer the order of the list's own indexes: of a cell in which nothing lies
        # they are read to their end.
        return Incident.shelf == any_(literal(shelves, ARRAY(Text)))
    return Incident.shelf == shelves[0]


async def _saying(connection: Connection, actor: Actor, words: str) -> ColumnElement[bool]:
    """The incidents in which these words stand, in any Swedish form, or in a report merged into them.

    Few are named by the text index; many turn up soon enough when the list is walked. A merged report
    leads whoever sees it to its case, and nobody else.
    """
    rows = await fetch(connection, select(func.search_incidents(words, _FEW + 1).label("id")))
    if len(rows) <= _FEW:
        found = [row["id"] for row in rows]
        merged = visible_incidents(actor).where(
            Incident.merged_into.is_not(None), Incident.id == any_(literal(found, ARRAY(Uuid)))
        )
        cases = await fetch(connection, merged.with_only_columns(Incident.merged_into.label("id")))
        # Named in one array they are looked for within the list's index, in its order.
        return Incident.id == any_(literal(found + [row["id"] for row in cases], ARRAY(Uuid)))
    report = aliased(Incident)
    told = exists().where(
        report.municipality_id == actor.municipality_id,
        report.merged_into == Incident.id,
        report.id.in_(visible_incidents(actor)),
        _says(actor, report.id, words),
    )
    return or_(_says(actor, Incident.id, words), and_(Incident.joined > 0, told))


def _says(actor: Actor, incident_id: InstrumentedAttribute[UUID], words: str) -> ColumnElement[bool]:
    document = select(_SEARCH.c.document).where(
        _SEARCH.c.municipality_id == actor.municipality_id, _SEARCH.c.incident_id == incident_id
    )
    return document.scalar_subquery().bool_op("@@")(func.websearch_to_tsquery(_SWEDISH, words))


def _cells(wanted: Filter) -> tuple[InstrumentedAttribute[int | None], Sequence[int]] | None:
    """The cells to read a box by: they are in order of `occurred_at`, so in another only small ones."""
    covering = cells_covering(wanted.bbox) if wanted.bbox else None
    if covering is None or (SORTS[wanted.sort].at is not Incident.occurred_at and covering[0] != "s"):
        return None
    return CELLS[covering[0]], covering[1]


async def list_incidents(
    connection: Connection, actor: Actor, wanted: Filter, page: Page
) -> tuple[list[Row], bool]:
    """A page of rows, and whether more follow."""
    keys, parts = SORTS[wanted.sort], _narrowed(actor, wanted)
    if wanted.q:
        parts.append(await _saying(connection, actor, wanted.q))
    ids = page_ids(keys, parts, reasons_to_see(actor), page, _cells(wanted)).subquery()
    rows = await fetch(
        connection,
        select(Incident)
        .where(Incident.municipality_id == actor.municipality_id, Incident.id.in_(select(ids.c.id)))
        .order_by(*keys.order()),
    )
    return rows[: page.limit], len(rows) > page.limit
