"""HTTP for sessions and devices."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from limits import RateLimitItemPerMinute

from api.access import losses, queries, service, signing_in
from api.access.actors import Reading, credential_of, public, reads
from api.access.entry import Browser, Entry, Session, copy_session
from api.access.factors.schemas import SecondStep
from api.access.permissions import Permission
from api.access.schemas import DevicePut, DeviceShown, DeviceStatus, Reason, SessionShown, SignIn
from api.kit.errors import Problem
from api.kit.http import API, address_of
from api.kit.personal_data import mask
from api.kit.schema import Uuid7

router = APIRouter(prefix=API, tags=["access"])
P = Permission
# Per address, whatever the account: a password costs the server more than the guesser.
_PER_ADDRESS = RateLimitItemPerMinute(120)
# The server says when a session ends; the cookie only has to live as long as one can slide, which
# is as long as browsers keep any (RFC 6265bis).
_COOKIE_S = 400 * 24 * 3600
SESSION_SHOWN: Any = {"response_model": SessionShown, "response_model_exclude_unset": True}


def limit_address(request: Request) -> None:
    """Count a step of signing in from this address. Raises 429."""
    if not request.app.state.limiter.hit(_PER_ADDRESS, "sign-in", address_of(request)):
        raise Problem(
            429,
            "too_many_attempts",
            "Too many attempts from this address.",
            headers={"Retry-After": "60"},
        )


def browser_of(request: Request) -> Browser:
    """Who asks, by what it sent."""
    device = credential_of(request) if request.headers.get("authorization") else None
    return Browser(request.cookies, request.app.state.cookie_name, device)


def cookie(request: Request, name: str) -> dict[str, Any]:
    """Name and flags, the same when it is taken away: a browser ignores a `__Host-` one without Secure."""
    secure = request.app.state.cookie_name.startswith("__Host-")
    return {"key": name, "path": "/", "httponly": True, "samesite": "lax", "secure": secure}


def set_cookies(request: Request, response: Response, *cookies: tuple[str, str]) -> None:
    """Give the browser cookies (name, value) to keep."""
    for name, value in cookies:
        response.set_cookie(value=value, max_age=_COOKIE_S, **cookie(request, name))


def session_answer(request: Request, response: Response, session: Session, as_cookie: bool) -> dict[str, Any]:
    """The session with its token in the body, or as a cookie."""
    if not as_cookie:
        return {**session.shown, "token": session.token}
    known = () if session.known is None else (session.known,)
    set_cookies(request, response, (request.app.state.cookie_name, session.token), *known)
    return session.shown


def entry_of(request: Request) -> Entry:
    """What signing in needs of this process."""
    entry: Entry = request.app.state.entry
    return entry


@router.post(
    "/session",
    status_code=201,
    response_model=SessionShown | SecondStep,
    response_model_exclude_unset=True,
    responses={201: {"model": SessionShown}, 202: {"model": SecondStep}},
)
async def create_session(
    request: Request, response: Response, _: Annotated[None, public()], sent: SignIn
) -> Any:
    """Sign in. With `cookie` the token is set as an HttpOnly cookie, otherwise it stands in the body."""
    limit_address(request)
    result = await signing_in.by_password(entry_of(request), sent, browser_of(request))
    if isinstance(result, Session):
        return session_answer(request, response, result, sent.cookie)
    response.status_code = 202
    return result


@router.get("/session", **SESSION_SHOWN)
async def read_session(reading: Annotated[Reading, reads(P.SESSION)]) -> Any:
    """Who is signed in, and what they may do."""
    return await queries.session_shown(reading.connection, reading.actor)


@router.post(
    "/session/token", status_code=201, response_model=SessionShown, response_model_exclude_unset=True
)
async def create_session_token(reading: Annotated[Reading, reads(P.DEVICES_ENROL)]) -> Any:
    """The session once more, with a token of its own in the body: for a phone that keeps it under a PIN."""
    session = await copy_session(reading.connection, reading.actor)
    return {**session.shown, "token": session.token}


@router.delete("/session", status_code=204)
async def delete_session(
    request: Request, response: Response, reading: Annotated[Reading, reads(P.SESSION)]
) -> None:
    """Sign out; the credential is refused from now on."""
    await service.sign_out(reading.connection, reading.actor)
    response.delete_cookie(**cookie(request, request.app.state.cookie_name))


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


@router.post("/devices/{id}/revoke", status_code=204)
async def revoke_device(
    request: Request, id: UUID, reading: Annotated[Reading, reads(P.DEVICES_MANAGE)], sent: Reason
) -> None:
    """Revoke the phone this device is on, with every device and session of it."""
    reason, changed = await reason_of(request, reading, sent.reason), request.app.state.house.changed
    await service.revoke_phone(reading.connection, reading.actor, id, reason, changed)


async def reason_of(request: Request, reading: Reading, reason: str) -> str:
    """A reason as the journal keeps it: without personal data."""
    journal = request.app.state.journal
    return mask(reason, await journal.own_numbers(reading.actor.municipality_id)).text
