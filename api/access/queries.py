"""Every SELECT of access beside the one that resolves a token."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, literal, select

from api.access.actors import Actor
from api.access.models import (
    Device,
    LoginDomain,
    LoginFailure,
    Municipality,
    Organisation,
    Person,
    Settings,
    Token,
)
from api.access.permissions import Permission, permissions_of
from api.kit.db import Connection, Row, fetch, fetch_one, from_json


def municipality_of_domain(domain: str) -> Select[*tuple[Any, ...]]:
    """The municipality a login's domain belongs to."""
    return (
        select(Municipality.id, Municipality.slug, Municipality.name, Municipality.time_zone)
        .join(LoginDomain, LoginDomain.municipality_id == Municipality.id)
        .where(LoginDomain.domain == domain)
    )


async def municipality(connection: Connection, municipality_id: UUID) -> Row | None:
    """A municipality by id."""
    return await fetch_one(
        connection,
        select(
            Municipality.id,
            Municipality.slug,
            Municipality.name,
            Municipality.time_zone,
            Municipality.demo,
        ).where(Municipality.id == municipality_id),
    )


async def municipality_by_slug(connection: Connection, slug: str) -> Row | None:
    """A municipality by slug."""
    return await fetch_one(
        connection, select(Municipality.id, Municipality.name).where(Municipality.slug == slug)
    )


async def municipalities(connection: Connection) -> list[Row]:
    """All of them."""
    return await fetch(connection, select(Municipality.id, Municipality.slug, Municipality.name))


async def person_by_username(connection: Connection, municipality_id: UUID, username: str) -> Row | None:
    """An account that may sign in, with its password's hash."""
    return await fetch_one(
        connection,
        select(Person.id, Person.password_hash, Person.roles).where(
            Person.municipality_id == municipality_id,
            Person.username == username,
            *_employed(),
        ),
    )


async def account(connection: Connection, municipality_id: UUID, person_id: UUID) -> Row | None:
    """An account with its password's hash and its municipality's name."""
    return await fetch_one(
        connection,
        select(Person.username, Person.password_hash, Person.roles, Municipality.name.label("municipality"))
        .join(Municipality, Municipality.id == Person.municipality_id)
        .where(Person.municipality_id == municipality_id, Person.id == person_id),
    )


def _employed() -> tuple[ColumnElement[bool], ...]:
    """Who left or was disabled is nobody, at once."""
    today = func.current_date()
    return Person.disabled_at.is_(None), func.coalesce(Person.ends_on, today) >= today


async def failures(connection: Connection, municipality_id: UUID, bucket: bytes) -> int:
    """Refused sign-ins of a bucket within the last hour."""
    return int(
        (
            await fetch_one(
                connection,
                select(func.count()).where(
                    LoginFailure.municipality_id == municipality_id,
                    LoginFailure.bucket == bucket,
                    LoginFailure.at > func.now() - func.make_interval(0, 0, 0, 0, 1),
                ),
            )
            or (0,)
        )[0]
    )


async def session_shown(connection: Connection, actor: Actor) -> dict[str, Any]:
    """Who is signed in, as the session's answers say it."""
    person = await fetch_one(
        connection,
        select(
            Person.id, Person.name, Person.username, Person.roles,
            Organisation.id.label("organisation_id"),
            Organisation.name.label("organisation_name"), Organisation.kind.label("organisation_kind"),
        )
        .outerjoin(
            Organisation,
            (Organisation.municipality_id == Person.municipality_id)
            & (Organisation.id == Person.organisation_id),
        )
        .where(Person.municipality_id == actor.municipality_id, Person.id == actor.id),
    )  # fmt: skip
    place = await municipality(connection, actor.municipality_id)
    token = await fetch_one(
        connection,
        select(Token.expires_at, Token.scopes, Token.provider_session).where(
            Token.municipality_id == actor.municipality_id, Token.id == actor.token_id
        ),
    )
    assert token is not None  # noqa: S101 it has just let the actor in
    shown = {
        "person": None if person is None else _person_shown(person),
        "municipality": dict(place or {}),
        "permissions": sorted(actor.permissions),
        "expires_at": token["expires_at"],
    }
    if actor.token_kind == "session" and token["scopes"]:  # noqa: S105 a kind, no secret
        shown["factor_missing"] = True
    if token["provider_session"] is not None:
        shown["by_provider"] = True
    return shown


def _person_shown(row: Row) -> dict[str, Any]:
    organisation = None
    if row["organisation_id"] is not None:
        organisation = {
            "id": row["organisation_id"], "name": row["organisation_name"], "kind": row["organisation_kind"]
        }  # fmt: skip
    return {
        "id": row["id"],
        "name": row["name"],
        "username": row["username"],
        "roles": list(row["roles"]),
        "organisation": organisation,
    }


async def settings_body(connection: Connection, municipality_id: UUID) -> dict[str, Any]:
    """The municipality's settings; empty before anybody set any."""
    row = await fetch_one(
        connection, select(Settings.body).where(Settings.municipality_id == municipality_id)
    )
    return {} if row is None else dict(from_json(row["body"]))


def visible_devices(actor: Actor) -> Select[*tuple[Any, ...]]:
    """Ids of the devices the actor may see: all to who manages them, else the organisation's."""
    seen = select(Device.id).where(
        Device.municipality_id == actor.municipality_id, literal(actor.may(Permission.DEVICES_READ))
    )
    if actor.may(Permission.DEVICES_MANAGE):
        return seen
    return seen.join(
        Person, (Person.municipality_id == Device.municipality_id) & (Person.id == Device.person_id)
    ).where(Person.organisation_id == actor.organisation_id)


async def device(connection: Connection, municipality_id: UUID, device_id: UUID) -> Row | None:
    """A device by id."""
    return await fetch_one(
        connection,
        select(Device.id, Device.phone_id, Device.person_id, Device.enrolled_at, Device.revoked_at).where(
            Device.municipality_id == municipality_id, Device.id == device_id
        ),
    )


async def actor_by_id(
    connection: Connection, municipality_id: UUID, kind: str, author_id: UUID
) -> Actor | None:
    """The actor an author is now, without any token; None when they are gone or disabled."""
    if kind == "key":
        row = await fetch_one(
            connection,
            select(Token.scopes).where(
                Token.municipality_id == municipality_id,
                Token.id == author_id,
                Token.revoked_at.is_(None),
                Token.expires_at > func.now(),
            ),
        )
        scopes = None if row is None else frozenset(Permission(scope) for scope in row["scopes"])
        return None if scopes is None else Actor(municipality_id, "key", author_id, scopes)
    row = await fetch_one(
        connection,
        select(Person.roles, Person.organisation_id).where(
            Person.municipality_id == municipality_id,
            Person.id == author_id,
            *_employed(),
        ),
    )
    if row is None:
        return None
    roles = tuple(row["roles"])
    return Actor(municipality_id, "person", author_id, permissions_of(roles), row["organisation_id"], roles)
