"""HTTP for confirmations: what was asked for, and somebody else's yes or no."""

from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.access import admins
from api.access.actors import Reading, reads
from api.access.confirmations import queries, service
from api.access.confirmations.schemas import ConfirmationPage, ConfirmationShown, ConfirmationsWaiting
from api.access.confirmations.showing import confirmation_response
from api.access.permissions import Permission
from api.access.register_routes import editing
from api.access.routes import entry_of, reason_of
from api.access.schemas import Reason
from api.kit.db import fetch_one
from api.kit.http import API, json_response
from api.kit.listing import Listed, page_response

router = APIRouter(prefix=f"{API}/confirmations", tags=["confirmations"])
Own = Annotated[Reading, reads(Permission.SESSION)]


@router.get("", response_model=ConfirmationPage)
async def list_confirmations(request: Request, reading: Own, wanted: Listed) -> Response:
    """Dangerous acts that one asked for or may confirm, newest first; decided ones stay as a log."""
    actor, connection = reading.actor, reading.connection
    rows, following = await queries.confirmations_page(connection, actor, wanted)
    people = await queries.people_of(connection, actor.municipality_id, rows)
    return page_response(request, rows, following, partial(queries.shown, actor, people=people))


@router.get("/waiting", response_model=ConfirmationsWaiting)
async def read_confirmations_waiting(reading: Own) -> Response:
    """How many acts wait for the asker's yes or no."""
    row = await fetch_one(reading.connection, queries.to_decide(reading.actor))
    return json_response({"count": row["count"] if row else 0})


@router.post("/{id}/confirm", response_model=ConfirmationShown)
async def confirm_act(request: Request, reading: Own, id: UUID) -> Response:
    """Confirm what somebody else asked for: accounts change at once, other acts are the asker's to do."""
    edit = editing(request, reading)
    row = await service.decide(edit, id)
    await admins.perform(edit, entry_of(request), row)
    return await confirmation_response(reading.connection, reading.actor, id)


@router.post("/{id}/refuse", response_model=ConfirmationShown)
async def refuse_act(request: Request, reading: Own, id: UUID, sent: Reason) -> Response:
    """Refuse somebody else's act, or take back one's own, with a reason."""
    reason = await reason_of(request, reading, sent.reason)
    await service.decide(editing(request, reading), id, reason)
    return await confirmation_response(reading.connection, reading.actor, id)
