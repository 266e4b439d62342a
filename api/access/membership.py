"""The registers of people and organisations; each change is a row, a version and a record."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import ColumnElement, func

from api.access import register_queries as queries
from api.access.actors import Actor
from api.access.entry import end_sessions
from api.access.models import Organisation, Person
from api.access.passwords import hash_password
from api.access.permissions import Role
from api.access.register_schemas import MUNICIPAL, OrganisationPut, PersonPut
from api.access.registers import Changed, Editing, bump
from api.kit.db import Connection, Row
from api.kit.errors import Problem, refused_field
from api.kit.ids import new_id
from api.kit.versions import Condition, put_row

NEW = Condition(None)


async def add_person(
    connection: Connection,
    municipality_id: UUID,
    person: dict[str, Any],
    changed: Changed,
    actor: Actor | None = None,
) -> UUID:
    """Insert a person (the fields of `PersonPut`, and `id` when it is known).

    Raises ValidationError and Problem, as `put_person`.
    """
    fields = {name: value for name, value in person.items() if name != "id"}
    person_id: UUID = person.get("id") or new_id()
    editing = Editing(connection, municipality_id, changed, actor)
    await put_person(editing, person_id, PersonPut.model_validate(fields), NEW)
    return person_id


async def put_person(
    editing: Editing,
    person_id: UUID,
    sent: PersonPut,
    wanted: Condition,
    *,
    password_hash: str | None = None,
    why: Mapping[str, Any] = MappingProxyType({}),
) -> None:
    """Put an account; it counts from the next request of that person. `why` is recorded with the change.

    Raises 404, 409 (`username_taken`, `last_admin`), 412, and 422 for another's domain, an unknown
    organisation and supplier staff without an end date.
    """
    # The counter's row is locked until COMMIT, so that one change at a time looks for the last admin.
    await bump(editing.connection, editing.municipality_id, "people")
    await check_place(editing, sent)
    before = await queries.person(editing.connection, editing.municipality_id, person_id)
    values = sent.model_dump(exclude={"disabled", "password", "reason"})
    values["disabled_at"] = _disabled_at(before, sent)
    if sent.password is not None:
        password_hash = await hash_password(sent.password)
    if password_hash is not None:
        values["password_hash"] = password_hash
    keys = {"municipality_id": editing.municipality_id, "id": person_id}
    try:
        await put_row(editing.connection, Person, keys, values, wanted)
    except asyncpg.UniqueViolationError as error:
        raise Problem(409, "username_taken", "Another account has this username.") from error
    await _check_admins(editing, before, sent)
    if password_hash is not None and before is not None:
        # Whoever learnt the old password is out.
        await end_sessions(editing.connection, editing.municipality_id, person_id)
    said = sent.model_dump(mode="json", include={"roles", "organisation_id", "ends_on", "disabled"})
    await editing.say("person.changed", person_id, {**said, "password_set": password_hash is not None, **why})


def _disabled_at(before: Row | None, sent: PersonPut) -> ColumnElement[Any] | Any:
    if not sent.disabled:
        return None
    return func.now() if before is None or before["disabled_at"] is None else before["disabled_at"]


async def check_place(editing: Editing, sent: PersonPut) -> None:
    """Raise 422 for what an account of the municipality cannot be."""
    domains = await queries.domains(editing.connection, editing.municipality_id)
    if sent.username.partition("@")[2] not in domains:
        raise refused_field("username", f"ends with @ and a domain of the municipality: {', '.join(domains)}")
    if sent.organisation_id is None:
        return
    kind = await queries.organisation_kind(editing.connection, editing.municipality_id, sent.organisation_id)
    if kind is None:
        raise refused_field("organisation_id", "is no organisation of the municipality")
    if kind != MUNICIPAL and sent.ends_on is None:
        raise refused_field("ends_on", "is needed for staff of others than the municipality")


def _is_lasting_admin(roles: list[str], disabled: bool, ends_on: date | None) -> bool:
    return Role.ADMIN in roles and not disabled and ends_on is None


async def _check_admins(editing: Editing, before: Row | None, sent: PersonPut) -> None:
    """Somebody must be left who can give roles, and not only until a day."""
    if _is_lasting_admin(list(sent.roles), sent.disabled, sent.ends_on) or before is None:
        return
    if not _is_lasting_admin(before["roles"], before["disabled_at"] is not None, before["ends_on"]):
        return
    if not await queries.lasting_admins(editing.connection, editing.municipality_id):
        detail = "Nobody else is administrator without an end date. Give somebody the role first."
        raise Problem(409, "last_admin", detail)


async def add_organisation(
    connection: Connection,
    municipality_id: UUID,
    organisation: dict[str, Any],
    changed: Changed,
    actor: Actor | None = None,
) -> UUID:
    """Insert an organisation (`name`, `kind`, and `id` when it is known)."""
    organisation_id: UUID = organisation.get("id") or new_id()
    sent = OrganisationPut(name=organisation["name"], kind=organisation["kind"])
    await put_organisation(Editing(connection, municipality_id, changed, actor), organisation_id, sent, NEW)
    return organisation_id


async def put_organisation(
    editing: Editing, organisation_id: UUID, sent: OrganisationPut, wanted: Condition
) -> None:
    """Put an organisation. Raises 404, 412, and 409 when its staff would need end dates they lack."""
    keys = {"municipality_id": editing.municipality_id, "id": organisation_id}
    await put_row(editing.connection, Organisation, keys, sent.model_dump(), wanted)
    if sent.kind != MUNICIPAL and await queries.staff_without_end(
        editing.connection, editing.municipality_id, organisation_id
    ):
        detail = "People of this organisation have no end date. Give them one first."
        raise Problem(409, "staff_without_end_date", detail)
    await editing.say("organisation.changed", organisation_id, sent.model_dump())
