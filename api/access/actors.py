"""Who asks: a credential from the request, and the actor it stands for."""

import hashlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from fastapi import Depends, Request

from api.access.permissions import DEVICE_PERMISSIONS, KEY_ALWAYS, Permission, permissions_of
from api.kit.db import Connection, Database, Row
from api.kit.errors import Problem, forbidden

_PREFIX = "lj1"


@dataclass(frozen=True, slots=True)
class Credential:
    """A token as sent: the municipality it names and the hash it is kept under."""

    municipality_id: UUID
    token_hash: bytes


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody with permissions: a person, a person's device or an API key."""

    municipality_id: UUID
    kind: str
    id: UUID
    permissions: frozenset[Permission]
    organisation_id: UUID | None = None
    roles: tuple[str, ...] = ()
    device_id: UUID | None = None
    token_id: UUID | None = None
    token_kind: str = ""
    name: str = field(default="", repr=False)
    organisation: str | None = None

    @property
    def sees_with(self) -> frozenset[Permission]:
        """What the actor sees by: a device sees what its person sees, though it may not read."""
        return self.permissions if self.kind == "key" else permissions_of(self.roles)

    @property
    def is_device(self) -> bool:
        """Whether this is an append credential, which a lost phone may hold."""
        return self.token_kind == "device"  # noqa: S105 a kind, no secret

    def may(self, permission: Permission) -> bool:
        """Whether the actor has the permission."""
        return permission in self.permissions

    def require(self, permission: Permission) -> None:
        """Raise the 403 that names the missing permission."""
        if permission not in self.permissions:
            raise forbidden(permission)


@dataclass(frozen=True, slots=True)
class Reading:
    """A transaction behind the actor's wall."""

    actor: Actor
    connection: Connection


# One statement for both paths: read on its own here, and inside the journal's insert.
# $1 municipality, $2 token hash. A person who left or was disabled is nobody at once.
ACTOR_SQL = """
SELECT t.id AS token_id, t.kind AS held_by, t.scopes, t.device_id, t.person_id, t.window_s,
  t.expires_at, t.expires_at < now() + make_interval(secs => t.window_s - 600) AS worn,
  t.last_used_at < now() - interval '10 minutes' IS NOT FALSE AS long_unused,
  p.roles, p.organisation_id, p.name,
  (SELECT o.name FROM organisations o
   WHERE o.municipality_id = t.municipality_id AND o.id = p.organisation_id) AS organisation
FROM tokens t LEFT JOIN people p
  ON p.municipality_id = t.municipality_id AND p.id = t.person_id AND p.disabled_at IS NULL
  AND (p.ends_on IS NULL OR p.ends_on >= current_date)
WHERE t.municipality_id = $1 AND t.token_hash = $2 AND t.expires_at > now()
  AND t.revoked_at IS NULL AND (t.kind = 'key' OR p.id IS NOT NULL)
"""


def token_text(municipality_id: UUID, secret: str) -> str:
    """`lj1.<municipality>.<secret>`: a token says which wall it belongs behind."""
    return f"{_PREFIX}.{municipality_id}.{secret}"


def credential(token: str) -> Credential:
    """Read a token's text. Raises the 401 that says no more than that."""
    parts = token.split(".")
    try:
        prefix, municipality, _secret = parts
        if prefix != _PREFIX:
            raise ValueError
        return Credential(UUID(municipality), hashlib.sha256(token.encode()).digest())
    except ValueError as error:
        raise not_signed_in() from error


def not_signed_in() -> Problem:
    """401 for a missing, unknown, expired or revoked credential alike."""
    return Problem(
        401,
        "not_signed_in",
        "Sign in, or send a valid token.",
        headers={"WWW-Authenticate": "Bearer"},
    )


def credential_of(request: Request) -> Credential:
    """The request's credential: Bearer beats cookie. Raises 401."""
    header = request.headers.get("authorization", "")
    scheme, _, token = header.partition(" ")
    if header:
        if scheme.lower() != "bearer":
            raise not_signed_in()
        return credential(token.strip())
    return credential(request.cookies.get(request.app.state.cookie_name, ""))


def actor_of(municipality_id: UUID, row: Row | dict[str, Any]) -> Actor:
    """The actor of a row of ACTOR_SQL; a device keeps only what writing needs."""
    is_key = row["held_by"] == "key"
    roles = tuple(row["roles"] or ())
    allowed = (
        frozenset(Permission(scope) for scope in row["scopes"]) | KEY_ALWAYS
        if is_key
        else permissions_of(roles)
    )
    if row["held_by"] == "device":
        allowed &= DEVICE_PERMISSIONS
    if row["held_by"] == "session" and row["scopes"]:  # whose person must first add a second factor
        allowed &= frozenset(Permission(scope) for scope in row["scopes"])
    return Actor(
        municipality_id=municipality_id,
        kind="key" if is_key else "person",
        id=row["token_id"] if is_key else row["person_id"],
        permissions=allowed,
        organisation_id=row["organisation_id"],
        roles=roles,
        device_id=row["device_id"],
        token_id=row["token_id"],
        token_kind=row["held_by"],
        name=row["name"] or "",
        organisation=row["organisation"],
    )


async def authenticate(connection: Connection, sent: Credential) -> Actor:
    """The actor behind a credential; slides a session's window, notes a key's use. Raises 401."""
    row = await connection.fetchrow(ACTOR_SQL, sent.municipality_id, sent.token_hash)
    if row is None:
        raise not_signed_in()
    if row["worn"] and row["held_by"] != "key":
        await connection.execute(
            "UPDATE tokens SET expires_at = now() + make_interval(secs => window_s),"
            " last_used_at = now() WHERE municipality_id = $1 AND id = $2",
            sent.municipality_id,
            row["token_id"],
        )
    if row["long_unused"] and row["held_by"] == "key":
        await connection.execute(
            "UPDATE tokens SET last_used_at = now() WHERE municipality_id = $1 AND id = $2",
            sent.municipality_id,
            row["token_id"],
        )
    return actor_of(sent.municipality_id, row)


def reads(permission: Permission) -> Any:
    """Dependency: a `Reading` for who has the permission; names it for the route's tests."""

    async def reading(request: Request) -> AsyncIterator[Reading]:
        sent = credential_of(request)
        database: Database = request.app.state.database
        async with database.bound(sent.municipality_id) as connection:
            actor = await authenticate(connection, sent)
            actor.require(permission)
            yield Reading(actor, connection)

    return _marked(reading, permission)


def writes(permission: Permission) -> Any:
    """Dependency: the credential alone; the journal judges it inside its own transaction."""

    async def sender(request: Request) -> Credential:
        return credential_of(request)

    return _marked(sender, permission, scope="request")


def public() -> Any:
    """Dependency: marks a route as open to everybody, on purpose."""

    async def anybody() -> None:
        return None

    return _marked(anybody, Permission.PUBLIC)


def _marked(dependency: Callable[..., Any], permission: Permission, scope: str = "function") -> Any:
    dependency.permission = permission  # type: ignore[attr-defined]
    return Depends(dependency, scope=scope)  # type: ignore[arg-type]
