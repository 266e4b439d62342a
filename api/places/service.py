"""Changes of the registers of places; each is a row, a version and a record."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Table
from sqlalchemy.dialects.postgresql import insert

from api.access.registers import bump
from api.journal.acts import SYSTEM, Author, change, change_kind
from api.journal.service import Journal
from api.kit.db import Connection, execute
from api.kit.geo import BadGeometry, area_geometry
from api.kit.ids import new_id
from api.places.models import Area, Category, Checkpoint, Site, Tiles

REGISTER = "places"
DEFAULTS = Path(__file__).with_name("default_categories.json")

KINDS = tuple(
    change_kind(f"{noun}.changed", subject)
    for noun, subject in (
        ("area", "areas"), ("site", "sites"), ("checkpoint", "checkpoints"),
        ("category", "categories"), ("tiles", "tiles"),
    )
)  # fmt: skip


class ImportRefused(ValueError):
    """A file that was not imported; each line says which feature and why."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = list(reasons)


async def put_rows(
    journal: Journal,
    connection: Connection,
    municipality_id: UUID,
    model: type[Area | Site | Checkpoint | Category | Tiles],
    rows: Sequence[dict[str, Any]],
    author: Author = SYSTEM,
) -> None:
    """Insert or replace register rows by their key, move the version, record each change."""
    table = model.__table__
    assert isinstance(table, Table)  # noqa: S101 a mapped class has a table
    keys = [column.name for column in table.primary_key]
    kind = next(kind for kind in KINDS if kind.subject.type == table.name)
    for row in rows:
        values = {"municipality_id": municipality_id, **row}
        statement = insert(table).values(values)
        again = {name: statement.excluded[name] for name in row if name not in keys}
        if "version" in table.columns:
            again["version"] = table.columns["version"] + 1
        await execute(connection, statement.on_conflict_do_update(index_elements=keys, set_=again))
        said = {name: value for name, value in row.items() if not isinstance(value, bytes)}
        await change(journal, connection, municipality_id, kind.name, row.get("id") or new_id(), said, author)
    await bump(connection, municipality_id, REGISTER)


def read_areas(document: Any) -> list[dict[str, Any]]:
    """Rows of a GeoJSON FeatureCollection with `name` in the properties. Raises ImportRefused.

    All or nothing: one bad feature refuses the file, naming every bad one.
    """
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or not features:
        raise ImportRefused(["the file is not a GeoJSON FeatureCollection with features"])
    rows, reasons, seen = [], [], set()
    for number, given in enumerate(features, start=1):
        feature = given if isinstance(given, dict) else {}
        properties = feature.get("properties") if isinstance(feature.get("properties"), dict) else {}
        name = (properties or {}).get("name")
        name = name.strip() if isinstance(name, str) else ""
        if not name or not name.isprintable():
            reasons.append(f"feature {number}: has no name in its properties")
            continue
        if name in seen:
            reasons.append(f"feature {number}: the name is used twice")
        seen.add(name)
        try:
            geometry = area_geometry(feature.get("geometry"))
        except BadGeometry as error:
            reasons.append(f"feature {number}: the geometry {error}")
            continue
        rows.append(
            {
                "name": name,
                "kind": str((properties or {}).get("kind") or "district"),
                "geometry": geometry,
            }
        )
    if reasons:
        raise ImportRefused(reasons)
    return rows


async def import_areas(
    journal: Journal,
    connection: Connection,
    municipality_id: UUID,
    document: Any,
    author: Author = SYSTEM,
) -> int:
    """Put every area of a GeoJSON document; one with a known name replaces that area. The number put."""
    rows = read_areas(document)
    known = {
        row["name"]: row["id"]
        for row in await connection.fetch(
            "SELECT id, name FROM areas WHERE municipality_id = $1", municipality_id
        )
    }
    for row in rows:
        row["id"] = known.get(row["name"]) or new_id()
    await put_rows(journal, connection, municipality_id, Area, rows, author)
    return len(rows)


async def put_defaults(journal: Journal, connection: Connection, municipality_id: UUID) -> None:
    """Give a new municipality the house's categories, phrases and tiles."""
    defaults = orjson.loads(DEFAULTS.read_bytes())
    categories = [{"position": place, **category} for place, category in enumerate(defaults["categories"])]
    tiles = [{"role": role, "slugs": slugs} for role, slugs in defaults["tiles"].items()]
    await put_rows(journal, connection, municipality_id, Category, categories)
    await put_rows(journal, connection, municipality_id, Tiles, tiles)
