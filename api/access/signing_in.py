"""Signing in to a local account: by password, where needed with a code, or by a passkey alone."""

from typing import Any
from uuid import UUID

from api.access import queries
from api.access.actors import Credential, authenticate
from api.access.entry import (
    Browser,
    Entry,
    Session,
    account_bucket,
    count_attempt,
    forget_attempts,
    is_known,
    make_known,
    new_session,
    spend,
)
from api.access.factors import queries as factors
from api.access.factors.passkeys import PasskeyRefused, asked, passkey_of, relying_party
from api.access.factors.schemas import CodeStep, PasskeyStep
from api.access.factors.service import MISSING_SCOPES, local_account
from api.access.factors.taking import take_code, take_passkey
from api.access.passwords import is_right
from api.access.permissions import Permission
from api.access.schemas import SignIn
from api.kit.db import Connection, fetch_one
from api.kit.errors import Problem
from api.kit.seal import SealBroken

TICKET_S = 600  # from the password to the code
PASSKEY_S = 300
_STEP, _PASSKEY = "second step", "passkey sign-in"


def refused() -> Problem:
    """One answer for a wrong password and an unknown account."""
    return Problem(401, "wrong_credentials", "The username or the password is wrong.")


async def by_password(entry: Entry, sent: SignIn, browser: Browser) -> Session | dict[str, Any]:
    """Check a password: a session, or the ticket for the second step. Raises 401, 429.

    The owner of a known device still gets in while somebody guesses elsewhere.
    """
    username = sent.username.strip().lower()
    async with entry.database.bound(None) as connection:
        place = await fetch_one(connection, queries.municipality_of_domain(username.partition("@")[2]))
    if place is None:
        await is_right(sent.password, None)
        raise refused()
    async with entry.database.bound(place["id"]) as connection:
        person = await queries.person_by_username(connection, place["id"], username)
        device = await _own_device(connection, browser.device, person["id"] if person else None)
    bucket = account_bucket(username, device)
    await count_attempt(entry.database, place["id"], bucket)
    if not await is_right(sent.password, person["password_hash"] if person else None) or person is None:
        raise refused()
    async with entry.database.bound(place["id"]) as connection:
        known = device is not None or await is_known(connection, place["id"], person["id"], browser)
        methods = [] if known else await factors.methods(connection, place["id"], person["id"])
        if methods:  # the attempt stays counted until the second step is done
            told = {"place": str(place["id"]), "person": str(person["id"]), "bucket": bucket.hex()}
            return {"ticket": entry.seal.ticket(_STEP, told), "methods": methods}
        await forget_attempts(connection, place["id"], bucket)
        missing = await factors.is_missing(connection, place["id"], person["id"], person["roles"])
        scopes = MISSING_SCOPES if missing else ()
        return await new_session(connection, place["id"], person["id"], scopes=scopes)


async def _own_device(
    connection: Connection, sent: Credential | None, person_id: UUID | None
) -> Credential | None:
    """The credential if it is the person's own; one revoked, unknown or another's counts as none."""
    try:
        return sent if sent and (await authenticate(connection, sent)).id == person_id else None
    except Problem:
        return None


async def by_code(entry: Entry, sent: CodeStep, browser: Browser) -> Session:
    """The second step: a code of the app, or a recovery code. Raises 401, 429."""
    try:
        told = entry.seal.read_ticket(_STEP, sent.ticket, TICKET_S)
    except SealBroken as error:
        raise Problem(401, "begin_again", "The sign-in took too long. Begin again.") from error
    place, person, bucket = UUID(told["place"]), UUID(told["person"]), bytes.fromhex(told["bucket"])
    await count_attempt(entry.database, place, bucket)
    async with entry.database.bound(place) as connection:
        if not await take_code(entry.seal, connection, place, person, sent.code):
            raise Problem(401, "wrong_code", "The code is wrong, or it has been used.")
        await forget_attempts(connection, place, bucket)
        known = await make_known(connection, place, person, browser)
        return await new_session(connection, place, person, known=known)


def passkey_question(entry: Entry) -> dict[str, Any]:
    """What a browser is to ask for a passkey with, whoever's it is."""
    challenge, options = asked(relying_party(entry.origin))
    return {"ticket": entry.seal.ticket(_PASSKEY, {"challenge": challenge.hex()}), "options": options}


async def by_passkey(entry: Entry, sent: PasskeyStep, browser: Browser) -> Session:
    """A passkey that has seen its person is both factors. Raises 401, the same whatever is wrong."""
    try:
        told = entry.seal.read_ticket(_PASSKEY, sent.ticket, PASSKEY_S)
        place, person = passkey_of(sent.credential)
        async with entry.database.bound(place) as connection:
            challenge = bytes.fromhex(told["challenge"])
            party = relying_party(entry.origin)
            await take_passkey(connection, place, person, party, challenge, sent.credential)
            if not await spend(connection, place, sent.ticket):
                raise PasskeyRefused
            known = await make_known(connection, place, person, browser)
            return await new_session(connection, place, person, known=known)
    except (SealBroken, PasskeyRefused) as error:
        raise Problem(401, "passkey_refused", "This passkey does not sign anybody in.") from error


async def confirm(entry: Entry, sender: Credential, password: str) -> None:
    """Note that the person knows the password now, which changing factors asks for.

    Raises 401, 403, 409, 429, and 422 for a wrong password.
    """
    place = sender.municipality_id
    async with entry.database.bound(place) as connection:
        actor = await authenticate(connection, sender)
        actor.require(Permission.FACTORS_WRITE)
        account = await local_account(connection, actor)
    bucket = account_bucket(account["username"])
    await count_attempt(entry.database, place, bucket)
    if not await is_right(password, account["password_hash"]):
        raise Problem(422, "wrong_password", "The password is wrong.")
    async with entry.database.bound(place) as connection:
        await forget_attempts(connection, place, bucket)
        await connection.execute(
            "UPDATE tokens SET confirmed_at = now() WHERE municipality_id = $1 AND id = $2",
            place,
            actor.token_id,
        )
