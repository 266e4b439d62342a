"""Reads an invented municipality's registers and map from the files beside this module."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from api.demo.rules import register_id

SLUGS = ("ljusvik", "granby")
_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Organisation:
    """A unit, company, school …; `key` is its name inside the demonstration."""

    id: UUID
    key: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody invented; without `login` only an author of synthetic reports."""

    id: UUID
    username: str
    name: str
    role: str
    organisation: str
    organisation_id: UUID
    login: bool


@dataclass(frozen=True, slots=True)
class Area:
    """A district; `geometry` is GeoJSON in WGS84 and tiles the shore with the others."""

    id: UUID
    key: str
    name: str
    kind: str
    geometry: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A point to visit on a site; `code` is what stands on its sign."""

    id: UUID
    name: str
    code: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Site:
    """A building or place with instructions; `expected` holds keys such as `locked`."""

    id: UUID
    key: str
    name: str
    kind: str
    address: str
    area: str
    area_id: UUID
    lat: float
    lon: float
    radius_m: float
    instructions: str
    expected: tuple[str, ...]
    checkpoints: tuple[Checkpoint, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where incidents happen: a site, a known place (both with `radius_m`) or a street (`line`)."""

    key: str
    name: str
    kind: str
    lat: float
    lon: float
    radius_m: float
    site_id: UUID | None = None
    line: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True)
class DemoMunicipality:
    """All registers of one invented municipality; ids never change between runs."""

    id: UUID
    slug: str
    name: str
    domain: str
    password: str
    time_zone: str
    settings: dict[str, Any]
    organisations: tuple[Organisation, ...]
    people: tuple[Person, ...]
    areas: tuple[Area, ...]
    sites: tuple[Site, ...]
    spots: tuple[Spot, ...]
    incidents_per_week: float
    category_factors: dict[str, float]
    map: dict[str, Any]

    def organisation(self, key: str) -> Organisation:
        """The organisation of that key; KeyError if there is none."""
        return {row.key: row for row in self.organisations}[key]

    def layer(self, name: str) -> list[dict[str, Any]]:
        """The map's GeoJSON features of one layer: shore, area or context."""
        return [each for each in self.map["features"] if each["properties"]["layer"] == name]


@cache
def demo_municipality(slug: str) -> DemoMunicipality:
    """Read one of `SLUGS`; FileNotFoundError for another."""
    row = json.loads((_FOLDER / f"{slug}.json").read_text("utf-8"))
    chart = json.loads((_FOLDER / f"{slug}.geojson").read_text("utf-8"))
    sites = tuple(_site(slug, each) for each in row["sites"])
    return DemoMunicipality(
        id=register_id(slug),
        slug=slug,
        name=row["name"],
        domain=row["domain"],
        password=f"{slug}-demo",
        time_zone=row["time_zone"],
        settings=row["settings"],
        organisations=tuple(
            Organisation(register_id(slug, "organisation", each["key"]), **each)
            for each in row["organisations"]
        ),
        people=tuple(_person(slug, each) for each in row["people"]),
        areas=_areas(slug, chart),
        sites=sites,
        spots=(*_spots(sites, row["places"]), *_streets(chart)),
        incidents_per_week=row["incidents_per_week"],
        category_factors=row["category_factors"],
        map=chart,
    )


def _person(slug: str, row: dict[str, Any]) -> Person:
    organisation_id = register_id(slug, "organisation", row["organisation"])
    person_id = register_id(slug, "person", row["username"])
    return Person(id=person_id, organisation_id=organisation_id, **row)


def _site(slug: str, row: dict[str, Any]) -> Site:
    checkpoints = tuple(
        Checkpoint(register_id(slug, "checkpoint", each["code"]), **each) for each in row["checkpoints"]
    )
    known = {**row, "expected": tuple(row["expected"]), "checkpoints": checkpoints}
    area_id = register_id(slug, "area", row["area"])
    return Site(id=register_id(slug, "site", row["key"]), area_id=area_id, **known)


def _areas(slug: str, chart: dict[str, Any]) -> tuple[Area, ...]:
    rows = [
        (each["properties"], each["geometry"])
        for each in chart["features"]
        if each["properties"]["layer"] == "area"
    ]
    return tuple(
        Area(register_id(slug, "area", row["key"]), row["key"], row["name"], row["kind"], geometry)
        for row, geometry in rows
    )


def _spots(sites: tuple[Site, ...], places: list[dict[str, Any]]) -> list[Spot]:
    known = [Spot(s.key, s.name, s.kind, s.lat, s.lon, s.radius_m, s.id) for s in sites]
    for row in places:
        fields = (row[name] for name in ("key", "name", "kind", "lat", "lon", "radius_m"))
        known.append(Spot(*fields))
    return known


def _streets(chart: dict[str, Any]) -> list[Spot]:
    streets = []
    for each in chart["features"]:
        if each["geometry"]["type"] == "LineString":
            row, line = each["properties"], tuple(map(tuple, each["geometry"]["coordinates"]))
            lon, lat = line[0]
            streets.append(Spot(row["key"], row["name"], row["kind"], lat, lon, 12.0, None, line))
    return streets
