"""Tokens, signing out, and enrolling devices."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import asyncpg

from api.access import queries
from api.access.actors import Actor, credential, token_text
from api.access.registers import Changed
from api.access.schemas import DevicePut, DeviceStatus
from api.kit.db import Connection, to_json
from api.kit.errors import Problem, not_found
from api.kit.ids import new_id

SESSION_S = 12 * 3600
ENROLLED_SESSION_S = 72 * 3600
DEVICE_S = 180 * 24 * 3600  # slides with every status a phone sends


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
    provider_session: bytes | None = None,
) -> UUID:
    """Keep a token's hash; its id."""
    token_id = token_id or new_id()
    await connection.execute(
        "INSERT INTO tokens (municipality_id, id, kind, token_hash, person_id, device_id, name, scopes,"
        " provider_session, window_s, expires_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::int, now() + make_interval(secs => $10::int))",
        municipality_id, token_id, kind, credential(token).token_hash, person_id, device_id, name,
        list(scopes), provider_session, window_s,
    )  # fmt: skip
    return token_id


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


async def revoke_phone(
    connection: Connection, actor: Actor, device_id: UUID, reason: str, changed: Changed
) -> None:
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
    said = {"phone_id": standing["phone_id"], "revoked_by": actor.id, "reason": reason}
    await changed(connection, actor.municipality_id, "device.changed", device_id, said, actor)
