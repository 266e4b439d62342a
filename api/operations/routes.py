"""Health, readiness, metrics, what this API is, and the phone's kit of every feature."""

import asyncio
import hashlib
from typing import Annotated, Any

import asyncpg
from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST

from api.access.actors import Reading, public, reads
from api.access.permissions import Permission
from api.field_kit import field_kit
from api.kit import clock
from api.kit.errors import not_found
from api.kit.http import API, json_response
from api.kit.jsons import canonical
from api.kit.metrics import figures_text
from api.operations.contract import INFO, RELEASED, VERSION
from api.operations.schemas import ApiInfo, SetupCheck
from api.operations.security_txt import security_txt
from api.operations.setup import WORKERS, setup_check
from api.places.schemas import FieldKit, MapTiles

router = APIRouter(tags=["operations"])
api_router = APIRouter(prefix=API, tags=["operations"])

_READY_S = 2.0  # a database that is slower than this is away


@router.get("/healthz", include_in_schema=False)
async def healthz(_: Annotated[None, public()]) -> Response:
    """The process answers."""
    return json_response({"status": "ok"})


@router.get("/readyz", include_in_schema=False)
async def readyz(request: Request, _: Annotated[None, public()]) -> Response:
    """The database answers and is migrated; how many workers live."""
    try:
        async with asyncio.timeout(_READY_S), request.app.state.database.bound(None) as connection:
            workers = await connection.fetchval(WORKERS)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError) as error:
        return json_response({"status": "unavailable", "reason": type(error).__name__}, 503)
    return json_response({"status": "ready", "workers": workers})


@router.get("/metrics", include_in_schema=False)
async def metrics(request: Request, _: Annotated[None, public()]) -> Response:
    """Prometheus' text format; no personal data, no municipality's figures."""
    await request.app.state.figures.refresh()
    return Response(figures_text(), media_type=CONTENT_TYPE_LATEST)


@router.get("/.well-known/security.txt", include_in_schema=False)
async def read_security_contact(request: Request, _: Annotated[None, public()]) -> Response:
    """Whom to tell of a hole (RFC 9116), where the operator has said it."""
    settings = request.app.state.settings
    if settings.security_contact is None:
        raise not_found()
    text = security_txt(settings.security_contact, settings.public_origin, clock.now())
    return Response(text, media_type="text/plain; charset=utf-8")


@api_router.get("/api-info", response_model=ApiInfo)
async def api_info(_: Annotated[None, public()]) -> Any:
    """Name, version, release date, documentation and status, as the national profile asks."""
    return {
        "name": "Ledljus",
        "version": VERSION,
        "released": RELEASED,
        "documentation": INFO["externalDocs"]["url"],
        "status": "beta",
    }


@api_router.get("/map-tiles", response_model=MapTiles)
async def read_map_tiles(request: Request, _: Annotated[None, public()]) -> Any:
    """What the map has behind the municipality's own areas, where the server is told of tiles."""
    settings = request.app.state.settings
    return {"url": settings.tile_url, "attribution": settings.tile_attribution}


@api_router.get("/setup-check", response_model=SetupCheck, tags=["registers"])
async def read_setup_check(
    request: Request, reading: Annotated[Reading, reads(Permission.SETTINGS_WRITE)]
) -> Any:
    """What is missing before the municipality can begin."""
    settings = request.app.state.settings
    return {"items": await setup_check(reading.connection, reading.actor.municipality_id, settings)}


@api_router.get("/field-kit", response_model=FieldKit, tags=["field kit"])
async def read_field_kit(
    request: Request, reading: Annotated[Reading, reads(Permission.FIELD_KIT_READ)]
) -> Response:
    """What the phone needs to report without network; 304 when the phone has it already."""
    kit = await field_kit(reading)
    tag = f'"{hashlib.sha256(canonical(kit)).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Authorization, Cookie"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return json_response({"made_at": clock.to_wire(clock.now()), **kit}, headers=headers)
