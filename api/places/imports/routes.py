"""HTTP for imports of areas and sites: tried first, then done to what was tried."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from api.access.registers import register_version
from api.kit.errors import Problem
from api.kit.http import API, body_bytes, json_response
from api.kit.openapi import takes
from api.kit.versions import Condition, condition, etag
from api.places import register_schemas as wire
from api.places.imports import service
from api.places.imports.files import ImportRefused
from api.places.routes import Crs, Places, placing_of
from api.places.service import REGISTER, Placing

router = APIRouter(prefix=API, tags=["registers"])
DryRun = Annotated[bool, Query(description="Only tell what would be done; false also needs `If-Match`.")]
Import = Callable[..., Awaitable[dict[str, Any]]]
MOST_BYTES = 5 * 1024 * 1024


def _seen(request: Request, dry_run: DryRun = True) -> Condition | None:
    """For what is done: the version that the trial told; for a trial none. Raises 428."""
    return None if dry_run else condition(request)


_seen.headers = ("If-Match",)  # type: ignore[attr-defined]
Seen = Annotated[Condition | None, Depends(_seen)]


@router.post("/imports/areas", response_model=wire.ImportReport)
async def import_areas(
    request: Request, reading: Places, seen: Seen, document: dict[str, Any], crs: Crs = None
) -> Response:
    """Import a GeoJSON FeatureCollection of areas, all or nothing; a trial unless `dry_run=false`."""
    placing = placing_of(request, reading)
    return await _imported(placing, seen, partial(service.import_areas, placing, document, crs))


@router.post("/imports/sites", response_model=wire.ImportReport)
@takes(bytes, "text/csv")
async def import_sites(request: Request, reading: Places, seen: Seen, crs: Crs = None) -> Response:
    """Import sites with checkpoints from CSV or GeoJSON, all or nothing; a trial unless `dry_run=false`."""
    placing, raw = placing_of(request, reading), await body_bytes(request, MOST_BYTES)
    return await _imported(placing, seen, partial(service.import_sites, placing, raw, crs))


async def _imported(placing: Placing, seen: Condition | None, act: Import) -> Response:
    """The report, with the version of the registers by which a trial becomes true. Raises 412, 422."""
    if seen is not None:
        await service.hold_register(placing, seen)
    try:
        report = await act(dry_run=seen is None)
    except ImportRefused as refused:
        errors = [{"field": f"{one.place}: {one.field}", "reason": one.reason} for one in refused.faults]
        raise Problem(422, "import_refused", "Nothing is imported.", errors=errors) from refused
    version = await register_version(placing.connection, placing.municipality_id, REGISTER)
    return json_response(report, headers={"ETag": etag(version)})
