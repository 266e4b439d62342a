"""HTTP for second factors: shown when signing in, one's own, and taken from somebody who lost them."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.access import admins, signing_in
from api.access import queries as accounts
from api.access.actors import Credential, Reading, public, reads, writes
from api.access.confirmations.schemas import ConfirmationShown
from api.access.confirmations.showing import confirmation_response
from api.access.entry import end_sessions, make_known
from api.access.factors import queries, service
from api.access.factors.schemas import (
    CodeStep,
    Confirm,
    FactorAdd,
    FactorAdded,
    FactorNamed,
    FactorsShown,
    PasskeyQuestion,
    PasskeyStep,
    RecoveryCodes,
    TotpQuestion,
)
from api.access.permissions import Permission
from api.access.register_routes import editing
from api.access.routes import (
    SESSION_SHOWN,
    browser_of,
    cookie,
    entry_of,
    limit_address,
    reason_of,
    session_answer,
    set_cookies,
)
from api.access.schemas import Reason
from api.kit.http import API

router = APIRouter(prefix=API, tags=["second factors"])
P = Permission
Own = Annotated[Reading, reads(P.FACTORS_WRITE)]


@router.post("/session/code", status_code=201, **SESSION_SHOWN)
async def create_session_by_code(
    request: Request, response: Response, _: Annotated[None, public()], sent: CodeStep
) -> Any:
    """The second step of signing in from a new browser: a code of the app, or a recovery code."""
    limit_address(request)
    session = await signing_in.by_code(entry_of(request), sent, browser_of(request))
    return session_answer(request, response, session, sent.cookie)


@router.post("/session/passkey-question", response_model=PasskeyQuestion)
async def ask_for_passkey(request: Request, _: Annotated[None, public()]) -> Any:
    """What to ask a passkey with, whoever's it is."""
    limit_address(request)
    return signing_in.passkey_question(entry_of(request))


@router.post("/session/passkey", status_code=201, **SESSION_SHOWN)
async def create_session_by_passkey(
    request: Request, response: Response, _: Annotated[None, public()], sent: PasskeyStep
) -> Any:
    """Sign in by a passkey, which is both factors."""
    limit_address(request)
    session = await signing_in.by_passkey(entry_of(request), sent, browser_of(request))
    return session_answer(request, response, session, sent.cookie)


@router.post("/session/confirm", status_code=204)
async def confirm_session(
    request: Request, sender: Annotated[Credential, writes(P.FACTORS_WRITE)], sent: Confirm
) -> None:
    """Give the password once more, before second factors are changed."""
    await signing_in.confirm(entry_of(request), sender, sent.password)


@router.delete("/sessions", status_code=204)
async def delete_sessions(
    request: Request, response: Response, reading: Annotated[Reading, reads(P.FACTORS_WRITE)]
) -> None:
    """Sign out everywhere; phones may still send what is written on them."""
    await end_sessions(reading.connection, reading.actor.municipality_id, reading.actor.id)
    response.delete_cookie(**cookie(request, request.app.state.cookie_name))


@router.get("/second-factors", response_model=FactorsShown)
async def list_factors(reading: Own) -> Any:
    """One's own second factors."""
    actor = reading.actor
    account = await accounts.account(reading.connection, actor.municipality_id, actor.id)
    local = account is not None and account["password_hash"] is not None
    return await queries.own_factors(reading.connection, actor.municipality_id, actor.id, actor.roles, local)


@router.post("/second-factors/totp", response_model=TotpQuestion)
async def begin_totp(request: Request, reading: Own) -> Any:
    """A new secret for an authenticator app; it is kept when its first code comes."""
    return await service.begin_totp(entry_of(request), reading.connection, reading.actor)


@router.post("/second-factors/passkey", response_model=PasskeyQuestion)
async def begin_passkey(request: Request, reading: Own) -> Any:
    """What to make a passkey with."""
    return await service.begin_passkey(entry_of(request), reading.connection, reading.actor)


@router.post("/second-factors", status_code=201, response_model=FactorAdded)
async def add_factor(request: Request, response: Response, reading: Own, sent: FactorAdd) -> Any:
    """Add a factor that proves itself; this browser is then known."""
    actor = reading.actor
    added = await service.add(entry_of(request), reading.connection, actor, sent)
    known = await make_known(reading.connection, actor.municipality_id, actor.id, browser_of(request))
    set_cookies(request, response, known)
    return added


@router.post("/second-factors/recovery-codes", response_model=RecoveryCodes)
async def renew_recovery_codes(request: Request, reading: Own) -> Any:
    """New recovery codes; those before are of no use any more."""
    return {"codes": await service.new_codes(entry_of(request), reading.connection, reading.actor)}


@router.post("/second-factors/{id}/name", status_code=204)
async def rename_factor(request: Request, id: UUID, reading: Own, sent: FactorNamed) -> None:
    """Give one of one's own factors another name."""
    await service.rename(entry_of(request), reading.connection, reading.actor, id, sent.name)


@router.delete("/second-factors/{id}", status_code=204)
async def delete_factor(request: Request, id: UUID, reading: Own) -> None:
    """Remove one of one's own factors."""
    await service.remove(entry_of(request), reading.connection, reading.actor, id)


@router.post(
    "/people/{id}/second-factors/reset", status_code=204, responses={202: {"model": ConfirmationShown}}
)
async def reset_factors(
    request: Request, id: UUID, reading: Annotated[Reading, reads(P.PEOPLE_WRITE)], sent: Reason
) -> Response:
    """Take every second factor from somebody who lost them, and end their sessions.

    An administrator's are taken when a second person, where there is one, has confirmed.
    """
    reason = await reason_of(request, reading, sent.reason)
    waits = await admins.reset_factors(editing(request, reading), entry_of(request), id, reason)
    if waits is not None:
        return await confirmation_response(reading.connection, reading.actor, waits, 202)
    return Response(status_code=204)


@router.post("/people/{id}/sessions/end", status_code=204)
async def end_person_sessions(
    request: Request, id: UUID, reading: Annotated[Reading, reads(P.PEOPLE_WRITE)], sent: Reason
) -> None:
    """End every session of somebody at once; their phones may still send what is written."""
    reason = await reason_of(request, reading, sent.reason)
    await service.end_sessions_of(entry_of(request), reading.connection, reading.actor, id, reason)
