"""HTTP for sessions and devices."""

from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from api.access import losses, queries, service
from api.access.actors import Credential, Reading, credential_of, public, reads
from api.access.permissions import Permission
from api.access.schemas import DevicePut, DeviceShown, DeviceStatus, SessionShown, SignIn
from api.kit.errors import Problem
from api.kit.schema import Uuid7

router = APIRouter(tags=["access"])
P = Permission
# Per address, whatever the account: a password costs the server more than the guesser.
_PER_ADDRESS = RateLimitItemPerMinute(120)
_limiter = MovingWindowRateLimiter(MemoryStorage())
# The server says when a session ends; the cookie only has to live as long as one can slide, which
# is as long as browsers keep any (RFC 6265bis).
_COOKIE_S = 400 * 24 * 3600


def _known_device(request: Request) -> Credential | None:
    return credential_of(request) if request.headers.get("authorization") else None


@router.post("/session", status_code=201, response_model=SessionShown, response_model_exclude_unset=True)
async def create_session(
    request: Request, response: Response, _: Annotated[None, public()], sent: SignIn
) -> Any:
    """Sign in. With `cookie` the token is set as an HttpOnly cookie, otherwise it stands in the body."""
    if not _limiter.hit(_PER_ADDRESS, request.client.host if request.client else ""):
        raise Problem(
            429,
            "too_many_attempts",
            "Too many attempts from this address.",
            headers={"Retry-After": "60"},
        )
    session = await service.sign_in(request.app.state.database, sent, _known_device(request))
    if not sent.cookie:
        return {**session.shown, "token": session.token}
    response.set_cookie(value=session.token, max_age=_COOKIE_S, **_cookie(request))
    return session.shown


def _cookie(request: Request) -> dict[str, Any]:
    """Name and flags, the same when it is taken away: a browser ignores a `__Host-` one without Secure."""
    name = request.app.state.cookie_name
    secure = name.startswith("__Host-")
    return {"key": name, "path": "/", "httponly": True, "samesite": "lax", "secure": secure}


@router.get("/session", response_model=SessionShown, response_model_exclude_unset=True)
async def read_session(reading: Annotated[Reading, reads(P.SESSION)]) -> Any:
    """Who is signed in, and what they may do."""
    return await queries.session_shown(reading.connection, reading.actor)


@router.post(
    "/session/token", status_code=201, response_model=SessionShown, response_model_exclude_unset=True
)
async def create_session_token(reading: Annotated[Reading, reads(P.DEVICES_ENROL)]) -> Any:
    """The session once more, with a token of its own in the body: for a phone that keeps it under a PIN."""
    session = await service.copy_session(reading.connection, reading.actor)
    return {**session.shown, "token": session.token}


@router.delete("/session", status_code=204)
async def delete_session(
    request: Request, response: Response, reading: Annotated[Reading, reads(P.SESSION)]
) -> None:
    """Sign out; the credential is refused from now on."""
    await service.sign_out(reading.connection, reading.actor)
    response.delete_cookie(**_cookie(request))


@router.put("/devices/{id}", response_model=DeviceShown, responses={201: {"model": DeviceShown}})
async def put_device(
    request: Request,
    id: Uuid7,
    response: Response,
    reading: Annotated[Reading, reads(P.DEVICES_ENROL)],
    sent: DevicePut,
) -> Any:
    """Enrol the signed-in person's device: it gets an append credential, and the session 72 h."""
    changed = request.app.state.house.changed
    is_new, shown = await service.enrol(reading.connection, reading.actor, id, sent, changed)
    response.status_code = 201 if is_new else 200
    return shown


@router.put("/devices/{id}/status", status_code=204)
async def put_device_status(
    request: Request, id: Uuid7, reading: Annotated[Reading, reads(P.SIGNED_IN)], sent: DeviceStatus
) -> None:
    """What the phone says of itself: unsent reports, version, storage; the last value only.

    A `storage_loss` stays on the device and is recorded once as `device.storage_lost`.
    """
    await service.note_status(reading.connection, reading.actor, id, sent)
    if sent.storage_loss is not None:
        changed = request.app.state.house.changed
        await losses.note_loss(reading.connection, reading.actor, id, sent.storage_loss, changed)


@router.delete("/devices/{id}", status_code=204)
async def delete_device(
    request: Request, id: Uuid7, reading: Annotated[Reading, reads(P.DEVICES_MANAGE)]
) -> None:
    """Revoke the phone this device is on, with every device and session of it."""
    changed = request.app.state.house.changed
    await service.revoke_phone(reading.connection, reading.actor, id, changed)
