"""The look for reports that may tell of the same thing, among those an actor may see."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    DateTime,
    Float,
    Text,
    any_,
    false,
    func,
    literal,
    or_,
    select,
    true,
)

from api.access.actors import Actor
from api.duplicates.rules import STATUSES, likeliest
from api.incidents.models import CELLS, Incident
from api.incidents.queries import incidents_by_id, reasons_to_see
from api.kit.db import Connection, Row, fetch
from api.kit.geo import box_round, cells_covering, metres_between
from api.places.queries import Likeness, likenesses

_MOST_READ = 50  # the newest few of a cell and a time are enough to find one that is the same
# A row for each cell that something is sought in; categories by comma, as arrays within one are equally long.
_ASKED: dict[str, Any] = {
    "no": BigInteger, "cell": BigInteger, "categories": Text,
    "first": DateTime(timezone=True), "last": DateTime(timezone=True),
    "west": Float, "south": Float, "east": Float, "north": Float,
}  # fmt: skip
Asked = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Sought:
    """What is told of; `apart_from` is the report that tells it, if it has come."""

    category: str
    lat: float
    lon: float
    occurred_at: datetime
    apart_from: UUID | None = None


async def similar_incidents(
    connection: Connection, actor: Actor, sought: Sequence[Sought]
) -> list[list[tuple[int, Row]]]:
    """For each what is sought, its likeliest few with their distance in whole metres, nearest first.

    Of the category's group, within the category's own radius and time, not dismissed, not mended before.
    However many are sought, a statement for each size of cells that they are found by.
    """
    alike = await likenesses(connection, actor.municipality_id)
    known = {no: alike[one.category] for no, one in enumerate(sought) if one.category in alike}
    near: dict[int, list[Row]] = defaultdict(list)
    for size, asked in _asked(sought, known).items():
        for row in await fetch(connection, _newest(actor, size, asked)):
            near[row["no"]].append(row)
    likely = [
        _likely(one, near[no], known[no].radius_m) if no in near else [] for no, one in enumerate(sought)
    ]
    rows = await incidents_by_id(connection, actor, {row["id"] for found in likely for _, row in found})
    return [[(metres, rows[row["id"]]) for metres, row in found if row["id"] in rows] for found in likely]


def _likely(one: Sought, near: Sequence[Row], radius_m: int) -> list[tuple[int, Row]]:
    found = [
        (metres_between(one.lat, one.lon, row["lat"], row["lon"]), row)
        for row in near
        if row["id"] != one.apart_from
    ]
    return likeliest(found, one.occurred_at, radius_m)


def _asked(sought: Sequence[Sought], known: Mapping[int, Likeness]) -> dict[str, list[Asked]]:
    """What to ask by each size of cells, in the order of `_ASKED`."""
    asked: dict[str, list[Asked]] = defaultdict(list)
    for no, likeness in known.items():
        one, window = sought[no], timedelta(hours=likeness.window_h)
        box = box_round(one.lat, one.lon, likeness.radius_m)
        covering = cells_covering(box)
        if covering is None:
            continue  # so near a pole that the radius spans every longitude
        size, cells = covering
        within = (
            one.occurred_at - window,
            one.occurred_at + window,
            box.west,
            box.south,
            box.east,
            box.north,
        )
        asked[size] += [(no, cell, ",".join(likeness.slugs), *within) for cell in cells]
    return asked


def _newest(actor: Actor, size: str, asked: Sequence[Asked]) -> Any:
    """The newest few that are seen, cell by cell, each with the number of what it is like."""
    columns = zip(_ASKED.values(), zip(*asked, strict=True), strict=True)
    arrays = (literal(list(values), ARRAY(kind)) for kind, values in columns)
    at = func.unnest(*arrays).table_valued(*_ASKED).render_derived().c
    parts: tuple[ColumnElement[bool], ...] = (
        Incident.municipality_id == actor.municipality_id,
        CELLS[size] == at.cell,
        Incident.occurred_at.between(at.first, at.last),
        Incident.shelf == any_(literal(["reports"], ARRAY(Text))),  # as lists say it, read by cells
        Incident.status == any_(literal(list(STATUSES), ARRAY(Text))),
        Incident.category == any_(func.string_to_array(at.categories, ",")),
        Incident.lat.between(at.south, at.north),
        Incident.lon.between(at.west, at.east),
        or_(false(), *reasons_to_see(actor)),
    )
    columns_read = (Incident.id, Incident.lat, Incident.lon, Incident.occurred_at, Incident.fixed_at)
    newest = select(*columns_read).where(*parts).order_by(Incident.occurred_at.desc(), Incident.id.desc())
    found = newest.limit(_MOST_READ).lateral()
    return select(at.no, found).select_from(at.no.table).join(found, true())
