"""HTTP for cases."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from api.access.actors import Reading, reads
from api.access.permissions import Permission
from api.cases import service
from api.cases.schemas import IncidentDetail
from api.kit.http import json_response

router = APIRouter(tags=["incidents"])
P = Permission


@router.get("/incidents/{id}", response_model=IncidentDetail)
async def read_incident(reading: Annotated[Reading, reads(P.INCIDENTS_READ)], id: UUID) -> Response:
    """One incident with its timeline, corrections with old and new values, and photos."""
    return json_response(await service.detail(reading, id))
