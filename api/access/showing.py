"""How people are shown: by name to colleagues, by organisation and role to everybody else."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from api.access.actors import Actor
from api.kit.db import Connection

Authors = Mapping[UUID, Mapping[str, Any]]


_PEOPLE = """
SELECT p.id, p.name, p.roles, o.name AS organisation
FROM people p LEFT JOIN organisations o
  ON o.municipality_id = p.municipality_id AND o.id = p.organisation_id
WHERE p.municipality_id = $1 AND p.id = ANY($2::uuid[])
"""


async def authors_of(connection: Connection, municipality_id: UUID, author_ids: Collection[UUID]) -> Authors:
    """Name, roles and organisation's name of people by id; keys and the system are not people."""
    if not author_ids:
        return {}
    rows = await connection.fetch(_PEOPLE, municipality_id, list(author_ids))
    return {row["id"]: dict(row) for row in rows}


def author_shown(
    actor: Actor, kind: str, author_id: UUID, organisation_id: UUID | None, authors: Authors
) -> dict[str, Any]:
    """An author as the actor may see them."""
    person = authors.get(author_id, {})
    shown: dict[str, Any] = {
        "kind": kind,
        "organisation_id": organisation_id,
        "organisation": person.get("organisation"),
        "roles": list(person.get("roles") or ()),
    }
    colleague = actor.organisation_id is not None and actor.organisation_id == organisation_id
    if author_id == actor.id or colleague:
        shown["name"] = person.get("name")
    return shown
