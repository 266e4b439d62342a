"""Every SELECT of the registers of places as they are managed, closed rows too."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from api.kit.db import Connection, Row, fetch, fetch_one, from_json
from api.kit.errors import not_found
from api.kit.geo import WGS84, overlapping, to_geojson
from api.kit.listing import Listing, Order, Shown, page
from api.places.models import Area, Category, Checkpoint, Site, Tiles

Found = tuple[list[Shown], str | None]


def _areas(municipality_id: UUID) -> Select[*tuple[Any, ...]]:
    return select(
        Area.id,
        Area.name,
        Area.kind,
        Area.geometry,
        Area.closed_at.is_not(None).label("closed"),
        Area.version,
    ).where(Area.municipality_id == municipality_id)


async def areas_page(connection: Connection, municipality_id: UUID, wanted: Listing) -> Found:
    """A page of areas by name."""
    return await page(connection, _areas(municipality_id), Order(Area.name, Area.id), (Area.name,), wanted)


def area_shown(row: Shown, crs: str = WGS84) -> Shown:
    """An area with its geometry in a reference system."""
    return {**row, "geometry": to_geojson(row["geometry"], crs)}


async def area(connection: Connection, municipality_id: UUID, area_id: UUID, crs: str) -> Shown:
    """One area, with the open ones that cover some of the same ground. Raises 404."""
    row = _found(await fetch_one(connection, _areas(municipality_id).where(Area.id == area_id)))
    others = await open_areas(connection, municipality_id)
    names = {other["id"]: other["name"] for other in others}
    shared = overlapping(row["geometry"], [(o["id"], o["geometry"]) for o in others if o["id"] != area_id])
    overlaps = [{"id": key, "name": names[key], "area_m2": size} for key, size in shared]
    return {**area_shown(row, crs), "overlaps": overlaps}


async def open_areas(connection: Connection, municipality_id: UUID) -> list[Row]:
    """Every open area."""
    return await fetch(connection, _areas(municipality_id).where(Area.closed_at.is_(None)))


async def areas_by_name(connection: Connection, municipality_id: UUID) -> dict[str, Shown]:
    """Every area, closed ones too."""
    return {row["name"]: dict(row) for row in await fetch(connection, _areas(municipality_id))}


def _sites(municipality_id: UUID) -> Select[*tuple[Any, ...]]:
    return select(
        Site.id, Site.name, Site.kind, Site.address, Site.lat, Site.lon, Site.area_id, Site.instructions,
        Site.expected, Site.closed_at.is_not(None).label("closed"), Site.version,
    ).where(Site.municipality_id == municipality_id)  # fmt: skip


async def sites_page(connection: Connection, municipality_id: UUID, wanted: Listing) -> Found:
    """A page of sites by name."""
    searched = (Site.name, Site.address)
    return await page(connection, _sites(municipality_id), Order(Site.name, Site.id), searched, wanted)


async def site(connection: Connection, municipality_id: UUID, site_id: UUID) -> Shown:
    """One site. Raises 404."""
    return _found(await fetch_one(connection, _sites(municipality_id).where(Site.id == site_id)))


async def all_sites(connection: Connection, municipality_id: UUID) -> list[Shown]:
    """Every site, as an import compares them."""
    return [dict(row) for row in await fetch(connection, _sites(municipality_id))]


def _checkpoints(municipality_id: UUID) -> Select[*tuple[Any, ...]]:
    return select(
        Checkpoint.id, Checkpoint.site_id, Checkpoint.name, Checkpoint.code, Checkpoint.lat, Checkpoint.lon,
        Checkpoint.closed_at.is_not(None).label("closed"), Checkpoint.version,
    ).where(Checkpoint.municipality_id == municipality_id)  # fmt: skip


async def checkpoints_page(
    connection: Connection, municipality_id: UUID, wanted: Listing, site_id: UUID | None
) -> Found:
    """A page of checkpoints by name, of one site or all."""
    statement = _checkpoints(municipality_id)
    if site_id is not None:
        statement = statement.where(Checkpoint.site_id == site_id)
    order, searched = Order(Checkpoint.name, Checkpoint.id), (Checkpoint.name, Checkpoint.code)
    return await page(connection, statement, order, searched, wanted)


async def checkpoint(connection: Connection, municipality_id: UUID, checkpoint_id: UUID) -> Shown:
    """One checkpoint. Raises 404."""
    return _found(
        await fetch_one(connection, _checkpoints(municipality_id).where(Checkpoint.id == checkpoint_id))
    )


async def all_checkpoints(connection: Connection, municipality_id: UUID) -> list[Shown]:
    """Every checkpoint, as an import compares them."""
    return [dict(row) for row in await fetch(connection, _checkpoints(municipality_id))]


async def open_checkpoints(connection: Connection, municipality_id: UUID, site_id: UUID) -> list[Shown]:
    """A site's checkpoints to print signs for."""
    statement = _checkpoints(municipality_id).where(
        Checkpoint.site_id == site_id, Checkpoint.closed_at.is_(None)
    )
    return [dict(row) for row in await fetch(connection, statement.order_by(Checkpoint.name))]


def _categories(municipality_id: UUID) -> Select[*tuple[Any, ...]]:
    return select(
        Category.slug, Category.position, Category.name, Category.icon, Category.place_fault,
        Category.counted, Category.active, Category.duplicate_group, Category.radius_m, Category.window_h,
        Category.phrases, Category.version,
    ).where(Category.municipality_id == municipality_id)  # fmt: skip


async def categories_page(connection: Connection, municipality_id: UUID, wanted: Listing) -> Found:
    """A page of categories in their order."""
    order = Order(Category.position, Category.slug)
    return await page(connection, _categories(municipality_id), order, (Category.slug,), wanted)


def category_shown(row: Shown) -> Shown:
    """A category."""
    return {**row, "name": from_json(row["name"]), "phrases": from_json(row["phrases"])}


async def category(connection: Connection, municipality_id: UUID, slug: str) -> Shown:
    """One category. Raises 404."""
    statement = _categories(municipality_id).where(Category.slug == slug)
    return category_shown(_found(await fetch_one(connection, statement)))


async def active_slugs(connection: Connection, municipality_id: UUID) -> set[str]:
    """The categories that may stand on a home screen."""
    statement = select(Category.slug).where(Category.municipality_id == municipality_id, Category.active)
    return {row["slug"] for row in await fetch(connection, statement)}


def _tiles(municipality_id: UUID) -> Select[*tuple[Any, ...]]:
    return select(Tiles.role, Tiles.slugs, Tiles.version).where(Tiles.municipality_id == municipality_id)


async def tiles_page(connection: Connection, municipality_id: UUID, wanted: Listing) -> Found:
    """A page of tiles by role."""
    return await page(
        connection, _tiles(municipality_id), Order(Tiles.role, Tiles.role), (Tiles.role,), wanted
    )


async def tiles(connection: Connection, municipality_id: UUID, role: str) -> Shown:
    """A role's tiles. Raises 404."""
    return _found(await fetch_one(connection, _tiles(municipality_id).where(Tiles.role == role)))


def _found(row: Row | None) -> Shown:
    if row is None:
        raise not_found()
    return dict(row)
