"""HTTP for webhooks."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from api.access.actors import Reading, reads
from api.access.confirmations.schemas import ConfirmationShown
from api.access.confirmations.showing import confirmation_response
from api.access.permissions import Permission
from api.access.register_routes import editing
from api.access.routes import reason_of
from api.integration.webhooks import queries
from api.integration.webhooks.schemas import (
    DeliveryPage,
    Replay,
    Replayed,
    SecretRotation,
    State,
    WebhookMade,
    WebhookPage,
    WebhookPut,
    WebhookRead,
)
from api.kit.http import API
from api.kit.listing import Listed, page_response
from api.kit.schema import Uuid7
from api.kit.versions import Conditional, register_response

router = APIRouter(prefix=API, tags=["webhooks"])
P = Permission
Reader = Annotated[Reading, reads(P.INTEGRATIONS_READ)]
Writer = Annotated[Reading, reads(P.INTEGRATIONS_WRITE)]


@router.get("/webhooks", response_model=WebhookPage)
async def list_webhooks(request: Request, reading: Reader, wanted: Listed) -> Response:
    """Receivers by name, with what waits and what failed."""
    found = await queries.webhooks_page(reading.connection, reading.actor.municipality_id, wanted)
    return page_response(request, *found, queries.shown)


@router.get("/webhooks/{id}", response_model=WebhookRead)
async def read_webhook(reading: Reader, id: UUID) -> Response:
    """One receiver, without its secret."""
    return register_response(
        await queries.webhook_shown(reading.connection, reading.actor.municipality_id, id)
    )


@router.put("/webhooks/{id}", response_model=WebhookRead, responses={201: {"model": WebhookMade}})
async def put_webhook(
    request: Request, reading: Writer, id: Uuid7, wanted: Conditional, sent: WebhookPut
) -> Response:
    """Add or change a receiver; whoever switches one on may do what its scopes may."""
    shown = await request.app.state.webhooks.put(reading, id, sent, wanted)
    return register_response(shown, is_new=wanted.version is None)


@router.post(
    "/webhooks/{id}/secret", response_model=WebhookMade, responses={202: {"model": ConfirmationShown}}
)
async def rotate_webhook_secret(
    request: Request, reading: Writer, id: UUID, wanted: Conditional, sent: SecretRotation
) -> Response:
    """Make a new secret, once a second person has confirmed it; until the overlap ends both sign."""
    reason = await reason_of(request, reading, sent.reason)
    done = await request.app.state.webhooks.rotate(
        editing(request, reading), reading.actor, id, sent.model_copy(update={"reason": reason}), wanted
    )
    if isinstance(done, UUID):
        return await confirmation_response(reading.connection, reading.actor, done, 202)
    return register_response(done)


@router.get("/webhooks/{id}/deliveries", response_model=DeliveryPage)
async def list_deliveries(
    request: Request,
    reading: Reader,
    id: UUID,
    wanted: Listed,
    state: Annotated[State | None, Query(description="Only those that stand so.")] = None,
) -> Response:
    """What was sent and what waits, newest first; kept for 90 days."""
    found = await queries.deliveries_page(
        reading.connection, reading.actor.municipality_id, id, state, wanted
    )
    return page_response(request, *found, queries.delivery_shown)


@router.post("/webhooks/{id}/replays", status_code=201, response_model=Replayed)
async def replay_deliveries(request: Request, reading: Writer, id: UUID, sent: Replay) -> Any:
    """Send again: one delivery, or all that were made in a period, under the ids they had."""
    return {"count": await request.app.state.webhooks.replay(reading, id, sent)}
