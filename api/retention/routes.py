"""HTTP for gallring rules, legal holds, and what is due."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.access.actors import Reading, reads
from api.access.permissions import Permission
from api.access.registers import Editing
from api.kit.http import API, json_response
from api.kit.listing import Listed, page_response
from api.kit.schema import Uuid7
from api.kit.versions import Conditional, register_response
from api.retention import queries, service
from api.retention.schemas import DueAll, HoldPage, HoldPut, HoldRead, RulePage, RulePut, RuleRead

router = APIRouter(prefix=API, tags=["registers"])
Retains = Annotated[Reading, reads(Permission.RETENTION_WRITE)]


def _editing(request: Request, reading: Reading) -> Editing:
    changed = request.app.state.house.changed
    return Editing(reading.connection, reading.actor.municipality_id, changed, reading.actor)


@router.get("/retention-rules", response_model=RulePage)
async def list_retention_rules(request: Request, reading: Retains, wanted: Listed) -> Response:
    """Gallring rules by what they take, closed ones too."""
    found = await queries.rules_page(reading.connection, reading.actor.municipality_id, wanted)
    return page_response(request, *found)


@router.get("/retention-rules/{id}", response_model=RuleRead)
async def read_retention_rule(reading: Retains, id: UUID) -> Response:
    """One rule."""
    return register_response(await queries.rule_shown(reading.connection, reading.actor.municipality_id, id))


@router.put("/retention-rules/{id}", response_model=RuleRead, responses={201: {"model": RuleRead}})
async def put_retention_rule(
    request: Request, reading: Retains, id: Uuid7, wanted: Conditional, sent: RulePut
) -> Response:
    """Add, change or close a rule; one in force for each kind of thing."""
    await service.put_rule(_editing(request, reading), id, sent, wanted)
    shown = await queries.rule_shown(reading.connection, reading.actor.municipality_id, id)
    return register_response(shown, is_new=wanted.version is None)


@router.get("/legal-holds", response_model=HoldPage)
async def list_legal_holds(request: Request, reading: Retains, wanted: Listed) -> Response:
    """Legal holds by reference, closed ones too."""
    found = await queries.holds_page(reading.connection, reading.actor.municipality_id, wanted)
    return page_response(request, *found)


@router.get("/legal-holds/{id}", response_model=HoldRead)
async def read_legal_hold(reading: Retains, id: UUID) -> Response:
    """One hold."""
    return register_response(await queries.hold_shown(reading.connection, reading.actor.municipality_id, id))


@router.put("/legal-holds/{id}", response_model=HoldRead, responses={201: {"model": HoldRead}})
async def put_legal_hold(
    request: Request, reading: Retains, id: Uuid7, wanted: Conditional, sent: HoldPut
) -> Response:
    """Hold a report's case against every rule, or let go of it."""
    await service.put_hold(_editing(request, reading), id, sent, wanted)
    shown = await queries.hold_shown(reading.connection, reading.actor.municipality_id, id)
    return register_response(shown, is_new=wanted.version is None)


@router.get("/retention-due", response_model=DueAll)
async def read_retention_due(reading: Retains) -> Response:
    """What each rule in force would take now; nothing is taken."""
    return json_response(
        {"items": await queries.due_by_rule(reading.connection, reading.actor.municipality_id)}
    )
