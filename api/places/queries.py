"""Every SELECT of the registers of places."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from api.kit.db import Connection, fetch, fetch_one, from_json
from api.kit.geo import AreaIndex, to_geojson
from api.kit.schema import Position
from api.places.models import Area, Category, Checkpoint, Site, Tiles


@dataclass(frozen=True, slots=True)
class SiteMark:
    """What intake needs to know of a site."""

    area_id: UUID | None
    lat: float
    lon: float
    closed: bool


@dataclass(frozen=True, slots=True)
class PlaceIndex:
    """A municipality's places as intake asks them: in memory, at most a second old."""

    areas: AreaIndex
    sites: dict[UUID, SiteMark]
    categories: dict[str, bool]
    place_faults: frozenset[str] = field(default_factory=frozenset)

    def locate(
        self, position: Position | None, site_id: UUID | None
    ) -> tuple[dict[str, Any], tuple[str, ...]]:
        """What is computed once from where a fact happened, and `unknown_site` for a stale one."""
        site = self.sites.get(site_id) if site_id else None
        flags = ("unknown_site",) if site_id and (site is None or site.closed) else ()
        if position is not None:
            return {"area_id": self.areas.find(position.lat, position.lon)}, flags
        if site is None:
            return {}, flags
        at = {"lat": site.lat, "lon": site.lon}
        return {"area_id": site.area_id, "precision": "site", "site_position": at}, flags

    def stale_category(self, slug: str | None) -> tuple[str, ...]:
        """`unknown_category` for one that is not there or closed; None names none."""
        return () if slug is None or self.categories.get(slug) else ("unknown_category",)


@dataclass(frozen=True, slots=True)
class Likeness:
    """What may tell of the same thing as a category: which categories, how near and how soon."""

    slugs: tuple[str, ...]
    radius_m: int
    window_h: int


async def likenesses(connection: Connection, municipality_id: UUID) -> dict[str, Likeness]:
    """Each category's own radius and time, and the categories of its group."""
    rows = await fetch(
        connection,
        select(Category.slug, Category.duplicate_group, Category.radius_m, Category.window_h).where(
            Category.municipality_id == municipality_id
        ),
    )
    groups: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        groups[row["duplicate_group"]].append(row["slug"])
    return {
        row["slug"]: Likeness(
            tuple(groups[row["duplicate_group"]] if row["duplicate_group"] else (row["slug"],)),
            row["radius_m"],
            row["window_h"],
        )
        for row in rows
    }


async def place_index(connection: Connection, municipality_id: UUID) -> PlaceIndex:
    """Read what intake asks."""
    areas = await fetch(
        connection,
        select(Area.id, Area.geometry).where(
            Area.municipality_id == municipality_id, Area.closed_at.is_(None)
        ),
    )
    sites = await fetch(connection, _sites(municipality_id))
    categories = await fetch(
        connection,
        select(Category.slug, Category.active, Category.place_fault).where(
            Category.municipality_id == municipality_id
        ),
    )
    return PlaceIndex(
        areas=AreaIndex([(row["id"], row["geometry"]) for row in areas]),
        sites={
            row["id"]: SiteMark(row["area_id"], row["lat"], row["lon"], row["closed_at"] is not None)
            for row in sites
        },
        categories={row["slug"]: row["active"] for row in categories},
        place_faults=frozenset(row["slug"] for row in categories if row["place_fault"]),
    )


def _sites(municipality_id: UUID) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Site.id, Site.name, Site.kind, Site.address, Site.lat, Site.lon, Site.area_id,
            Site.instructions, Site.expected, Site.closed_at,
        )
        .where(Site.municipality_id == municipality_id)
        .order_by(Site.name)
    )  # fmt: skip


async def kit_categories(connection: Connection, municipality_id: UUID) -> list[dict[str, Any]]:
    """Active categories in order, with phrases, as the phone keeps them."""
    rows = await fetch(
        connection,
        select(Category).where(
            Category.municipality_id == municipality_id, Category.active, Category.counted
        ).order_by(Category.position),
    )  # fmt: skip
    return [
        {
            "slug": row["slug"],
            "name": from_json(row["name"]),
            "icon": row["icon"],
            "phrases": from_json(row["phrases"]),
            "place_fault": row["place_fault"],
        }
        for row in rows
    ]


async def kit_areas(connection: Connection, municipality_id: UUID) -> dict[str, Any]:
    """Open areas as a GeoJSON FeatureCollection."""
    rows = await fetch(
        connection,
        select(Area.id, Area.name, Area.kind, Area.geometry)
        .where(Area.municipality_id == municipality_id, Area.closed_at.is_(None))
        .order_by(Area.name),
    )
    features = [
        {
            "type": "Feature",
            "id": row["id"],
            "properties": {"id": row["id"], "name": row["name"], "kind": row["kind"]},
            "geometry": to_geojson(row["geometry"]),
        }
        for row in rows
    ]
    return {"type": "FeatureCollection", "features": features}


async def kit_sites(connection: Connection, municipality_id: UUID) -> list[dict[str, Any]]:
    """Open sites with their checkpoints."""
    points: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for row in await fetch(
        connection,
        select(
            Checkpoint.id,
            Checkpoint.site_id,
            Checkpoint.name,
            Checkpoint.code,
            Checkpoint.lat,
            Checkpoint.lon,
        )
        .where(Checkpoint.municipality_id == municipality_id, Checkpoint.closed_at.is_(None))
        .order_by(Checkpoint.name),
    ):
        points[row["site_id"]].append({key: row[key] for key in ("id", "name", "code", "lat", "lon")})
    names = ("id", "name", "kind", "address", "lat", "lon", "area_id", "instructions", "expected")
    sites = await fetch(connection, _sites(municipality_id).where(Site.closed_at.is_(None)))
    return [{**{key: row[key] for key in names}, "checkpoints": points[row["id"]]} for row in sites]


async def role_tiles(connection: Connection, municipality_id: UUID, roles: tuple[str, ...]) -> list[str]:
    """The tiles of the first of the roles that has any."""
    for role in roles:
        row = await fetch_one(
            connection,
            select(Tiles.slugs).where(Tiles.municipality_id == municipality_id, Tiles.role == role),
        )
        if row is not None:
            return list(row["slugs"])
    return []
