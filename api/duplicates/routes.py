"""HTTP for likely duplicates."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.access.actors import Reading, reads
from api.access.permissions import Permission
from api.duplicates import service
from api.duplicates.queries import Sought
from api.duplicates.schemas import SimilarIncidents
from api.kit.http import API, json_response
from api.kit.schema import Moment, Slug

router = APIRouter(prefix=API, tags=["incidents"])


@router.get("/incidents/similar", response_model=SimilarIncidents)
async def list_similar_incidents(
    reading: Annotated[Reading, reads(Permission.INCIDENTS_READ)],
    category: Annotated[Slug, Query(description="Of this category's group, within its radius and time.")],
    lat: Annotated[float, Query(ge=-90, le=90, description="Degrees, WGS84.")],
    lon: Annotated[float, Query(ge=-180, le=180, description="Degrees, WGS84.")],
    occurred_at: Annotated[Moment, Query(description="When it happened.")],
) -> Response:
    """Incidents that the asker may see and that may be the same thing, nearest first, five at most."""
    sought = Sought(category, lat, lon, occurred_at)
    (items,) = await service.similar(reading, [sought])
    return json_response({"items": items})
