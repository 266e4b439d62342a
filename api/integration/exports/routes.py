"""HTTP for exports."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import StreamingResponse

from api.access.actors import Credential, Reading, reads, writes
from api.access.confirmations.schemas import ConfirmationShown
from api.access.confirmations.showing import confirmation_response
from api.access.permissions import Permission
from api.access.register_routes import editing
from api.access.routes import reason_of
from api.access.schemas import Reason
from api.integration.exports import service
from api.integration.exports.rules import Language, words
from api.integration.exports.writing import as_csv, as_excel
from api.kit import clock
from api.kit.http import API
from api.kit.jsons import without
from api.lists.queries import Filter
from api.lists.routes import incident_filter

router = APIRouter(prefix=API, tags=["incidents"])
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_FILE: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}


def _asked(request: Request) -> dict[str, str]:
    """The filters as they were sent."""
    return without(dict(request.query_params), ("format", "language", "confirmation"))


@router.post(
    "/incident-exports",
    status_code=201,
    response_model=ConfirmationShown,
    responses={202: {"model": ConfirmationShown}},
)
async def ask_for_export(
    request: Request,
    reading: Annotated[Reading, reads(Permission.INCIDENTS_READ)],
    wanted: Annotated[Filter, Depends(incident_filter)],
    sent: Reason,
) -> Response:
    """Say why a list is wanted as a file; a very long one waits for a second person."""
    reason = await reason_of(request, reading, sent.reason)
    wish = service.act(_asked(request))
    found, waits = await service.ask(editing(request, reading), reading.actor, wanted, wish, reason)
    return await confirmation_response(reading.connection, reading.actor, found, 202 if waits else 201)


@router.get(
    "/incident-exports",
    response_class=StreamingResponse,
    responses={200: {"content": {kind.partition(";")[0]: _FILE for kind in _TYPES.values()}}},
)
async def export_incidents(
    request: Request,
    sender: Annotated[Credential, writes(Permission.INCIDENTS_READ)],
    wanted: Annotated[Filter, Depends(incident_filter)],
    format: Annotated[Literal["csv", "xlsx"], Query(description="As text with `;`, or for Excel.")] = "csv",
    language: Annotated[Language, Query(description="Of headings and values.")] = "sv",
    confirmation: Annotated[UUID | None, Query(description="By which a person asked for it.")] = None,
) -> Response:
    """A list of incidents as a file, with its filters; text columns only for who reads text.

    A person has said why (`POST`), with the same filters; a key's scopes say so once for all.
    """
    state, asked = request.app.state, _asked(request)
    export = await service.begin(state.database, sender, wanted, (asked, confirmation), language)
    said = words(language)
    if format == "csv":
        content = as_csv(export.about, export.head, export.pages)
    else:
        names = (said["sheet"], said["about"])
        content = as_excel(names, export.about, export.head, export.pages, state.settings.data_dir)
    name = f"{clock.now():%Y-%m-%d}-ledljus.{format}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return StreamingResponse(content, headers=headers, media_type=_TYPES[format])
