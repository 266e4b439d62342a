"""HTTP for the registers of access: people, organisations, settings, keys, devices, permissions."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from api.access import admins, membership, own_registers
from api.access import register_queries as queries
from api.access.actors import Reading, reads
from api.access.confirmations.schemas import ConfirmationShown
from api.access.confirmations.showing import confirmation_response
from api.access.permissions import Permission, Role
from api.access.register_schemas import (
    DevicePage,
    KeyMade,
    KeyPage,
    KeyPut,
    KeyRead,
    OrganisationPage,
    OrganisationPut,
    OrganisationRead,
    PermissionTable,
    PersonPage,
    PersonPut,
    PersonRead,
    SettingsPut,
    SettingsRead,
)
from api.access.registers import Editing
from api.access.routes import reason_of
from api.access.schemas import Reason
from api.kit.http import API, json_response
from api.kit.listing import Listed, page_response
from api.kit.schema import Uuid7
from api.kit.versions import Conditional, changed_since, register_response

router = APIRouter(prefix=API, tags=["registers"])
P = Permission


def editing(request: Request, reading: Reading) -> Editing:
    """The signed-in actor at the municipality's registers."""
    changed = request.app.state.house.changed
    return Editing(reading.connection, reading.actor.municipality_id, changed, reading.actor)


@router.get("/people", response_model=PersonPage)
async def list_people(
    request: Request,
    reading: Annotated[Reading, reads(P.PEOPLE_WRITE)],
    wanted: Listed,
    role: Annotated[Role | None, Query(description="Who has this role.")] = None,
    organisation: Annotated[UUID | None, Query(description="Who belongs to it.")] = None,
) -> Response:
    """Accounts by username, closed ones too."""
    found = await queries.people_page(
        reading.connection, reading.actor.municipality_id, wanted, role, organisation
    )
    return page_response(request, *found)


@router.get("/people/{id}", response_model=PersonRead)
async def read_person(reading: Annotated[Reading, reads(P.PEOPLE_WRITE)], id: UUID) -> Response:
    """One account."""
    return register_response(
        await queries.person_shown(reading.connection, reading.actor.municipality_id, id)
    )


@router.put(
    "/people/{id}",
    response_model=PersonRead,
    responses={201: {"model": PersonRead}, 202: {"model": ConfirmationShown}},
)
async def put_person(
    request: Request,
    reading: Annotated[Reading, reads(P.PEOPLE_WRITE)],
    id: Uuid7,
    wanted: Conditional,
    sent: PersonPut,
) -> Response:
    """Add or change an account; roles count from that person's next request.

    A change of an administrator's account waits for a second person, where there is one.
    """
    reason = sent.reason and await reason_of(request, reading, sent.reason)
    waits = await admins.put(editing(request, reading), id, sent, wanted, reason)
    if waits is not None:
        return await confirmation_response(reading.connection, reading.actor, waits, 202)
    shown = await queries.person_shown(reading.connection, reading.actor.municipality_id, id)
    return register_response(shown, is_new=wanted.version is None)


@router.get("/organisations", response_model=OrganisationPage)
async def list_organisations(
    request: Request, reading: Annotated[Reading, reads(P.FIELD_KIT_READ)], wanted: Listed
) -> Response:
    """Organisations by name."""
    found = await queries.organisations_page(reading.connection, reading.actor.municipality_id, wanted)
    return page_response(request, *found)


@router.get("/organisations/{id}", response_model=OrganisationRead)
async def read_organisation(reading: Annotated[Reading, reads(P.FIELD_KIT_READ)], id: UUID) -> Response:
    """One organisation."""
    return register_response(
        await queries.organisation_shown(reading.connection, reading.actor.municipality_id, id)
    )


@router.put(
    "/organisations/{id}", response_model=OrganisationRead, responses={201: {"model": OrganisationRead}}
)
async def put_organisation(
    request: Request,
    reading: Annotated[Reading, reads(P.ORGANISATIONS_WRITE)],
    id: Uuid7,
    wanted: Conditional,
    sent: OrganisationPut,
) -> Response:
    """Add or change an organisation."""
    await membership.put_organisation(editing(request, reading), id, sent, wanted)
    shown = await queries.organisation_shown(reading.connection, reading.actor.municipality_id, id)
    return register_response(shown, is_new=wanted.version is None)


@router.get("/settings", response_model=SettingsRead)
async def read_settings(reading: Annotated[Reading, reads(P.SETTINGS_WRITE)]) -> Response:
    """What the municipality has decided for itself."""
    shown = await queries.settings_shown(reading.connection, reading.actor.municipality_id)
    return register_response(shown)


@router.put("/settings", response_model=SettingsRead)
async def put_settings(
    request: Request,
    reading: Annotated[Reading, reads(P.SETTINGS_WRITE)],
    wanted: Conditional,
    sent: SettingsPut,
) -> Response:
    """Change the settings."""
    edit = editing(request, reading)
    body = sent.model_dump(by_alias=True)
    await own_registers.put_settings(
        edit.connection, edit.municipality_id, body, edit.changed, edit.actor, wanted
    )
    return register_response(await queries.settings_shown(edit.connection, edit.municipality_id))


@router.get("/keys", response_model=KeyPage)
async def list_keys(
    request: Request, reading: Annotated[Reading, reads(P.KEYS_WRITE)], wanted: Listed
) -> Response:
    """API keys by name with scopes and last use, revoked ones too."""
    found = await queries.keys_page(reading.connection, reading.actor.municipality_id, wanted)
    return page_response(request, *found)


@router.get("/keys/{id}", response_model=KeyRead)
async def read_key(reading: Annotated[Reading, reads(P.KEYS_WRITE)], id: UUID) -> Any:
    """One API key, without its token."""
    return await queries.key_shown(reading.connection, reading.actor.municipality_id, id)


@router.put("/keys/{id}", status_code=201, response_model=KeyMade)
async def put_key(
    request: Request,
    reading: Annotated[Reading, reads(P.KEYS_WRITE)],
    id: Uuid7,
    wanted: Conditional,
    sent: KeyPut,
) -> Any:
    """Make an API key; its token stands in this answer and nowhere else. A key is never changed."""
    if wanted.version is not None:
        raise changed_since(None)
    edit = editing(request, reading)
    token = await own_registers.add_key(
        edit.connection, edit.municipality_id, sent.name, sent.scopes, edit.changed, edit.actor, id
    )
    return {**await queries.key_shown(edit.connection, edit.municipality_id, id), "token": token}


@router.post("/keys/{id}/revoke", status_code=204)
async def revoke_key(
    request: Request, reading: Annotated[Reading, reads(P.KEYS_WRITE)], id: UUID, sent: Reason
) -> None:
    """Revoke an API key at once and for good."""
    reason = await reason_of(request, reading, sent.reason)
    await own_registers.revoke_key(editing(request, reading), id, reason)


@router.get("/devices", response_model=DevicePage)
async def list_devices(
    request: Request, reading: Annotated[Reading, reads(P.DEVICES_READ)], wanted: Listed
) -> Response:
    """People's phones: last contact, unsent reports, version, storage; a shift lead sees the own ones."""
    rows, following = await queries.devices_page(reading.connection, reading.actor, wanted)
    return page_response(request, rows, following, lambda row: queries.device_shown(reading.actor, row))


@router.get("/permissions", response_model=PermissionTable)
async def read_permissions(reading: Annotated[Reading, reads(P.SESSION)]) -> Response:
    """Which role may do what: the table that decides."""
    return json_response(queries.permission_table())
