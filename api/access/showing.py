"""How people are shown: by name to colleagues, by organisation and role to everybody else."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from api.access.actors import Actor
from api.access.models import Organisation, Person
from api.kit.db import Connection, fetch

Authors = Mapping[UUID, Mapping[str, Any]]


async def authors_of(connection: Connection, municipality_id: UUID, author_ids: Collection[UUID]) -> Authors:
    """Name, roles and organisation's name of people by id; keys and the system are not people."""
    if not author_ids:
        return {}
    rows = await fetch(
        connection,
        select(Person.id, Person.name, Person.roles, Organisation.name.label("organisation"))
        .outerjoin(
            Organisation,
            (Organisation.municipality_id == Person.municipality_id)
            & (Organisation.id == Person.organisation_id),
        )
        .where(Person.municipality_id == municipality_id, Person.id.in_(author_ids)),
    )
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
