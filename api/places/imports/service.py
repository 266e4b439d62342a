"""Imports of areas and of sites with checkpoints: what is found by name is changed, nothing is taken away."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from api.access.registers import bump, register_version
from api.kit.geo import overlapping
from api.kit.ids import new_code, new_id
from api.kit.versions import Condition, changed_since
from api.places import register_queries as queries
from api.places.imports.files import Fault, ImportRefused, read_areas
from api.places.imports.site_files import SiteRow, read_sites
from api.places.models import Area, Checkpoint, Site
from api.places.register_schemas import AreaFields
from api.places.service import REGISTER, Placing, area_index, locate_sites

Plan = list[tuple[type[Site | Checkpoint], dict[str, Any]]]


async def hold_register(placing: Placing, wanted: Condition) -> None:
    """Take the registers of places as whoever tried the file saw them. Raises 412 when they moved since.

    Until COMMIT no other import passes here.
    """
    await bump(placing.connection, placing.municipality_id, REGISTER)
    version = await register_version(placing.connection, placing.municipality_id, REGISTER) - 1
    if version != wanted.version:
        raise changed_since(version)


async def import_areas(
    placing: Placing, document: Any, crs: str | None = None, *, dry_run: bool = False
) -> dict[str, Any]:
    """Put every area of a GeoJSON document; one with a known name replaces that area's geometry and kind.

    The report of it (`ImportReport`). Raises ImportRefused; then nothing is imported.
    """
    rows = read_areas(document, crs)
    standing = await queries.areas_by_name(placing.connection, placing.municipality_id)
    items = []
    for row in rows:
        before = standing.get(row["name"])
        row |= {"id": before["id"] if before else new_id(), "kind": row.get("kind") or _kind(before)}
        items.append({"name": row["name"], "act": _act(before, row), "checkpoints": 0})
    changed = [row for row, item in zip(rows, items, strict=True) if item["act"] != "unchanged"]
    if not dry_run:
        for row in changed:
            await placing.put(Area, row)
        await locate_sites(placing)
    geometries = {name: before["geometry"] for name, before in standing.items() if not before["closed"]}
    geometries |= {row["name"]: row["geometry"] for row in rows}
    return {"dry_run": dry_run, "items": items, "overlaps": _overlaps(geometries)}


def _act(before: Mapping[str, Any] | None, row: Mapping[str, Any]) -> str:
    if before is None:
        return "added"
    return "unchanged" if all(before[name] == value for name, value in row.items()) else "changed"


def _kind(before: Mapping[str, Any] | None) -> str:
    return str(before["kind"]) if before else AreaFields.model_fields["kind"].default


def _given(sent: BaseModel, before: Mapping[str, Any] | None) -> dict[str, Any]:
    """What the file says; what it leaves out stays as it is."""
    if before is None:
        return sent.model_dump()
    return {name: before[name] for name in type(sent).model_fields} | sent.model_dump(exclude_unset=True)


def _overlaps(geometries: Mapping[str, bytes]) -> list[str]:
    """Pairs of areas that cover the same ground, in words."""
    found, others = [], list(geometries.items())
    while others:
        name, geometry = others.pop()
        found += [f"{other} / {name}: {size} m²" for other, size in overlapping(geometry, others)]
    return sorted(found)


async def import_sites(
    placing: Placing, raw: bytes, crs: str | None = None, *, dry_run: bool = False
) -> dict[str, Any]:
    """Put every site and checkpoint of a CSV or GeoJSON file, sites by name, checkpoints by code or name.

    The report of it (`ImportReport`). Raises ImportRefused; then nothing is imported.
    """
    rows = read_sites(raw, crs)
    sites = {row["name"]: row for row in await queries.all_sites(placing.connection, placing.municipality_id)}
    points = await queries.all_checkpoints(placing.connection, placing.municipality_id)
    index = await area_index(placing)
    plan: Plan = []
    faults: list[Fault] = []
    items, codes = [], {row["code"]: row["id"] for row in points}
    for row in rows:
        before = sites.get(row.site.name)
        site = {"id": before["id"] if before else new_id(), **_given(row.site, before)}
        site["area_id"] = index.find(site["lat"], site["lon"])
        act = _act(before, site)
        if act != "unchanged":
            plan.append((Site, site))
        own = _planned(row, site["id"], points, codes, faults)
        plan += [(Checkpoint, point) for point in own]
        act = "changed" if act == "unchanged" and own else act
        items.append({"name": row.site.name, "act": act, "checkpoints": len(row.checkpoints)})
    if faults:
        raise ImportRefused(faults)
    if not dry_run:
        for model, values in plan:
            await placing.put(model, values)
    return {"dry_run": dry_run, "items": items, "overlaps": []}


def _planned(
    row: SiteRow,
    site_id: UUID,
    points: Sequence[Mapping[str, Any]],
    codes: dict[str, UUID],
    faults: list[Fault],
) -> list[dict[str, Any]]:
    """What of a site's checkpoints is new or changed; `codes` is who has which, also in this file."""
    standing = {point["name"]: point for point in points if point["site_id"] == site_id}
    by_code = {point["code"]: point for point in standing.values()}
    planned, seen = [], set()
    for place, sent in row.checkpoints:
        before = by_code.get(sent.code or "") or standing.get(sent.name)
        point = {"id": before["id"] if before else new_id(), "site_id": site_id, **_given(sent, before)}
        point["code"] = point["code"] or new_code()
        if point["id"] in seen or sent.name in seen:
            faults.append(Fault(place, "checkpoint", "is used twice"))
        elif codes.setdefault(point["code"], point["id"]) != point["id"]:
            faults.append(Fault(place, "code", "is another checkpoint's"))
        seen |= {point["id"], sent.name}
        if _act(before, point) != "unchanged":
            planned.append(point)
    return planned
