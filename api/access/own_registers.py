"""What a municipality decides for itself and lets in: its settings and its API keys."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import asyncpg

from api.access.actors import Actor, token_text
from api.access.models import Settings
from api.access.permissions import KEY_SCOPES, Permission
from api.access.queries import settings_body
from api.access.register_queries import settings_version
from api.access.register_schemas import SettingsPut
from api.access.registers import Changed, Editing, bump
from api.access.service import insert_token
from api.kit.db import Connection
from api.kit.errors import not_found, refused_field
from api.kit.ids import new_id, new_secret
from api.kit.versions import Condition, changed_since, put_row

KEY_S = 10 * 365 * 24 * 3600  # until revoked


async def add_key(
    connection: Connection,
    municipality_id: UUID,
    name: str,
    scopes: Sequence[str],
    changed: Changed,
    actor: Actor | None = None,
    key_id: UUID | None = None,
) -> str:
    """Make an API key; its token is shown this once.

    Raises 422 for a scope that is none or that the actor may not give, 412 when the id is taken.
    """
    _check_scopes(scopes, actor)
    token, key_id = token_text(municipality_id, new_secret()), key_id or new_id()
    kept = sorted(set(scopes))
    try:
        await insert_token(
            connection, municipality_id, "key", token, KEY_S, name=name, scopes=kept, token_id=key_id
        )
    except asyncpg.UniqueViolationError as error:
        raise changed_since(None) from error
    said = {"name": name, "scopes": kept}
    await changed(connection, municipality_id, "key.changed", key_id, said, actor)
    return token


def _check_scopes(scopes: Sequence[str], actor: Actor | None) -> None:
    """Nobody gives a key more than they may themselves, but for who may give people any role."""
    if not set(scopes) <= {str(one) for one in KEY_SCOPES}:
        raise refused_field("scopes", f"are of {', '.join(sorted(KEY_SCOPES))}")
    if actor is None or actor.may(Permission.PEOPLE_WRITE):
        return
    if not set(scopes) <= actor.permissions:
        raise refused_field("scopes", "hold more than whoever makes the key may do")


async def revoke_key(editing: Editing, key_id: UUID, reason: str) -> None:
    """Refuse a key from now on; a second time changes nothing. Raises 404."""
    row = await editing.connection.fetchrow(
        "SELECT revoked_at FROM tokens WHERE municipality_id = $1 AND id = $2 AND kind = 'key' FOR UPDATE",
        editing.municipality_id,
        key_id,
    )
    if row is None:
        raise not_found()
    if row["revoked_at"] is not None:
        return
    await editing.connection.execute(
        "UPDATE tokens SET revoked_at = now() WHERE municipality_id = $1 AND id = $2",
        editing.municipality_id,
        key_id,
    )
    await editing.say("key.changed", key_id, {"revoked": True, "reason": reason})


async def put_settings(
    connection: Connection,
    municipality_id: UUID,
    body: dict[str, Any],
    changed: Changed,
    actor: Actor | None = None,
    wanted: Condition | None = None,
) -> None:
    """Replace the municipality's settings (the fields of `SettingsPut`); without a condition whatever stood.

    Raises ValidationError, 412.
    """
    kept = SettingsPut.model_validate(body).model_dump(mode="json", by_alias=True)
    before = await settings_body(connection, municipality_id)
    await connection.execute(
        "INSERT INTO settings (municipality_id, version) VALUES ($1, 0) ON CONFLICT DO NOTHING",
        municipality_id,
    )
    seen = wanted or Condition(await settings_version(connection, municipality_id))
    await put_row(
        connection,
        Settings,
        {"municipality_id": municipality_id},
        {"body": kept},
        Condition(seen.version or 0),
    )
    await bump(connection, municipality_id, "settings")
    names = sorted(name for name in kept if kept[name] != before.get(name))
    await changed(connection, municipality_id, "settings.changed", municipality_id, {"names": names}, actor)


def own_numbers(body: dict[str, Any]) -> frozenset[str]:
    """The municipality's own telephone numbers, which are nobody's personal data."""
    return frozenset(str(one["number"]) for one in body.get("numbers", ()) if "number" in one)
