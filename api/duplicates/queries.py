"""The look for reports that may tell of the same thing, among those an actor may see."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from api.access.actors import Actor
from api.duplicates.rules import STATUSES, likeliest
from api.kit.db import Connection, Row
from api.kit.geo import box_round, metres_between
from api.kit.paging import Page
from api.lists.queries import Filter, list_incidents
from api.places.queries import likeness_of

_MOST_READ = 50  # the newest few of a place and a time are enough to find one that is the same


@dataclass(frozen=True, slots=True)
class Sought:
    """What is told of; `apart_from` is the report that tells it, if it has come."""

    category: str
    lat: float
    lon: float
    occurred_at: datetime
    apart_from: UUID | None = None


async def similar_incidents(connection: Connection, actor: Actor, sought: Sought) -> list[tuple[int, Row]]:
    """The likeliest few with their distance in whole metres, nearest first.

    Of the category's group, within the category's own radius and time, not dismissed, not mended before.
    """
    likeness = await likeness_of(connection, actor.municipality_id, sought.category)
    if likeness is None:
        return []
    window = timedelta(hours=likeness.window_h)
    wanted = Filter(
        category=likeness.slugs,
        status=STATUSES,
        occurred_from=sought.occurred_at - window,
        occurred_to=sought.occurred_at + window,
        bbox=box_round(sought.lat, sought.lon, likeness.radius_m),
    )
    rows, _ = await list_incidents(connection, actor, wanted, Page(limit=_MOST_READ))
    found = [
        (metres_between(sought.lat, sought.lon, row["lat"], row["lon"]), row)
        for row in rows
        if row["id"] != sought.apart_from
    ]
    return likeliest(found, sought.occurred_at, likeness.radius_m)
