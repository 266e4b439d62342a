"""HTTP for the registers of places, and sheets of QR codes."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response

from api.access.actors import Reading, reads
from api.access.permissions import Permission, Role
from api.journal.acts import author_of
from api.kit.errors import not_found
from api.kit.geo import CRS, WGS84, geometry_collection, point_geometry
from api.kit.http import API, json_response
from api.kit.jsons import without
from api.kit.listing import Listed, page_response
from api.kit.schema import Uuid7, Wire
from api.kit.versions import Conditional, register_response
from api.places import register_queries as queries
from api.places import register_schemas as wire
from api.places import service
from api.places.qr_sheet import qr_sheet
from api.places.service import Placing

Answers = dict[int | str, dict[str, Any]]


def _answers(media_type: str, schema: dict[str, Any]) -> Answers:
    return {200: {"content": {media_type: {"schema": schema}}}}


def added(model: type[Wire]) -> Answers:
    """The answer when a row is new."""
    return {201: {"model": model}}


router = APIRouter(prefix=API, tags=["registers"])
P = Permission
Reads = Annotated[Reading, reads(P.FIELD_KIT_READ)]
Places = Annotated[Reading, reads(P.PLACES_WRITE)]
Settings = Annotated[Reading, reads(P.SETTINGS_WRITE)]
Crs = Annotated[CRS | None, Query(description="Reference system of the geometries; WGS 84 unless named.")]
Slug = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]{0,39}$", description="The category's name in the API.")]
GEOJSON = "application/geo+json"
FEATURES = _answers(GEOJSON, {"type": "object"})
PDF = _answers("application/pdf", {"type": "string", "format": "binary"})


def placing_of(request: Request, reading: Reading) -> Placing:
    """The signed-in actor at the municipality's places."""
    journal, actor = request.app.state.journal, reading.actor
    return Placing(journal, reading.connection, actor.municipality_id, author_of(actor))


def _collection(items: list[dict[str, Any]], following: str | None, crs: str) -> Response:
    answer = json_response(geometry_collection(items, following, crs), headers={"Vary": "Accept"})
    answer.headers["content-type"] = GEOJSON
    return answer


def _wants_geojson(request: Request) -> bool:
    return GEOJSON in request.headers.get("accept", "")


@router.get("/areas", response_model=wire.AreaPage, responses=FEATURES)
async def list_areas(request: Request, reading: Reads, wanted: Listed, crs: Crs = None) -> Response:
    """Areas by name with their geometries, closed ones too; as GeoJSON if that is accepted."""
    rows, following = await queries.areas_page(reading.connection, reading.actor.municipality_id, wanted)
    if _wants_geojson(request):
        items = [queries.area_shown(row, crs or WGS84) for row in rows]
        return _collection(items, following, crs or WGS84)
    return page_response(request, rows, following, lambda row: queries.area_shown(row, crs or WGS84))


@router.get("/areas/{id}", response_model=wire.AreaRead)
async def read_area(reading: Reads, id: UUID, crs: Crs = None) -> Response:
    """One area, with those that cover some of the same ground."""
    shown = await queries.area(reading.connection, reading.actor.municipality_id, id, crs or WGS84)
    return register_response(shown)


@router.put("/areas/{id}", response_model=wire.AreaRead, responses=added(wire.AreaRead))
async def put_area(
    request: Request, reading: Places, id: Uuid7, wanted: Conditional, sent: wire.AreaPut, crs: Crs = None
) -> Response:
    """Add or change an area; what it overlaps is told, and is no hindrance."""
    placing = placing_of(request, reading)
    await service.put_area(placing, id, sent, crs, wanted)
    shown = await queries.area(placing.connection, placing.municipality_id, id, crs or WGS84)
    return register_response(shown, is_new=wanted.version is None)


@router.get("/sites", response_model=wire.SitePage, responses=FEATURES)
async def list_sites(request: Request, reading: Reads, wanted: Listed, crs: Crs = None) -> Response:
    """Sites by name, closed ones too; as GeoJSON, in the system asked for, if that is accepted."""
    rows, following = await queries.sites_page(reading.connection, reading.actor.municipality_id, wanted)
    if not _wants_geojson(request):
        return page_response(request, rows, following)
    system = crs or WGS84
    items = [
        {**without(row, ("lat", "lon")), "geometry": point_geometry(row["lat"], row["lon"], system)}
        for row in rows
    ]
    return _collection(items, following, system)


@router.get("/sites/{id}", response_model=wire.SiteRead)
async def read_site(reading: Reads, id: UUID) -> Response:
    """One site."""
    return register_response(await queries.site(reading.connection, reading.actor.municipality_id, id))


@router.put("/sites/{id}", response_model=wire.SiteRead, responses=added(wire.SiteRead))
async def put_site(
    request: Request, reading: Places, id: Uuid7, wanted: Conditional, sent: wire.SitePut
) -> Response:
    """Add or change a site."""
    placing = placing_of(request, reading)
    await service.put_site(placing, id, sent, wanted)
    shown = await queries.site(placing.connection, placing.municipality_id, id)
    return register_response(shown, is_new=wanted.version is None)


@router.get("/sites/{id}/qr-sheet", response_class=Response, responses=PDF)
async def read_qr_sheet(request: Request, reading: Places, id: UUID) -> Response:
    """Signs for a site's open checkpoints to print, with a QR code to scan and a code to type."""
    site = await queries.site(reading.connection, reading.actor.municipality_id, id)
    points = await queries.open_checkpoints(reading.connection, reading.actor.municipality_id, id)
    if not points:
        raise not_found()
    sheet = qr_sheet(site["name"], points, request.app.state.settings.public_origin)
    headers = {"Content-Disposition": f'attachment; filename="qr-{id}.pdf"'}
    return Response(sheet, media_type="application/pdf", headers=headers)


@router.get("/checkpoints", response_model=wire.CheckpointPage)
async def list_checkpoints(
    request: Request,
    reading: Reads,
    wanted: Listed,
    site: Annotated[UUID | None, Query(description="Of this site.")] = None,
) -> Response:
    """Checkpoints by name, closed ones too."""
    found = await queries.checkpoints_page(reading.connection, reading.actor.municipality_id, wanted, site)
    return page_response(request, *found)


@router.get("/checkpoints/{id}", response_model=wire.CheckpointRead)
async def read_checkpoint(reading: Reads, id: UUID) -> Response:
    """One checkpoint."""
    return register_response(await queries.checkpoint(reading.connection, reading.actor.municipality_id, id))


@router.put("/checkpoints/{id}", response_model=wire.CheckpointRead, responses=added(wire.CheckpointRead))
async def put_checkpoint(
    request: Request, reading: Places, id: Uuid7, wanted: Conditional, sent: wire.CheckpointPut
) -> Response:
    """Add or change a checkpoint."""
    placing = placing_of(request, reading)
    await service.put_checkpoint(placing, id, sent, wanted)
    shown = await queries.checkpoint(placing.connection, placing.municipality_id, id)
    return register_response(shown, is_new=wanted.version is None)


@router.get("/categories", response_model=wire.CategoryPage)
async def list_categories(request: Request, reading: Reads, wanted: Listed) -> Response:
    """Categories in their order, closed ones too."""
    found = await queries.categories_page(reading.connection, reading.actor.municipality_id, wanted)
    return page_response(request, *found, queries.category_shown)


@router.get("/categories/{slug}", response_model=wire.CategoryRead)
async def read_category(reading: Reads, slug: Slug) -> Response:
    """One category with its phrases."""
    return register_response(await queries.category(reading.connection, reading.actor.municipality_id, slug))


@router.put("/categories/{slug}", response_model=wire.CategoryRead, responses=added(wire.CategoryRead))
async def put_category(
    request: Request, reading: Settings, slug: Slug, wanted: Conditional, sent: wire.CategoryPut
) -> Response:
    """Add or change a category; one that is not active stands in old reports only."""
    placing = placing_of(request, reading)
    await service.put_category(placing, slug, sent, wanted)
    shown = await queries.category(placing.connection, placing.municipality_id, slug)
    return register_response(shown, is_new=wanted.version is None)


@router.get("/tiles", response_model=wire.TilesPage)
async def list_tiles(request: Request, reading: Reads, wanted: Listed) -> Response:
    """The categories on each role's home screen."""
    found = await queries.tiles_page(reading.connection, reading.actor.municipality_id, wanted)
    return page_response(request, *found)


@router.get("/tiles/{role}", response_model=wire.TilesRead)
async def read_tiles(reading: Reads, role: Role) -> Response:
    """One role's tiles."""
    return register_response(await queries.tiles(reading.connection, reading.actor.municipality_id, role))


@router.put("/tiles/{role}", response_model=wire.TilesRead, responses=added(wire.TilesRead))
async def put_tiles(
    request: Request, reading: Settings, role: Role, wanted: Conditional, sent: wire.TilesPut
) -> Response:
    """Choose a role's tiles."""
    placing = placing_of(request, reading)
    await service.put_tiles(placing, role, sent, wanted)
    shown = await queries.tiles(placing.connection, placing.municipality_id, role)
    return register_response(shown, is_new=wanted.version is None)
