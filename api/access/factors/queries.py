"""Every SELECT of second factors."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from api.access.factors.models import RecoveryCode, SecondFactor
from api.access.models import Municipality
from api.access.permissions import Role
from api.access.provider.models import SignInSettings
from api.kit.db import Connection, Row, fetch, fetch_one

# Those who see or change most; a municipality may decide otherwise, and the demonstration asks nobody.
DEFAULT_ROLES = (Role.ADMIN, Role.COORDINATOR, Role.SAFETY_CHIEF, Role.TECHNICIAN)


async def demanding_roles(connection: Connection, municipality_id: UUID) -> frozenset[str]:
    """Roles whose local accounts must have a second factor."""
    row = await fetch_one(
        connection,
        select(Municipality.demo, SignInSettings.second_factor_roles)
        .outerjoin(SignInSettings, SignInSettings.municipality_id == Municipality.id)
        .where(Municipality.id == municipality_id),
    )
    if row is None or row["second_factor_roles"] is not None:
        return frozenset(row["second_factor_roles"] if row else ())
    return frozenset() if row["demo"] else frozenset(str(role) for role in DEFAULT_ROLES)


async def factors_of(connection: Connection, municipality_id: UUID, person_id: UUID) -> list[Row]:
    """A person's factors, oldest first."""
    return await fetch(
        connection,
        select(
            SecondFactor.id, SecondFactor.kind, SecondFactor.name, SecondFactor.credential_id,
            SecondFactor.created_at, SecondFactor.last_used_at,
        )
        .where(SecondFactor.municipality_id == municipality_id, SecondFactor.person_id == person_id)
        .order_by(SecondFactor.created_at, SecondFactor.id),
    )  # fmt: skip


async def codes_left(connection: Connection, municipality_id: UUID, person_id: UUID) -> int:
    """How many recovery codes still work."""
    row = await fetch_one(
        connection,
        select(func.count()).where(
            RecoveryCode.municipality_id == municipality_id,
            RecoveryCode.person_id == person_id,
            RecoveryCode.used_at.is_(None),
        ),
    )
    return int(row[0]) if row else 0


async def methods(connection: Connection, municipality_id: UUID, person_id: UUID) -> list[str]:
    """What the person may show as second factor; nothing when there is none."""
    kinds = {row["kind"] for row in await factors_of(connection, municipality_id, person_id)}
    if kinds and await codes_left(connection, municipality_id, person_id):
        kinds.add("recovery")
    return sorted(kinds)


async def is_missing(
    connection: Connection, municipality_id: UUID, person_id: UUID, roles: Collection[str]
) -> bool:
    """Whether the person's roles demand a factor and there is none."""
    if not set(roles) & await demanding_roles(connection, municipality_id):
        return False
    return not await factors_of(connection, municipality_id, person_id)


async def own_factors(
    connection: Connection, municipality_id: UUID, person_id: UUID, roles: Collection[str], local: bool
) -> dict[str, Any]:
    """A person's own factors as their page shows them."""
    rows = await factors_of(connection, municipality_id, person_id)
    return {
        "items": [factor_shown(row) for row in rows],
        "recovery_codes_left": await codes_left(connection, municipality_id, person_id),
        "required": local and bool(set(roles) & await demanding_roles(connection, municipality_id)),
        "local": local,
    }


def factor_shown(row: Row) -> dict[str, Any]:
    """A factor without what it is checked by."""
    return {name: row[name] for name in ("id", "kind", "name", "created_at", "last_used_at")}
