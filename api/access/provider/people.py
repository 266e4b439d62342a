"""Whom a provider's person is here: found by issuer and subject, made or changed by their groups."""

import hashlib
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import select

from api.access.membership import NEW, put_person
from api.access.models import Person
from api.access.provider.models import Identity
from api.access.provider.schemas import GroupRole, ProviderPut
from api.access.register_schemas import PersonPut
from api.access.registers import Editing, bump
from api.kit import clock
from api.kit.db import Row, fetch_one
from api.kit.errors import Problem
from api.kit.ids import new_id


class SignInRefused(Exception):
    """Nobody is let in; `code` is for the page that says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def roles_of(groups: Any, table: Iterable[GroupRole]) -> list[str]:
    """The roles that a groups claim (a list, or one name) gives by the municipality's table."""
    held = {groups} if isinstance(groups, str) else set(filter(_is_text, groups or ()))
    return sorted({str(row.role) for row in table if row.group in held})


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


async def person_of(editing: Editing, provider: ProviderPut, claims: dict[str, Any]) -> UUID:
    """The person of an ID token's claims, with the roles its groups give now.

    Somebody new is made; an account that stands is taken over only by an e-mail address of the
    provider's domains that the provider calls verified. Raises SignInRefused.
    """
    roles = roles_of(claims.get(provider.groups_claim), provider.roles)
    if not roles:
        raise SignInRefused("no_role")
    found = await _by_identity(editing, provider.issuer, claims["sub"])
    if found is not None:
        await _update(editing, found, roles, _name(claims, found["username"]))
        return UUID(str(found["id"]))
    username = _username(provider, claims)
    standing = await _by_username(editing, username)
    if standing is None:
        person_id = await _add(editing, provider, username, roles, claims)
    elif _verified_email(claims) == username and standing["subject"] is None:
        person_id = UUID(str(standing["id"]))
        await _update(editing, standing, roles, _name(claims, username))
    else:
        raise SignInRefused("account_taken")
    await editing.connection.execute(
        "INSERT INTO identities (municipality_id, issuer, subject, person_id) VALUES ($1, $2, $3, $4)",
        editing.municipality_id, provider.issuer, claims["sub"], person_id,
    )  # fmt: skip
    await editing.say("person.changed", person_id, {"identity": provider.issuer})
    return person_id


async def _add(
    editing: Editing, provider: ProviderPut, username: str, roles: list[str], claims: dict[str, Any]
) -> UUID:
    person_id = new_id()
    try:
        account = PersonPut.model_validate(
            {
                "username": username, "name": _name(claims, username), "roles": roles,
                "organisation_id": provider.organisation_id,
            }
        )  # fmt: skip
        await put_person(editing, person_id, account, NEW)
    except (ValidationError, Problem) as error:
        raise SignInRefused("account_taken") from error
    return person_id


async def _update(editing: Editing, row: Row, roles: list[str], name: str) -> None:
    if row["disabled_at"] is not None or (row["ends_on"] and row["ends_on"] < clock.now().date()):
        raise SignInRefused("closed")
    if sorted(row["roles"]) == roles and row["name"] == name:
        return
    await bump(editing.connection, editing.municipality_id, "people")
    await editing.connection.execute(
        "UPDATE people SET roles = $3, name = $4, version = version + 1"
        " WHERE municipality_id = $1 AND id = $2",
        editing.municipality_id, row["id"], roles, name,
    )  # fmt: skip
    await editing.say("person.changed", row["id"], {"roles": roles})


def _name(claims: dict[str, Any], username: str) -> str:
    """What the provider calls the person, on one line; else the username."""
    name = claims.get("name")
    line = "".join(sign for sign in name if sign.isprintable()) if isinstance(name, str) else ""
    return line.strip()[:120] or username


def _verified_email(claims: dict[str, Any]) -> str | None:
    email = claims.get("email")
    return email.lower() if isinstance(email, str) and claims.get("email_verified") is True else None


def _username(provider: ProviderPut, claims: dict[str, Any]) -> str:
    """A name with a domain of the provider's; one made of the subject when it has given none."""
    for claim in ("preferred_username", "email", "upn"):
        name = claims.get(claim)
        if isinstance(name, str) and name.lower().rpartition("@")[2] in provider.domains:
            return name.strip().lower()
    digest = hashlib.sha256(f"{provider.issuer} {claims['sub']}".encode()).hexdigest()
    return f"{digest[:16]}@{provider.domains[0]}"


_ACCOUNT = (Person.id, Person.username, Person.name, Person.roles, Person.disabled_at, Person.ends_on)


async def _by_identity(editing: Editing, issuer: str, subject: str) -> Row | None:
    statement = select(*_ACCOUNT).join(
        Identity, (Identity.municipality_id == Person.municipality_id) & (Identity.person_id == Person.id)
    )
    return await fetch_one(
        editing.connection,
        statement.where(
            Person.municipality_id == editing.municipality_id,
            Identity.issuer == issuer,
            Identity.subject == subject,
        ),
    )


async def _by_username(editing: Editing, username: str) -> Row | None:
    statement = select(*_ACCOUNT, Identity.subject).outerjoin(
        Identity, (Identity.municipality_id == Person.municipality_id) & (Identity.person_id == Person.id)
    )
    return await fetch_one(
        editing.connection,
        statement.where(Person.municipality_id == editing.municipality_id, Person.username == username),
    )
