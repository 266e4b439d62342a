"""The collections of features: what each is called, holds and can be asked, and its pages."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select

from api.access.actors import Reading
from api.access.permissions import Permission
from api.access.showing import authors_of
from api.incidents.queries import one_incident, present
from api.kit.crs import Window
from api.kit.db import fetch
from api.kit.geo import Box, to_geojson
from api.kit.paging import page_of
from api.lists import service as lists
from api.lists.queries import Filter
from api.places.models import Area, Site

TEXT, NUMBER, MOMENT, IDENTITY = (
    {"type": "string"},
    {"type": "number"},
    {"type": "string", "format": "date-time"},
    {"type": "string", "format": "uuid"},
)
Feature = dict[str, Any]
_INCIDENT: dict[str, dict[str, str]] = {
    "category": TEXT, "status": TEXT, "source": TEXT, "occurred_at": MOMENT, "occurred_until": MOMENT,
    "received_at": MOMENT, "changed_at": MOMENT, "fixed_at": MOMENT, "severity": TEXT, "setting": TEXT,
    "area_id": IDENTITY, "site_id": IDENTITY, "precision": TEXT, "cost_sek": NUMBER, "receipt_no": TEXT,
    "place": TEXT, "note": TEXT,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a page of features is asked for."""

    limit: int
    cursor: str | None
    window: Window | None
    interval: tuple[datetime | None, datetime | None]
    equal: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Collection:
    """One collection; `filters` are the properties that can be asked for by a value."""

    title: str
    description: str
    properties: Mapping[str, Mapping[str, str]]
    filters: tuple[str, ...]
    page: Callable[[Reading, Wanted], Awaitable[tuple[list[Feature], str | None]]]
    one: Callable[[Reading, UUID], Awaitable[Feature | None]]
    permission: Permission = Permission.OGC_READ
    temporal: bool = False


def _feature(feature_id: Any, geometry: dict[str, Any] | None, properties: Mapping[str, Any]) -> Feature:
    shown = {"type": "Feature", "id": str(feature_id), "geometry": geometry}
    return {**shown, "properties": {name: value for name, value in properties.items() if value is not None}}


def _of_incident(item: Mapping[str, Any]) -> Feature:
    at = item["position"]
    geometry = at and {"type": "Point", "coordinates": [at["lon"], at["lat"]]}
    return _feature(item["id"], geometry, {name: item.get(name) for name in _INCIDENT})


async def _incidents(reading: Reading, wanted: Wanted) -> tuple[list[Feature], str | None]:
    """Newest first, as the asker sees them; police news only by `source=police`."""
    asked = Filter(
        category=tuple(value for name, value in wanted.equal.items() if name == "category"),
        status=tuple(value for name, value in wanted.equal.items() if name == "status"),
        area=_uuid(wanted.equal.get("area_id")),
        site=_uuid(wanted.equal.get("site_id")),
        source=wanted.equal.get("source"),
        occurred_from=wanted.interval[0],
        occurred_to=wanted.interval[1],
        bbox=wanted.window.box if wanted.window else None,
    )
    items, following = await lists.page(reading, asked, page_of(wanted.limit, wanted.cursor, 0))
    return _within(wanted, [_of_incident(item) for item in items]), following


async def _incident(reading: Reading, incident_id: UUID) -> Feature | None:
    row = await one_incident(reading.connection, reading.actor, incident_id)
    if row is None:
        return None
    authors = await authors_of(reading.connection, reading.actor.municipality_id, {row["author_id"]})
    return _of_incident(present(reading.actor, row, authors))


def _within(wanted: Wanted, features: Sequence[Feature]) -> list[Feature]:
    """Those in the window itself: the box of degrees round it holds somewhat more."""
    return [one for one in features if wanted.window is None or wanted.window.meets(one["geometry"])]


def _uuid(text: str | None) -> UUID | None:
    return None if text is None else UUID(text)


async def _places(
    reading: Reading, model: type[Area] | type[Site], wanted: Wanted | None, only: UUID | None = None
) -> tuple[list[Feature], str | None]:
    """Open rows of a register of places, by id; of a window's box those that touch the window itself."""
    parts: list[ColumnElement[bool]] = [
        model.municipality_id == reading.actor.municipality_id, model.closed_at.is_(None),
        *([model.id == only] if only else []),
    ]  # fmt: skip
    for name, value in (wanted.equal if wanted else {}).items():
        column = model.__table__.c[name]
        parts.append(column == (UUID(value) if name.endswith("_id") else value))
    if wanted and wanted.cursor:
        parts.append(model.id > UUID(wanted.cursor))
    found = select(model).where(*parts).order_by(model.id)
    if wanted and wanted.window is None:
        found = found.limit(wanted.limit + 1)
    elif wanted and wanted.window:
        found = found.where(*_near(model, wanted.window.box))
    rows = await fetch(reading.connection, found)
    features = [_of_area(row) if model is Area else _of_site(row) for row in rows]
    if wanted is None:
        return features, None
    within = _within(wanted, features)
    return within[: wanted.limit], within[wanted.limit - 1]["id"] if len(within) > wanted.limit else None


def _near(model: type[Area] | type[Site], box: Box) -> list[ColumnElement[bool]]:
    if model is Site:
        return [Site.lat.between(box.south, box.north), Site.lon.between(box.west, box.east)]
    return [
        Area.west <= box.east,
        Area.east >= box.west,
        Area.south <= box.north,
        Area.north >= box.south,
    ]


def _of_area(row: Any) -> Feature:
    return _feature(row["id"], to_geojson(row["geometry"]), {"name": row["name"], "kind": row["kind"]})


def _of_site(row: Any) -> Feature:
    shown = {name: row[name] for name in ("name", "kind", "address")}
    shown["area_id"] = None if row["area_id"] is None else str(row["area_id"])
    return _feature(row["id"], {"type": "Point", "coordinates": [row["lon"], row["lat"]]}, shown)


def _register(
    title: str, description: str, model: type[Area] | type[Site], properties: Mapping[str, Mapping[str, str]],
    filters: tuple[str, ...],
) -> Collection:  # fmt: skip
    async def page(reading: Reading, wanted: Wanted) -> tuple[list[Feature], str | None]:
        return await _places(reading, model, wanted)

    async def one(reading: Reading, feature_id: UUID) -> Feature | None:
        return next(iter((await _places(reading, model, None, feature_id))[0]), None)

    return Collection(title, description, properties, filters, page, one)


COLLECTIONS: dict[str, Collection] = {
    "incidents": Collection(
        "Händelser / Incidents",
        "Reports that the asker may see, newest first; the police's public news by source=police.",
        _INCIDENT,
        ("category", "status", "source", "area_id", "site_id"),
        _incidents,
        _incident,
        permission=Permission.INCIDENTS_READ,
        temporal=True,
    ),
    "areas": _register(
        "Områden / Areas", "Districts and neighbourhoods.", Area, {"name": TEXT, "kind": TEXT}, ("kind",)
    ),
    "sites": _register(
        "Objekt / Sites",
        "Buildings and places, without their instructions.",
        Site,
        {"name": TEXT, "kind": TEXT, "address": TEXT, "area_id": IDENTITY},
        ("kind", "area_id"),
    ),
}
