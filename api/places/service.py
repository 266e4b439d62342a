"""Changes of the registers of places; each is a row, a version and a record."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import orjson
from sqlalchemy import Table
from sqlalchemy.dialects.postgresql import insert

from api.access.permissions import Role
from api.access.registers import bump
from api.journal.acts import SYSTEM, Author, change, change_kind
from api.journal.service import Journal
from api.kit import clock
from api.kit.db import Connection, execute
from api.kit.errors import Problem, refused_field
from api.kit.geo import AreaIndex, BadGeometry, area_geometry, box_of
from api.kit.ids import derived_id, new_code
from api.kit.versions import Condition, put_row
from api.places import register_queries as queries
from api.places.models import Area, Category, Checkpoint, Site, Tiles
from api.places.register_schemas import AreaPut, CategoryPut, CheckpointPut, SitePut, TilesPut

REGISTER = "places"
DEFAULTS = Path(__file__).with_name("default_categories.json")
Model = type[Area | Site | Checkpoint | Category | Tiles]

KINDS = tuple(
    change_kind(f"{noun}.changed", subject)
    for noun, subject in (
        ("area", "areas"), ("site", "sites"), ("checkpoint", "checkpoints"),
        ("category", "categories"), ("tiles", "tiles"),
    )
)  # fmt: skip


async def put_rows(
    journal: Journal,
    connection: Connection,
    municipality_id: UUID,
    model: Model,
    rows: Sequence[Mapping[str, Any]],
    author: Author = SYSTEM,
    wanted: Condition | None = None,
) -> None:
    """Put register rows by their key, move the version, record each change.

    Without a condition whatever stands is replaced. Raises 404, 412.
    """
    table = model.__table__
    assert isinstance(table, Table)  # noqa: S101 a mapped class has a table
    names = [column.name for column in table.primary_key]
    kind = next(kind for kind in KINDS if kind.subject.type == table.name)
    for row in rows:
        keys = {"municipality_id": municipality_id} | {name: row[name] for name in names if name in row}
        values = {name: value for name, value in row.items() if name not in keys}
        if "geometry" in row:
            values |= asdict(box_of(row["geometry"]))
        if wanted is None:
            again = {**values, "version": table.c.version + 1}
            put = insert(table).values({**keys, **values})
            await execute(connection, put.on_conflict_do_update(index_elements=names, set_=again))
        else:
            await put_row(connection, model, keys, values, wanted)
        said = {name: value for name, value in row.items() if not isinstance(value, bytes)}
        subject_id = row.get("id") or derived_id(journal.keys.namespace, *keys.values(), table.name)
        await change(journal, connection, municipality_id, kind.name, subject_id, said, author)
    await bump(connection, municipality_id, REGISTER)


@dataclass(frozen=True, slots=True)
class Placing:
    """Whose places are changed, by whom, in a transaction behind their wall."""

    journal: Journal
    connection: Connection
    municipality_id: UUID
    author: Author = SYSTEM

    async def put(self, model: Model, row: Mapping[str, Any], wanted: Condition | None = None) -> None:
        """Put one row. Raises 404, 412, and 409 for a name or code that another has."""
        try:
            await put_rows(
                self.journal, self.connection, self.municipality_id, model, [row], self.author, wanted
            )
        except asyncpg.UniqueViolationError as error:
            raise Problem(409, "name_taken", "Another one has this name or code.") from error

    async def closed_at(self, model: Model, row_id: UUID, closed: bool) -> datetime | None:
        """When a row that is closed was closed first."""
        if not closed:
            return None
        found: datetime | None = await self.connection.fetchval(
            f"SELECT closed_at FROM {model.__tablename__} WHERE municipality_id = $1 AND id = $2",  # noqa: S608 ours
            self.municipality_id,
            row_id,
        )
        return found or clock.now()


async def put_area(
    placing: Placing, area_id: UUID, sent: AreaPut, crs: str | None, wanted: Condition
) -> None:
    """Put an area, and let every site know where it lies now. Raises also 422 for a bad geometry."""
    try:
        geometry = area_geometry(sent.geometry, crs)
    except BadGeometry as error:
        raise refused_field("geometry", str(error)) from error
    row = {"id": area_id, "name": sent.name, "kind": sent.kind, "geometry": geometry}
    row["closed_at"] = await placing.closed_at(Area, area_id, sent.closed)
    await placing.put(Area, row, wanted)
    await locate_sites(placing)


async def locate_sites(placing: Placing) -> None:
    """Give each site the area its position lies in, as the areas are now."""
    index = await area_index(placing)
    for site in await queries.all_sites(placing.connection, placing.municipality_id):
        area_id = index.find(site["lat"], site["lon"])
        if area_id != site["area_id"]:
            names = ("id", "name", "kind", "lat", "lon")
            await placing.put(Site, {**{name: site[name] for name in names}, "area_id": area_id})


async def area_index(placing: Placing) -> AreaIndex:
    """The open areas, to look positions up in."""
    areas = await queries.open_areas(placing.connection, placing.municipality_id)
    return AreaIndex([(row["id"], row["geometry"]) for row in areas])


async def put_site(placing: Placing, site_id: UUID, sent: SitePut, wanted: Condition) -> None:
    """Put a site; its area follows from its position."""
    index = await area_index(placing)
    row = {"id": site_id, **sent.model_dump(exclude={"closed"}), "area_id": index.find(sent.lat, sent.lon)}
    row["closed_at"] = await placing.closed_at(Site, site_id, sent.closed)
    await placing.put(Site, row, wanted)


async def put_checkpoint(
    placing: Placing, checkpoint_id: UUID, sent: CheckpointPut, wanted: Condition
) -> None:
    """Put a checkpoint; one that is new and has no code gets one. Raises also 422 for no such site."""
    row = {"id": checkpoint_id, **sent.model_dump(exclude={"closed", "code"})}
    row["closed_at"] = await placing.closed_at(Checkpoint, checkpoint_id, sent.closed)
    if sent.code is not None or wanted.version is None:
        row["code"] = sent.code or new_code()
    try:
        await placing.put(Checkpoint, row, wanted)
    except asyncpg.ForeignKeyViolationError as error:
        raise refused_field("site_id", "is no site of the municipality") from error


async def put_category(placing: Placing, slug: str, sent: CategoryPut, wanted: Condition) -> None:
    """Put a category."""
    await placing.put(Category, {"slug": slug, **sent.model_dump()}, wanted)


async def put_tiles(placing: Placing, role: Role, sent: TilesPut, wanted: Condition) -> None:
    """Put a role's home screen. Raises also 422 for a category that is not there or closed."""
    known = await queries.active_slugs(placing.connection, placing.municipality_id)
    if not set(sent.slugs) <= known:
        raise refused_field("slugs", "are of the active categories")
    await placing.put(Tiles, {"role": role, **sent.model_dump()}, wanted)


async def put_defaults(journal: Journal, connection: Connection, municipality_id: UUID) -> None:
    """Give a new municipality the house's categories, phrases and tiles."""
    defaults = orjson.loads(DEFAULTS.read_bytes())
    categories = [{"position": place, **category} for place, category in enumerate(defaults["categories"])]
    tiles = [{"role": role, "slugs": slugs} for role, slugs in defaults["tiles"].items()]
    await put_rows(journal, connection, municipality_id, Category, categories)
    await put_rows(journal, connection, municipality_id, Tiles, tiles)
