"""HTTP for extracts."""

from collections.abc import AsyncIterator, Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse

from api.access.actors import Reading, reads
from api.access.permissions import Permission
from api.extracts import queries, service
from api.extracts.schemas import Extract, ExtractAsked, ExtractsMade
from api.integration.exports.writing import as_csv
from api.kit import clock
from api.kit.http import API, json_response

router = APIRouter(prefix=API, tags=["registers"])
Makes = Annotated[Reading, reads(Permission.EXTRACTS_MAKE)]
_HEAD = ("place", "at", "id", "subject_id", "text")
_FILE: dict[str, Any] = {"text/csv": {"schema": {"type": "string", "format": "binary"}}}


@router.get("/extracts", response_model=ExtractsMade)
async def list_extracts(reading: Makes) -> Response:
    """Which extracts were made, by whom and why; never about whom."""
    made = await queries.extracts_made(reading.connection, reading.actor.municipality_id)
    return json_response({"items": made})


@router.post("/extracts", status_code=201, response_model=Extract, responses={201: {"content": _FILE}})
async def make_extract(
    request: Request,
    reading: Makes,
    asked: ExtractAsked,
    format: Annotated[Literal["json", "csv"], Query(description="As data, or as a file with `;`.")] = "json",
) -> Response:
    """Everything that stands about a person; that it was asked, and why, is recorded."""
    made = await service.make_extract(reading, asked, request.app.state.house.changed)
    if format == "json":
        return json_response(made, 201)
    name = f"{clock.now():%Y-%m-%d}-registerutdrag.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    content = as_csv([("id", str(made["id"])), ("reason", asked.reason)], _HEAD, _page(made["items"]))
    return StreamingResponse(content, 201, headers, media_type="text/csv; charset=utf-8")


async def _page(items: Sequence[dict[str, Any]]) -> AsyncIterator[list[list[str]]]:
    yield [["" if item[name] is None else str(item[name]) for name in _HEAD] for item in items]
