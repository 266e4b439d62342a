"""HTTP for incidents."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.access.actors import Credential, Reading, reads, writes
from api.access.permissions import Permission
from api.attachments.routes import photo_response
from api.incidents import service
from api.incidents.schemas import IncidentAnswer, IncidentPut
from api.journal.routes import FactRoute, fact_bytes, receive
from api.journal.schemas import FactKept
from api.kit.http import API
from api.kit.openapi import takes
from api.kit.schema import Uuid7

facts = APIRouter(prefix=API, tags=["incidents"], route_class=FactRoute)
router = APIRouter(prefix=API, tags=["incidents"])
P = Permission
_PICTURE = {"schema": {"type": "string", "format": "binary"}}


def fact_answers(model: Any) -> dict[int | str, dict[str, Any]]:
    """The answers to a fact beside 201; one that is sent again may be about what was erased since."""
    return {200: {"model": model | FactKept}, 202: {"model": FactKept}}


@facts.put(
    "/incidents/{id}", status_code=201, response_model=IncidentAnswer, responses=fact_answers(IncidentAnswer)
)
@takes(IncidentPut)
async def put_incident(
    request: Request, id: Uuid7, sender: Annotated[Credential, writes(P.INCIDENTS_WRITE)]
) -> Response:
    """Report an incident. The same bytes again get the same receipt; other bytes get 409."""
    kind = request.app.state.incidents.reported
    return await receive(request, kind, sender, id, id, await fact_bytes(request))


@router.get(
    "/incidents/{id}/attachments/{attachment}",
    response_class=Response,
    responses={200: {"content": {f"image/{kind}": _PICTURE for kind in ("jpeg", "png", "webp")}}},
)
async def read_photo(
    request: Request,
    reading: Annotated[Reading, reads(P.INCIDENTS_READ_TEXT)],
    id: UUID,
    attachment: UUID,
) -> Response:
    """A photo of an incident, re-encoded and without metadata."""
    digests = await service.photo_digests(reading, id, attachment)
    return await photo_response(request, reading, attachment, digests)
