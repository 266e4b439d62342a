"""Loads the invented municipalities: registers once, and what has happened since the last start."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, date, datetime
from typing import Any, Protocol
from uuid import UUID

from rich.console import Console
from rich.progress import track

from api.access import membership, own_registers
from api.access.register_schemas import MUNICIPAL
from api.access.registers import Changed
from api.demo.incidents import DemoIncident, incidents
from api.demo.registers import SLUGS, DemoMunicipality, Person, demo_municipality
from api.incidents.service import Incidents
from api.journal.acts import SYSTEM, Author, imported_fact, record_many
from api.journal.facts import Fact, read_body, with_intake
from api.journal.service import Journal
from api.kit import clock
from api.kit.db import Connection
from api.kit.geo import area_geometry
from api.places.models import Area, Checkpoint, Site
from api.places.service import put_rows

SEED = 2026
_CONTRACT_ENDS = date(2099, 12, 31)  # of invented suppliers, so that demonstrations last
_AT_ONCE = 300  # reports with their entries stay under the 500 of one transaction

AddMunicipality = Callable[..., Awaitable[UUID]]


class DemoHouse(Protocol):
    """What loading needs of the process's features."""

    @property
    def journal(self) -> Journal: ...  # noqa: D102
    @property
    def incidents(self) -> Incidents: ...  # noqa: D102

    @property
    def changed(self) -> Changed: ...  # noqa: D102


async def load(house: DemoHouse, add_municipality: AddMunicipality) -> bool:
    """Load Ljusvik and Granby; whether any was new. A second call adds what has happened since."""
    added = False
    for slug in SLUGS:
        told = demo_municipality(slug)
        async with house.journal.database.bound(None) as connection:
            known = await connection.fetchval("SELECT id FROM municipalities WHERE slug = $1", told.slug)
        if known is None:
            added = True
            await add_municipality(told.slug, told.name, told.domain, municipality_id=told.id)
            async with house.journal.database.bound(told.id) as connection:
                await _put_registers(house, connection, told)
        elif known != told.id:
            continue  # a real municipality of that name: nothing invented goes into it
        await _put_incidents(house, told)
    return added


async def _put_registers(house: DemoHouse, connection: Connection, told: DemoMunicipality) -> None:
    await own_registers.put_settings(connection, told.id, told.settings, house.changed)
    for organisation in told.organisations:
        row = {"id": organisation.id, "name": organisation.name, "kind": organisation.kind}
        await membership.add_organisation(connection, told.id, row, house.changed)
    suppliers = {one.id for one in told.organisations if one.kind != MUNICIPAL}
    for person in told.people:
        password = told.password if person.login else None
        account = {
            "id": person.id, "username": person.username, "name": person.name,
            "roles": [person.role], "organisation_id": person.organisation_id, "password": password,
            "ends_on": _CONTRACT_ENDS if person.organisation_id in suppliers else None,
        }  # fmt: skip
        await membership.add_person(connection, told.id, account, house.changed)
    areas = [
        {"id": a.id, "name": a.name, "kind": a.kind, "geometry": area_geometry(a.geometry)}
        for a in told.areas
    ]
    names = ("id", "name", "kind", "address", "lat", "lon", "area_id", "instructions")
    sites = [
        {**{name: getattr(site, name) for name in names}, "expected": list(site.expected)}
        for site in told.sites
    ]
    points = [
        {"id": p.id, "site_id": site.id, "name": p.name, "code": p.code, "lat": p.lat, "lon": p.lon}
        for site in told.sites
        for p in site.checkpoints
    ]
    for model, rows in ((Area, areas), (Site, sites), (Checkpoint, points)):
        await put_rows(house.journal, connection, told.id, model, rows)


async def _put_incidents(house: DemoHouse, told: DemoMunicipality) -> None:
    """Everything received since the newest demonstration record, in batches."""
    async with house.journal.database.bound(told.id) as connection:
        newest = await connection.fetchval(
            "SELECT max(received_at) FROM journal WHERE municipality_id = $1 AND source = 'demo'",
            told.id,
        )
    since = newest or datetime.min.replace(tzinfo=UTC)
    batch: list[tuple[Fact, Author]] = []
    happened = list(incidents(told, SEED, clock.now()))
    console = Console(stderr=True)
    for incident in track(happened, told.name, console=console, disable=not console.is_terminal):
        batch += [each async for each in _facts(house, told, incident) if each[0].received_at > since]
        if len(batch) >= _AT_ONCE:
            await record_many(house.journal, told.id, batch)
            batch = []
    if batch:
        await record_many(house.journal, told.id, batch)


async def _facts(
    house: DemoHouse, told: DemoMunicipality, incident: DemoIncident
) -> AsyncIterator[tuple[Fact, Author]]:
    reported, kinds = house.incidents.reported, house.incidents.entries
    yield await _fact(house, told, reported, incident.id, incident), _author(incident.author)
    if replaced := incident.body.get("replaces"):
        yield (
            house.incidents.replacement(told.id, incident.id, UUID(replaced), incident.author.id),
            SYSTEM,
        )
    for entry in incident.entries:
        kind = kinds[entry.body["kind"]]
        yield await _fact(house, told, kind, incident.id, entry), _author(entry.author)


async def _fact(house: DemoHouse, told: DemoMunicipality, kind: Any, subject: UUID, given: Any) -> Fact:
    model, _ = read_body(kind.schema, given.body)
    fact = imported_fact(
        house.journal,
        kind,
        told.id,
        (given.id, subject),
        given.body,
        occurred_at=model.occurred_at,
        saved_at=model.saved_at,
        received_at=given.received_at,
        source="demo",
    )
    return await with_intake(fact, model)


def _author(person: Person) -> Author:
    return Author("person", person.id, person.organisation_id)
