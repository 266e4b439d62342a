"""What every way of signing in shares: counted attempts, known browsers, and the session at the end."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from api.access import queries
from api.access.actors import Actor, Credential, authenticate, credential, token_text
from api.access.registers import Changed
from api.access.service import ENROLLED_SESSION_S, SESSION_S, insert_token
from api.kit.db import Connection, Database
from api.kit.errors import Problem
from api.kit.ids import new_secret
from api.kit.outbound import Outbound
from api.kit.seal import Seal

MOST_FAILURES = 20  # per account and hour; a known device has its own count, so an owner gets in
KNOWN_S = 180 * 24 * 3600  # as a device's credential: slides with every sign-in


@dataclass(frozen=True, slots=True)
class Entry:
    """What signing in needs of the process; `origin` is the address people reach us by."""

    database: Database
    seal: Seal
    changed: Changed
    origin: str
    outbound: Outbound


@dataclass(frozen=True, slots=True)
class Browser:
    """Who asks to be let in: its cookies, and the device's credential if it sent one."""

    cookies: Mapping[str, str]
    session_cookie: str
    device: Credential | None = None

    def known_cookie(self, person_id: UUID) -> str:
        """The name of the cookie that tells this browser as known to a person; phones are shared."""
        return f"{self.session_cookie}-known-{hashlib.sha256(person_id.bytes).hexdigest()[:12]}"


@dataclass(frozen=True, slots=True)
class Session:
    """A new session: what to show, its token, and the cookie (name, secret) of a browser now known."""

    shown: dict[str, Any]
    token: str
    known: tuple[str, str] | None = None


def account_bucket(username: str, device: Credential | None = None) -> bytes:
    """Where the attempts of an account are counted, apart for a device of its own."""
    return hashlib.sha256(username.encode() + (device.token_hash if device else b"")).digest()


async def count_attempt(database: Database, municipality_id: UUID, bucket: bytes) -> None:
    """Count an attempt before what was sent is checked. Raises 429.

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


async def forget_attempts(connection: Connection, municipality_id: UUID, bucket: bytes) -> None:
    """Whoever got in has guessed nothing."""
    await connection.execute(
        "DELETE FROM login_failures WHERE municipality_id = $1 AND bucket = $2", municipality_id, bucket
    )


async def new_session(
    connection: Connection,
    municipality_id: UUID,
    person_id: UUID,
    *,
    scopes: Sequence[str] = (),
    provider_session: bytes | None = None,
    known: tuple[str, str] | None = None,
) -> Session:
    """A session, the same whatever way led to it. Raises 401 when the account has been closed meanwhile."""
    token = token_text(municipality_id, new_secret())
    await insert_token(
        connection, municipality_id, "session", token, SESSION_S,
        person_id=person_id, scopes=scopes, provider_session=provider_session,
    )  # fmt: skip
    actor = await authenticate(connection, credential(token))
    return Session(await queries.session_shown(connection, actor), token, known)


async def copy_session(connection: Connection, actor: Actor) -> Session:
    """A second token for the actor's session: as long, on the same device, and confirmed when the first was.

    The first goes on, so that an answer that is lost signs nobody out; whoever got this one ends it.
    """
    token = token_text(actor.municipality_id, new_secret())
    seconds = ENROLLED_SESSION_S if actor.device_id else SESSION_S
    token_id = await insert_token(
        connection, actor.municipality_id, "session", token, seconds,
        person_id=actor.id, device_id=actor.device_id,
    )  # fmt: skip
    await connection.execute(
        "UPDATE tokens n SET confirmed_at = o.confirmed_at, provider_session = o.provider_session"
        " FROM tokens o WHERE n.municipality_id = $1 AND n.id = $2 AND o.municipality_id = $1 AND o.id = $3",
        actor.municipality_id, token_id, actor.token_id,
    )  # fmt: skip
    copy = await authenticate(connection, credential(token))
    return Session(await queries.session_shown(connection, copy), token)


async def make_known(
    connection: Connection, municipality_id: UUID, person_id: UUID, browser: Browser
) -> tuple[str, str]:
    """Keep that the person showed a second factor in this browser; the cookie to set there."""
    secret = new_secret()
    await connection.execute(
        "INSERT INTO known_browsers (municipality_id, person_id, secret_hash, expires_at)"
        " VALUES ($1, $2, $3, now() + make_interval(secs => $4::int))",
        municipality_id, person_id, _hashed(secret), KNOWN_S,
    )  # fmt: skip
    return browser.known_cookie(person_id), secret


async def is_known(connection: Connection, municipality_id: UUID, person_id: UUID, browser: Browser) -> bool:
    """Whether the person has shown a second factor in this browser; its time slides."""
    secret = browser.cookies.get(browser.known_cookie(person_id))
    if secret is None:
        return False
    done = await connection.execute(
        "UPDATE known_browsers SET expires_at = now() + make_interval(secs => $4::int)"
        " WHERE municipality_id = $1 AND person_id = $2 AND secret_hash = $3 AND expires_at > now()",
        municipality_id, person_id, _hashed(secret), KNOWN_S,
    )  # fmt: skip
    return done == "UPDATE 1"


async def spend(connection: Connection, municipality_id: UUID, ticket: str) -> bool:
    """Whether a ticket is used for the first time."""
    done = await connection.execute(
        "INSERT INTO spent_tickets (municipality_id, digest) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        municipality_id,
        _hashed(ticket),
    )
    return done == "INSERT 0 1"


async def end_sessions(connection: Connection, municipality_id: UUID, person_id: UUID) -> None:
    """End every session of a person and forget every browser; phones may still send what is written."""
    await connection.execute(
        "UPDATE tokens SET revoked_at = now()"
        " WHERE municipality_id = $1 AND person_id = $2 AND kind = 'session' AND revoked_at IS NULL",
        municipality_id,
        person_id,
    )
    await connection.execute(
        "DELETE FROM known_browsers WHERE municipality_id = $1 AND person_id = $2",
        municipality_id,
        person_id,
    )


def _hashed(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
