"""Every SELECT of the registers of access."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Select,
    and_,
    any_,
    exists,
    func,
    literal,
    literal_column,
    select,
)

from api.access.actors import Actor
from api.access.factors.models import SecondFactor
from api.access.models import Device, Organisation, Person, Settings, Token
from api.access.permissions import KEY_SCOPES, ROLE_PERMISSIONS, Permission, Role
from api.access.queries import visible_devices
from api.access.register_schemas import SettingsPut
from api.access.showing import author_shown
from api.kit.db import Connection, Row, fetch_one, from_json
from api.kit.errors import not_found
from api.kit.jsons import only
from api.kit.listing import Listing, Order, Shown, page

# Facts are judged inside the journal's own statement, which writes to no other table than its own.
_LAST_FACT: ColumnElement[datetime] = literal_column(
    "(SELECT max(j.received_at) FROM journal j WHERE j.municipality_id = tokens.municipality_id"
    " AND j.author_id = tokens.id AND j.author_kind = 'key')",
    DateTime(timezone=True),
)
_SECOND_FACTORS = (
    select(func.count())
    .where(SecondFactor.municipality_id == Person.municipality_id, SecondFactor.person_id == Person.id)
    .scalar_subquery()
    .label("second_factors")
)
_WITH_ORGANISATION = and_(
    Organisation.municipality_id == Person.municipality_id, Organisation.id == Person.organisation_id
)


async def domains(connection: Connection, municipality_id: UUID) -> list[str]:
    """What stands after @ in the municipality's usernames."""
    rows = await connection.fetch(
        "SELECT domain FROM login_domains WHERE municipality_id = $1 ORDER BY domain", municipality_id
    )
    return [row["domain"] for row in rows]


def people(municipality_id: UUID) -> Select[*tuple[Any, ...]]:
    """Accounts, as they are shown to who manages them; never a password's hash."""
    return (
        select(
            Person.id, Person.username, Person.name, Person.organisation_id,
            Organisation.name.label("organisation"), Person.roles, Person.ends_on,
            Person.disabled_at.is_not(None).label("disabled"),
            Person.password_hash.is_not(None).label("has_password"), _SECOND_FACTORS,
            Person.created_at, Person.version,
        )
        .outerjoin(Organisation, _WITH_ORGANISATION)
        .where(Person.municipality_id == municipality_id)
    )  # fmt: skip


async def people_page(
    connection: Connection,
    municipality_id: UUID,
    wanted: Listing,
    role: Role | None,
    organisation: UUID | None,
) -> tuple[list[Shown], str | None]:
    """A page of accounts by username."""
    statement = people(municipality_id)
    if role is not None:
        statement = statement.where(literal(str(role)) == any_(Person.roles))
    if organisation is not None:
        statement = statement.where(Person.organisation_id == organisation)
    order = Order(Person.username, Person.id)
    return await page(connection, statement, order, (Person.username, Person.name), wanted)


async def person_shown(connection: Connection, municipality_id: UUID, person_id: UUID) -> Shown:
    """One account. Raises 404."""
    return _found(await fetch_one(connection, people(municipality_id).where(Person.id == person_id)))


async def person(connection: Connection, municipality_id: UUID, person_id: UUID) -> Row | None:
    """What a change of an account is judged by, as it stands before."""
    statement = select(
        Person.name, Person.username, Person.roles, Person.disabled_at, Person.ends_on, Person.version
    )
    return await fetch_one(
        connection, statement.where(Person.municipality_id == municipality_id, Person.id == person_id)
    )


async def lasting_admins(connection: Connection, municipality_id: UUID) -> int:
    """How many administrators there are that no end date takes away."""
    row = await fetch_one(
        connection,
        select(func.count()).where(
            Person.municipality_id == municipality_id,
            literal(str(Role.ADMIN)) == any_(Person.roles),
            Person.disabled_at.is_(None),
            Person.ends_on.is_(None),
        ),
    )
    return int(row[0]) if row else 0


def organisations(municipality_id: UUID) -> Select[*tuple[Any, ...]]:
    """Organisations as they are shown."""
    return select(Organisation.id, Organisation.name, Organisation.kind, Organisation.version).where(
        Organisation.municipality_id == municipality_id
    )


async def organisations_page(
    connection: Connection, municipality_id: UUID, wanted: Listing
) -> tuple[list[Shown], str | None]:
    """A page of organisations by name."""
    order = Order(Organisation.name, Organisation.id)
    return await page(connection, organisations(municipality_id), order, (Organisation.name,), wanted)


async def organisation_shown(connection: Connection, municipality_id: UUID, organisation_id: UUID) -> Shown:
    """One organisation. Raises 404."""
    statement = organisations(municipality_id).where(Organisation.id == organisation_id)
    return _found(await fetch_one(connection, statement))


async def organisation_kind(
    connection: Connection, municipality_id: UUID, organisation_id: UUID
) -> str | None:
    """The kind of an organisation; None when there is none of that id."""
    statement = organisations(municipality_id).where(Organisation.id == organisation_id)
    row = await fetch_one(connection, statement)
    return None if row is None else str(row["kind"])


async def staff_without_end(connection: Connection, municipality_id: UUID, organisation_id: UUID) -> bool:
    """Whether somebody of the organisation may sign in for ever."""
    row = await fetch_one(
        connection,
        select(
            exists().where(
                Person.municipality_id == municipality_id,
                Person.organisation_id == organisation_id,
                Person.ends_on.is_(None),
                Person.disabled_at.is_(None),
            )
        ),
    )
    return bool(row and row[0])


async def settings_version(connection: Connection, municipality_id: UUID) -> int:
    """The version of the settings; 0 before anybody set any."""
    row = await fetch_one(
        connection, select(Settings.version).where(Settings.municipality_id == municipality_id)
    )
    return 0 if row is None else int(row["version"])


async def settings_shown(connection: Connection, municipality_id: UUID) -> Shown:
    """The settings with their version."""
    row = await fetch_one(
        connection,
        select(Settings.body, Settings.version).where(Settings.municipality_id == municipality_id),
    )
    defaults = SettingsPut().model_dump(mode="json", by_alias=True)
    kept = {} if row is None else only(from_json(row["body"]), defaults)
    return {**defaults, **kept, "version": 0 if row is None else row["version"]}


def keys(municipality_id: UUID) -> Select[*tuple[Any, ...]]:
    """API keys, without their tokens' hashes."""
    used = func.greatest(Token.last_used_at, _LAST_FACT).label("last_used_at")
    return select(Token.id, Token.name, Token.scopes, Token.created_at, used, Token.revoked_at).where(
        Token.municipality_id == municipality_id, Token.kind == "key"
    )


async def keys_page(
    connection: Connection, municipality_id: UUID, wanted: Listing
) -> tuple[list[Shown], str | None]:
    """A page of keys by name, revoked ones too."""
    return await page(connection, keys(municipality_id), Order(Token.name, Token.id), (Token.name,), wanted)


async def key_shown(connection: Connection, municipality_id: UUID, key_id: UUID) -> Shown:
    """One key. Raises 404."""
    return _found(await fetch_one(connection, keys(municipality_id).where(Token.id == key_id)))


async def devices_page(
    connection: Connection, actor: Actor, wanted: Listing
) -> tuple[list[Shown], str | None]:
    """A page of the devices the actor may see, by their label."""
    statement = (
        select(
            Device.id, Device.phone_id, Device.label, Device.person_id, Device.app_version,
            Device.enrolled_at, Device.last_contact_at, Device.revoked_at, Device.status,
            Device.storage_loss,
            Person.name, Person.roles, Person.organisation_id, Organisation.name.label("organisation"),
        )
        .join(Person, and_(Person.municipality_id == Device.municipality_id, Person.id == Device.person_id))
        .outerjoin(Organisation, _WITH_ORGANISATION)
        .where(Device.municipality_id == actor.municipality_id, Device.id.in_(visible_devices(actor)))
    )  # fmt: skip
    return await page(connection, statement, Order(Device.label, Device.id), (Device.label,), wanted)


def device_shown(actor: Actor, row: Shown) -> Shown:
    """A device; its person by name to colleagues and to who manages people."""
    person = author_shown(actor, "person", row["person_id"], row["organisation_id"], {row["person_id"]: row})
    if actor.may(Permission.PEOPLE_WRITE):
        person["name"] = row["name"]
    names = (
        "id", "phone_id", "label", "app_version", "enrolled_at", "last_contact_at", "revoked_at",
    )  # fmt: skip
    status = from_json(row["status"]) or {}
    said = {name: status.get(name) for name in ("unsent", "unsent_photos", "storage")}
    return {
        **{name: row[name] for name in names}, "person": person, **said,
        "storage_loss": from_json(row["storage_loss"]),
    }  # fmt: skip


def permission_table() -> Shown:
    """Role × permission, as it decides."""
    held = {str(role): sorted(allowed) for role, allowed in ROLE_PERMISSIONS.items()}
    shown = {one for allowed in ROLE_PERMISSIONS.values() for one in allowed}
    return {"permissions": sorted(shown), "roles": held, "key_scopes": sorted(KEY_SCOPES)}


def _found(row: Row | None) -> Shown:
    if row is None:
        raise not_found()
    return dict(row)
