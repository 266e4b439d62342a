"""Signing in and out, and enrolling devices."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg

from api.access import queries
from api.access.actors import Actor, Credential, authenticate, credential, token_text
from api.access.passwords import is_right
from api.access.registers import Changed
from api.access.schemas import DevicePut, DeviceStatus, SignIn
from api.kit.db import Connection, Database, fetch_one, to_json
from api.kit.errors import Problem, not_found
from api.kit.ids import new_id, new_secret

SESSION_S = 12 * 3600
ENROLLED_SESSION_S = 72 * 3600
DEVICE_S = 180 * 24 * 3600  # slides with every status a phone sends
MOST_FAILURES = 20  # per account and hour; a known device has its own count, so an owner gets in


@dataclass(frozen=True, slots=True)
class Session:
    """A new session: what to show, and the token to send back or set as a cookie."""

    shown: dict[str, Any]
    token: str
    seconds: int


def refused() -> Problem:
    """One answer for a wrong password and an unknown account."""
    return Problem(401, "wrong_credentials", "The username or the password is wrong.")


async def sign_in(database: Database, sent: SignIn, known: Credential | None) -> Session:
    """Check a password and make a session. Raises 401, 429.

    `known` is a device's credential: its owner still gets in while somebody guesses elsewhere.
    """
    username = sent.username.strip().lower()
    async with database.bound(None) as connection:
        place = await fetch_one(connection, queries.municipality_of_domain(username.partition("@")[2]))
    if place is None:
        await is_right(sent.password, None)
        raise refused()
    async with database.bound(place["id"]) as connection:
        person = await queries.person_by_username(connection, place["id"], username)
        own = known is not None and await _is_of(connection, known, person["id"] if person else None)
    bucket = hashlib.sha256(username.encode() + (known.token_hash if known and own else b"")).digest()
    await _count_attempt(database, place["id"], bucket)
    if not await is_right(sent.password, person["password_hash"] if person else None) or person is None:
        raise refused()
    return await _new_session(database, place["id"], person["id"], bucket)


async def _is_of(connection: Connection, known: Credential, person_id: UUID | None) -> bool:
    """Whether a credential is the person's own; one that is revoked, unknown or another's counts as none."""
    try:
        return (await authenticate(connection, known)).id == person_id
    except Problem:
        return False


async def _count_attempt(database: Database, municipality_id: UUID, bucket: bytes) -> None:
    """Count an attempt before its password is checked. Raises 429.

    Under a lock of its own, so that guesses sent all at once do not all pass the count.
    """
    lock = int.from_bytes(bucket[:8], "big", signed=True)
    async with database.bound(municipality_id, [lock]) as connection:
        if await queries.failures(connection, municipality_id, bucket) >= MOST_FAILURES:
            headers = {"Retry-After": "3600"}
            raise Problem(429, "too_many_attempts", "Too many attempts. Wait an hour.", headers=headers)
        await connection.execute(
            "INSERT INTO login_failures (municipality_id, bucket) VALUES ($1, $2)",
            municipality_id,
            bucket,
        )


async def _new_session(database: Database, municipality_id: UUID, person_id: UUID, bucket: bytes) -> Session:
    token = token_text(municipality_id, new_secret())
    async with database.bound(municipality_id) as connection:
        await connection.execute(
            "DELETE FROM login_failures WHERE municipality_id = $1 AND bucket = $2",
            municipality_id,
            bucket,
        )
        await insert_token(connection, municipality_id, "session", token, SESSION_S, person_id=person_id)
        actor = await authenticate(connection, credential(token))
        return Session(await queries.session_shown(connection, actor), token, SESSION_S)


async def insert_token(
    connection: Connection,
    municipality_id: UUID,
    kind: str,
    token: str,
    window_s: int,
    *,
    person_id: UUID | None = None,
    device_id: UUID | None = None,
    name: str = "",
    scopes: Sequence[str] = (),
    token_id: UUID | None = None,
) -> UUID:
    """Keep a token's hash; its id."""
    token_id = token_id or new_id()
    await connection.execute(
        "INSERT INTO tokens (municipality_id, id, kind, token_hash, person_id, device_id, name, scopes,"
        " window_s, expires_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9::int, now() + make_interval(secs => $9::int))",
        municipality_id, token_id, kind, credential(token).token_hash, person_id, device_id, name,
        list(scopes), window_s,
    )  # fmt: skip
    return token_id


async def copy_session(connection: Connection, actor: Actor) -> Session:
    """A second token for the actor's session, as long and on the same device.

    The first goes on, so that an answer that is lost signs nobody out; whoever got this one ends it.
    """
    token = token_text(actor.municipality_id, new_secret())
    seconds = ENROLLED_SESSION_S if actor.device_id else SESSION_S
    await insert_token(
        connection, actor.municipality_id, "session", token, seconds,
        person_id=actor.id, device_id=actor.device_id,
    )  # fmt: skip
    copy = await authenticate(connection, credential(token))
    return Session(await queries.session_shown(connection, copy), token, seconds)


async def sign_out(connection: Connection, actor: Actor) -> None:
    """End the session of the request at once."""
    await connection.execute(
        "UPDATE tokens SET revoked_at = now() WHERE municipality_id = $1 AND id = $2",
        actor.municipality_id,
        actor.token_id,
    )


async def enrol(
    connection: Connection, actor: Actor, device_id: UUID, sent: DevicePut, changed: Changed
) -> tuple[bool, dict[str, Any]]:
    """Enrol the actor's device; the same request again changes nothing. (new, shown). Raises 409."""
    token = token_text(actor.municipality_id, sent.secret)
    is_new = await _insert_device(connection, actor, device_id, sent)
    if is_new:
        await _insert_credential(connection, actor, device_id, token)
        said = {"phone_id": sent.phone_id, "person_id": actor.id}
        await changed(connection, actor.municipality_id, "device.changed", device_id, said, actor)
    standing = await queries.device(connection, actor.municipality_id, device_id)
    if standing is None or standing["person_id"] != actor.id:
        raise _taken()
    if not is_new and not await _has_secret(connection, actor, device_id, token):
        raise _taken()
    await connection.execute(
        "UPDATE tokens SET window_s = $3::int, device_id = $4,"
        " expires_at = now() + make_interval(secs => $3::int)"
        " WHERE municipality_id = $1 AND id = $2",
        actor.municipality_id, actor.token_id, ENROLLED_SESSION_S, device_id,
    )  # fmt: skip
    return is_new, {name: standing[name] for name in ("id", "phone_id", "person_id", "enrolled_at")}


async def _insert_device(connection: Connection, actor: Actor, device_id: UUID, sent: DevicePut) -> bool:
    """Insert the device unless its id is taken; of two at once the second waits and finds it taken."""
    row = await connection.fetchval(
        "INSERT INTO devices (municipality_id, id, phone_id, person_id, label, app_version,"
        " last_contact_at) VALUES ($1, $2, $3, $4, $5, $6, now())"
        " ON CONFLICT (municipality_id, id) DO NOTHING RETURNING id",
        actor.municipality_id, device_id, sent.phone_id, actor.id, sent.label, sent.app_version,
    )  # fmt: skip
    return row is not None


async def _insert_credential(connection: Connection, actor: Actor, device_id: UUID, token: str) -> None:
    try:
        await insert_token(
            connection, actor.municipality_id, "device", token, DEVICE_S,
            person_id=actor.id, device_id=device_id,
        )  # fmt: skip
    except asyncpg.UniqueViolationError as error:
        raise _taken() from error


def _taken() -> Problem:
    return Problem(409, "device_taken", "This device id or secret stands for another enrolment.")


async def _has_secret(connection: Connection, actor: Actor, device_id: UUID, token: str) -> bool:
    found = await connection.fetchval(
        "SELECT 1 FROM tokens WHERE municipality_id = $1 AND token_hash = $2 AND device_id = $3"
        " AND revoked_at IS NULL",
        actor.municipality_id, credential(token).token_hash, device_id,
    )  # fmt: skip
    return found is not None


async def note_status(connection: Connection, actor: Actor, device_id: UUID, sent: DeviceStatus) -> None:
    """Keep what a phone says of itself, and slide its credential. Raises 404 for another's device."""
    if actor.device_id != device_id:
        raise not_found()
    status = to_json(sent.model_dump(mode="json", exclude={"storage_loss"}))
    await connection.execute(
        "UPDATE devices SET status = $3, app_version = $4, last_contact_at = now()"
        " WHERE municipality_id = $1 AND id = $2",
        actor.municipality_id, device_id, status, sent.app_version,
    )  # fmt: skip
    await connection.execute(
        "UPDATE tokens SET expires_at = now() + make_interval(secs => window_s), last_used_at = now()"
        " WHERE municipality_id = $1 AND device_id = $2 AND kind = 'device' AND revoked_at IS NULL",
        actor.municipality_id, device_id,
    )  # fmt: skip


async def revoke_phone(connection: Connection, actor: Actor, device_id: UUID, changed: Changed) -> None:
    """Revoke every device of the phone this one is on, with their sessions. Raises 404."""
    standing = await queries.device(connection, actor.municipality_id, device_id)
    if standing is None:
        raise not_found()
    for statement in (
        "UPDATE tokens SET revoked_at = now() WHERE municipality_id = $1 AND revoked_at IS NULL"
        " AND device_id IN (SELECT id FROM devices WHERE municipality_id = $1 AND phone_id = $2)",
        "UPDATE devices SET revoked_at = now()"
        " WHERE municipality_id = $1 AND phone_id = $2 AND revoked_at IS NULL",
    ):
        await connection.execute(statement, actor.municipality_id, standing["phone_id"])
    said = {"phone_id": standing["phone_id"], "revoked_by": actor.id}
    await changed(connection, actor.municipality_id, "device.changed", device_id, said, actor)
