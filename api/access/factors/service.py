"""Adding and removing second factors."""

import secrets
from typing import Any
from uuid import UUID

import asyncpg

from api.access import queries as accounts
from api.access.actors import Actor
from api.access.entry import Entry, end_sessions
from api.access.factors import passkeys, totp
from api.access.factors import queries as factors
from api.access.factors.passkeys import PasskeyRefused, relying_party
from api.access.factors.schemas import FactorAdd, TotpAdd
from api.access.factors.taking import context, fingerprint
from api.access.permissions import Permission
from api.kit.db import Connection, Row
from api.kit.errors import Problem, not_found
from api.kit.ids import new_id
from api.kit.seal import Seal, SealBroken

# What a session may do whose person must first add a factor: add it, or leave.
MISSING_SCOPES = (str(Permission.SESSION), str(Permission.FACTORS_WRITE))
CONFIRMED_S = 600  # how long ago a person must have signed in or given the password to change factors
QUESTION_S = 600
MOST_FACTORS = 10
_RECOVERY_CODES = 10
_SIGNS = "23456789ABCDEFGHJKMNPRSTVWXYZ"  # none that is read as another


async def begin_totp(entry: Entry, connection: Connection, actor: Actor) -> dict[str, Any]:
    """A new secret for the actor's app; nothing is kept before a code has come. Raises 403, 409."""
    account = await _may_change(connection, actor)
    secret = totp.new_secret()
    uri = totp.address(secret, account["username"], account["municipality"])
    ticket = entry.seal.ticket("totp", {"person": str(actor.id), "secret": secret})
    return {"ticket": ticket, "secret": secret, "address": uri, "picture": totp.picture(uri)}


async def begin_passkey(entry: Entry, connection: Connection, actor: Actor) -> dict[str, Any]:
    """What the actor's browser makes a passkey with. Raises 403, 409."""
    account = await _may_change(connection, actor)
    rows = await factors.factors_of(connection, actor.municipality_id, actor.id)
    standing = [row["credential_id"] for row in rows if row["credential_id"] is not None]
    challenge, options = passkeys.offered(
        relying_party(entry.origin), actor.municipality_id, actor.id, account["username"], standing
    )
    told = {"person": str(actor.id), "challenge": challenge.hex()}
    return {"ticket": entry.seal.ticket("passkey", told), "options": options}


async def add(entry: Entry, connection: Connection, actor: Actor, sent: FactorAdd) -> dict[str, Any]:
    """Keep a factor that has been proved; the session then does what its person may. Raises 403, 409, 422."""
    await _may_change(connection, actor)
    standing = await factors.factors_of(connection, actor.municipality_id, actor.id)
    if len(standing) >= MOST_FACTORS:
        raise Problem(409, "too_many_factors", f"At most {MOST_FACTORS} second factors. Remove one first.")
    factor_id = new_id()
    key, credential_id, counter = _proved(entry, actor, factor_id, sent)
    try:
        row = await connection.fetchrow(
            "INSERT INTO second_factors"
            " (municipality_id, id, person_id, kind, name, key, credential_id, counter)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id, kind, name, created_at, last_used_at",
            actor.municipality_id, factor_id, actor.id, sent.kind, sent.name, key, credential_id, counter,
        )  # fmt: skip
    except asyncpg.UniqueViolationError as error:
        raise Problem(409, "passkey_taken", "This passkey is kept already.") from error
    assert row is not None  # noqa: S101 an INSERT that did not raise returns its row
    codes = [] if standing else await renew_codes(entry.seal, connection, actor)
    await connection.execute(
        "UPDATE tokens SET scopes = '{}' WHERE municipality_id = $1 AND id = $2 AND kind = 'session'",
        actor.municipality_id,
        actor.token_id,
    )
    await _say(entry, connection, actor, actor.id, {"factor_added": sent.kind})
    return {**factors.factor_shown(row), "recovery_codes": codes}


def _proved(entry: Entry, actor: Actor, factor_id: UUID, sent: FactorAdd) -> tuple[bytes, bytes | None, int]:
    """(key, credential id, counter) to keep of a factor, if the proof is right. Raises 422."""
    try:
        told = entry.seal.read_ticket(sent.kind, sent.ticket, QUESTION_S)
        if told["person"] != str(actor.id):
            raise SealBroken
        if isinstance(sent, TotpAdd):
            step = totp.step_of(told["secret"], sent.code)
            if step is None:
                raise Problem(422, "wrong_code", "The code is wrong. Wait for the app's next one.")
            bound_to = context(actor.municipality_id, factor_id)
            return entry.seal.close(told["secret"].encode(), bound_to), None, step
        challenge = bytes.fromhex(told["challenge"])
        proof = passkeys.made(relying_party(entry.origin), challenge, sent.credential)
        return proof.credential_public_key, proof.credential_id, proof.sign_count
    except (SealBroken, PasskeyRefused) as error:
        raise Problem(422, "begin_again", "This is no answer to a question of ours. Begin again.") from error


async def remove(entry: Entry, connection: Connection, actor: Actor, factor_id: UUID) -> None:
    """Remove one of the actor's factors. Raises 403, 404, and 409 for the last one of who must have one."""
    await _may_change(connection, actor)
    standing = await factors.factors_of(connection, actor.municipality_id, actor.id)
    if factor_id not in {row["id"] for row in standing}:
        raise not_found()
    demanding = await factors.demanding_roles(connection, actor.municipality_id)
    if len(standing) == 1 and demanding & set(actor.roles):
        raise Problem(409, "last_factor", "Your role needs a second factor. Add another one first.")
    await connection.execute(
        "DELETE FROM second_factors WHERE municipality_id = $1 AND person_id = $2 AND id = $3",
        actor.municipality_id, actor.id, factor_id,
    )  # fmt: skip
    if len(standing) == 1:
        await _forget_codes(connection, actor.municipality_id, actor.id)
    await _say(entry, connection, actor, actor.id, {"factor_removed": str(factor_id)})


async def rename(entry: Entry, connection: Connection, actor: Actor, factor_id: UUID, name: str) -> None:
    """Call one of the actor's factors something else. Raises 404."""
    done = await connection.execute(
        "UPDATE second_factors SET name = $4 WHERE municipality_id = $1 AND person_id = $2 AND id = $3",
        actor.municipality_id, actor.id, factor_id, name,
    )  # fmt: skip
    if done == "UPDATE 0":
        raise not_found()
    await _say(entry, connection, actor, actor.id, {"factor_renamed": str(factor_id)})


async def new_codes(entry: Entry, connection: Connection, actor: Actor) -> list[str]:
    """New recovery codes instead of those before. Raises 403, and 409 without a factor to recover from."""
    await _may_change(connection, actor)
    if not await factors.factors_of(connection, actor.municipality_id, actor.id):
        raise Problem(409, "no_factor", "Add a second factor first.")
    await _say(entry, connection, actor, actor.id, {"recovery_codes": "renewed"})
    return await renew_codes(entry.seal, connection, actor)


async def renew_codes(seal: Seal, connection: Connection, actor: Actor) -> list[str]:
    """Ten codes of 58 bits; what is kept is of no use without the server's key."""
    codes = ["".join(secrets.choice(_SIGNS) for _ in range(12)) for _ in range(_RECOVERY_CODES)]
    await _forget_codes(connection, actor.municipality_id, actor.id)
    await connection.executemany(
        "INSERT INTO recovery_codes (municipality_id, person_id, fingerprint) VALUES ($1, $2, $3)",
        [(actor.municipality_id, actor.id, fingerprint(seal, actor.id, code)) for code in codes],
    )
    return [f"{code[:4]}-{code[4:8]}-{code[8:]}" for code in codes]


async def reset(entry: Entry, connection: Connection, actor: Actor, person_id: UUID, reason: str) -> None:
    """Take every factor from somebody who lost them, and end what they are signed in by. Raises 404."""
    if await accounts.account(connection, actor.municipality_id, person_id) is None:
        raise not_found()
    await connection.execute(
        "DELETE FROM second_factors WHERE municipality_id = $1 AND person_id = $2",
        actor.municipality_id,
        person_id,
    )
    await _forget_codes(connection, actor.municipality_id, person_id)
    await end_sessions(connection, actor.municipality_id, person_id)
    await _say(entry, connection, actor, person_id, {"factors_reset": True, "reason": reason})


async def end_sessions_of(
    entry: Entry, connection: Connection, actor: Actor, person_id: UUID, reason: str
) -> None:
    """Sign somebody out everywhere. Raises 404."""
    if await accounts.account(connection, actor.municipality_id, person_id) is None:
        raise not_found()
    await end_sessions(connection, actor.municipality_id, person_id)
    await _say(entry, connection, actor, person_id, {"sessions_ended": True, "reason": reason})


async def local_account(connection: Connection, actor: Actor) -> Row:
    """The actor's account with its password's hash. Raises 409 for one that signs in elsewhere."""
    account = await accounts.account(connection, actor.municipality_id, actor.id)
    if account is None or account["password_hash"] is None:
        raise Problem(409, "not_local", "Your municipality's own sign-in looks after second factors.")
    return account


async def _may_change(connection: Connection, actor: Actor) -> Row:
    """The actor's account, if it is a local one whose person was here a moment ago. Raises 403, 409."""
    account = await local_account(connection, actor)
    recent = await connection.fetchval(
        "SELECT confirmed_at > now() - make_interval(secs => $3::int) FROM tokens"
        " WHERE municipality_id = $1 AND id = $2",
        actor.municipality_id, actor.token_id, CONFIRMED_S,
    )  # fmt: skip
    if not recent:
        raise Problem(403, "confirm_needed", "Give your password once more.")
    return account


async def _forget_codes(connection: Connection, municipality_id: UUID, person_id: UUID) -> None:
    await connection.execute(
        "DELETE FROM recovery_codes WHERE municipality_id = $1 AND person_id = $2", municipality_id, person_id
    )


async def _say(
    entry: Entry, connection: Connection, actor: Actor, person_id: UUID, said: dict[str, Any]
) -> None:
    await entry.changed(connection, actor.municipality_id, "person.changed", person_id, said, actor)
