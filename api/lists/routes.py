"""HTTP for lists and maps."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from api.access.actors import Reading, reads
from api.access.permissions import Permission
from api.incidents.schemas import IncidentPage, Setting, Severity
from api.kit.errors import Problem
from api.kit.geo import Box, feature_collection
from api.kit.http import API, json_response
from api.kit.paging import page_of
from api.kit.schema import Moment, Text
from api.lists import service
from api.lists.queries import Filter, Needs, Sort

router = APIRouter(prefix=API, tags=["incidents"])
P = Permission
GEOJSON = "application/geo+json"
_FEATURES: dict[str, Any] = {  # RFC 7946
    "type": "object",
    "required": ["type", "features", "next_cursor"],
    "properties": {
        "type": {"const": "FeatureCollection"},
        "next_cursor": {"type": ["string", "null"]},
        "features": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["type", "id", "geometry", "properties"],
                "properties": {
                    "type": {"const": "Feature"},
                    "id": {"type": "string", "format": "uuid"},
                    "geometry": {"type": ["object", "null"], "description": "A Point, or none."},
                    "properties": {"type": "object", "description": "The incident without its position."},
                },
            },
        },
    },
}


def _words(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (text or "").split(",") if part.strip())[:40]


def box_of(bbox: str | None) -> Box | None:
    """`west,south,east,north` in degrees. Raises 422."""
    if bbox is None:
        return None
    try:
        west, south, east, north = (float(part) for part in bbox.split(","))
    except ValueError as error:
        raise Problem(422, "bad_bbox", "bbox is west,south,east,north in degrees.") from error
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise Problem(422, "bad_bbox", "bbox is west,south,east,north in degrees.")
    return Box(west, south, east, north)


async def incident_filter(  # noqa: PLR0913, PLR0917 FastAPI reads them by name
    category: Annotated[
        Text | None, Query(max_length=400, description="One slug or several, by comma.")
    ] = None,
    area: Annotated[UUID | None, Query(description="In this area.")] = None,
    site: Annotated[UUID | None, Query(description="At this site.")] = None,
    status: Annotated[Text | None, Query(max_length=100, description="One or several, by comma.")] = None,
    source: Annotated[
        Text | None, Query(max_length=20, description="Where from; `police` is news, listed only so.")
    ] = None,
    severity: Annotated[Severity | None, Query(description="As grave as this.")] = None,
    setting: Annotated[Setting | None, Query(description="In this kind of place.")] = None,
    organisation: Annotated[UUID | None, Query(description="By somebody of this organisation.")] = None,
    occurred_from: Annotated[Moment | None, Query(description="Happened then or later.")] = None,
    occurred_to: Annotated[Moment | None, Query(description="Happened before.")] = None,
    bbox: Annotated[str | None, Query(max_length=120, description="west,south,east,north")] = None,
    q: Annotated[Text | None, Query(max_length=200, description="Words, in any Swedish form.")] = None,
    mine: Annotated[bool, Query(description="The asker's own only.")] = False,
    needs: Annotated[Needs | None, Query(description="Open, and waiting for this to be seen to.")] = None,
    sort: Annotated[Sort, Query(description="By when; with `-` the newest first.")] = "-occurred_at",
) -> Filter:
    """The filters of a list."""
    return Filter(
        _words(category), area, site, _words(status), source, severity, setting, organisation,
        occurred_from, occurred_to, box_of(bbox), q, mine, needs, sort,
    )  # fmt: skip


@router.get(
    "/incidents",
    response_model=IncidentPage,
    responses={200: {"content": {GEOJSON: {"schema": _FEATURES}}}},
)
async def list_incidents(
    request: Request,
    reading: Annotated[Reading, reads(P.INCIDENTS_READ)],
    wanted: Annotated[Filter, Depends(incident_filter)],
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> Response:
    """Incidents the asker may see, by time; police news only by `source=police`."""
    items, following = await service.page(reading, wanted, page_of(limit, cursor, offset))
    headers = {"Vary": "Accept"}
    if following is not None:
        url = request.url.include_query_params(cursor=following).remove_query_params("offset")
        headers["Link"] = f'<{url.path}?{url.query}>; rel="next"'
    if GEOJSON in request.headers.get("accept", ""):
        answer = json_response(feature_collection(items, following), headers=headers)
        answer.headers["content-type"] = GEOJSON
        return answer
    return json_response({"items": items, "next_cursor": following}, headers=headers)
