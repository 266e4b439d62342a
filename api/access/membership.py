"""The registers of who may: people, organisations, keys, settings; each change is also a record."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from api.access.actors import token_text
from api.access.models import Organisation, Person, Settings
from api.access.passwords import hash_password
from api.access.permissions import KEY_SCOPES, Role
from api.access.registers import Changed, bump
from api.access.service import insert_token
from api.kit.db import Connection, execute
from api.kit.ids import new_id, new_secret

KEY_S = 10 * 365 * 24 * 3600  # until revoked


async def add_person(
    connection: Connection, municipality_id: UUID, person: dict[str, Any], changed: Changed
) -> UUID:
    """Insert a person, `password` in clear (or None). Raises ValueError naming what is wrong."""
    for role in person["roles"]:
        Role(role)
    username = person["username"].strip().lower()
    if "@" not in username:
        raise ValueError("a username has a domain after @, which says the municipality")
    password = person.get("password")
    row = {
        "municipality_id": municipality_id,
        "id": person.get("id") or new_id(),
        "username": username,
        "name": person["name"],
        "roles": list(person["roles"]),
        "organisation_id": person.get("organisation_id"),
        "password_hash": None if password is None else hash_password(password),
    }
    await execute(connection, insert(Person).values(row))
    await bump(connection, municipality_id, "people")
    await changed(connection, municipality_id, "person.changed", row["id"], {"roles": row["roles"]})
    return UUID(str(row["id"]))


async def add_organisation(
    connection: Connection, municipality_id: UUID, organisation: dict[str, Any], changed: Changed
) -> UUID:
    """Insert an organisation (`name`, `kind`)."""
    row = {"municipality_id": municipality_id, "id": organisation.get("id") or new_id()}
    row |= {"name": organisation["name"], "kind": organisation["kind"]}
    await execute(connection, insert(Organisation).values(row))
    await changed(
        connection,
        municipality_id,
        "organisation.changed",
        row["id"],
        {"name": row["name"], "kind": row["kind"]},
    )
    return UUID(str(row["id"]))


async def add_key(
    connection: Connection,
    municipality_id: UUID,
    name: str,
    scopes: Sequence[str],
    changed: Changed,
) -> str:
    """Make an API key; its token is shown this once. Raises ValueError for a scope that is none."""
    for scope in scopes:
        if scope not in {str(one) for one in KEY_SCOPES}:
            raise ValueError(f"{scope} is no scope; scopes are {', '.join(sorted(KEY_SCOPES))}")
    token = token_text(municipality_id, new_secret())
    key_id = await insert_token(
        connection, municipality_id, "key", token, KEY_S, name=name, scopes=sorted(set(scopes))
    )
    await changed(connection, municipality_id, "key.changed", key_id, {"name": name, "scopes": list(scopes)})
    return token


async def put_settings(
    connection: Connection, municipality_id: UUID, body: dict[str, Any], changed: Changed
) -> None:
    """Replace the municipality's settings."""
    values = insert(Settings).values(municipality_id=municipality_id, version=1, body=body)
    statement = values.on_conflict_do_update(
        index_elements=["municipality_id"],
        set_={"body": values.excluded.body, "version": Settings.version + 1},
    )
    await execute(connection, statement)
    await bump(connection, municipality_id, "settings")
    await changed(connection, municipality_id, "settings.changed", municipality_id, {"names": sorted(body)})


def own_numbers(body: dict[str, Any]) -> frozenset[str]:
    """The municipality's own telephone numbers, which are nobody's personal data."""
    return frozenset(str(one["number"]) for one in body.get("numbers", ()) if "number" in one)
