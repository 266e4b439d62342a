"""HTTP for cases."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from api.access.actors import Credential, Reading, reads, writes
from api.access.permissions import Permission
from api.cases import service
from api.cases.queries import choices
from api.cases.schemas import Choices, IncidentDetail, MergedPut, TriagePage, UnmergedPut
from api.handovers.schemas import HandedOverPut
from api.incidents.routes import fact_answers
from api.incidents.schemas import (
    AssignedPut,
    CorrectionPut,
    EntryAnswer,
    FixedPut,
    NotePut,
    StatusPut,
    SummonedPut,
)
from api.journal.facts import entry_kind
from api.journal.routes import FactRoute, fact_bytes, receive
from api.kit.http import API, json_response
from api.kit.openapi import takes
from api.kit.schema import Uuid7

facts = APIRouter(prefix=API, tags=["incidents"], route_class=FactRoute)
router = APIRouter(prefix=API, tags=["incidents"])
P = Permission
EntryPut = (
    NotePut
    | CorrectionPut
    | StatusPut
    | SummonedPut
    | AssignedPut
    | HandedOverPut
    | FixedPut
    | MergedPut
    | UnmergedPut
)


@facts.put(
    "/incidents/{id}/entries/{entry}",
    status_code=201,
    response_model=EntryAnswer,
    responses=fact_answers(EntryAnswer),
)
@takes(EntryPut)
async def put_entry(
    request: Request,
    id: Uuid7,
    entry: Uuid7,
    sender: Annotated[Credential, writes(P.INCIDENTS_WRITE)],
) -> Response:
    """Say more about an incident. It may come before the incident itself: 202, and it counts from then."""
    raw = await fact_bytes(request)
    kind = entry_kind(raw, request.app.state.incidents.entries)
    return await receive(request, kind, sender, id, entry, raw)


@router.get("/incidents/{id}", response_model=IncidentDetail)
async def read_incident(reading: Annotated[Reading, reads(P.INCIDENTS_READ)], id: UUID) -> Response:
    """One incident with its timeline, corrections with old and new values, and photos."""
    return json_response(await service.detail(reading, id))


@router.get("/triage", response_model=TriagePage)
async def list_triage(
    reading: Annotated[Reading, reads(P.INCIDENTS_MANAGE)],
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=50)] = 20,
) -> Response:
    """Reports that wait for the desk, each with why and with what may be the same thing."""
    return json_response(await service.queue(reading, cursor, limit))


@router.get("/case-choices", response_model=Choices)
async def list_case_choices(reading: Annotated[Reading, reads(P.INCIDENTS_MANAGE)]) -> Response:
    """Whom the desk may assign an incident to, and hand it over to by letter."""
    return json_response(await choices(reading.connection, reading.actor))
