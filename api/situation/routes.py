"""HTTP for the lägesbild."""

from typing import Annotated

from fastapi import APIRouter, Response

from api.access.actors import Reading, reads
from api.access.permissions import Permission
from api.kit.http import API, json_response
from api.situation import service
from api.situation.schemas import WorkWaiting

router = APIRouter(prefix=API, tags=["situation"])


@router.get("/situation/waiting", response_model=WorkWaiting)
async def read_work_waiting(reading: Annotated[Reading, reads(Permission.INCIDENTS_READ)]) -> Response:
    """What waits for somebody to see to it, of what the asker may see."""
    return json_response(await service.work_waiting(reading))
