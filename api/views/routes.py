"""HTTP for saved selections."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.access.actors import Reading, reads
from api.access.permissions import Permission
from api.kit.http import API
from api.kit.listing import Listed, page_response
from api.kit.schema import Uuid7
from api.kit.versions import Conditional, register_response
from api.views import queries, service
from api.views.schemas import ViewPage, ViewPut, ViewRead

router = APIRouter(prefix=API, tags=["registers"])
Own = Annotated[Reading, reads(Permission.VIEWS_WRITE)]


@router.get("/views", response_model=ViewPage)
async def list_views(request: Request, reading: Own, wanted: Listed) -> Response:
    """One's own saved selections by name."""
    return page_response(request, *await queries.views_page(reading, wanted))


@router.get("/views/{id}", response_model=ViewRead)
async def read_view(reading: Own, id: UUID) -> Response:
    """One of them."""
    return register_response(await queries.view_shown(reading, id))


@router.put("/views/{id}", response_model=ViewRead, responses={201: {"model": ViewRead}})
async def put_view(request: Request, reading: Own, id: Uuid7, wanted: Conditional, sent: ViewPut) -> Response:
    """Save a selection under a name, or change one."""
    await service.put_view(reading, id, sent, wanted, request.app.state.house.changed)
    return register_response(await queries.view_shown(reading, id), is_new=wanted.version is None)


@router.delete("/views/{id}", status_code=204)
async def delete_view(request: Request, reading: Own, id: UUID, wanted: Conditional) -> None:
    """Remove one."""
    await service.delete_view(reading, id, wanted, request.app.state.house.changed)
