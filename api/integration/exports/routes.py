"""HTTP for exports."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import StreamingResponse

from api.access.actors import Credential, writes
from api.access.permissions import Permission
from api.integration.exports import service
from api.integration.exports.rules import Language, words
from api.integration.exports.writing import as_csv, as_excel
from api.kit import clock
from api.kit.http import API
from api.lists.queries import Filter
from api.lists.routes import incident_filter

router = APIRouter(prefix=API, tags=["incidents"])
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_FILE: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}


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
) -> Response:
    """A list of incidents as a file, with its filters; text columns only for who reads text."""
    state, asked = request.app.state, dict(request.query_params)
    for name in ("format", "language"):
        asked.pop(name, None)
    export = await service.begin(state.database, sender, wanted, asked, language)
    said = words(language)
    if format == "csv":
        content = as_csv(export.about, export.head, export.pages)
    else:
        names = (said["sheet"], said["about"])
        content = as_excel(names, export.about, export.head, export.pages, state.settings.data_dir)
    name = f"{clock.now():%Y-%m-%d}-ledljus.{format}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return StreamingResponse(content, headers=headers, media_type=_TYPES[format])
