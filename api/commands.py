"""What the commands do, each on a bench: the features with the app's role, and the owner's address."""

import gzip
import re
import zlib
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
from pydantic import ValidationError
from sqlalchemy import insert

from api.access import membership, own_registers, queries
from api.access.models import LoginDomain, Municipality
from api.access.permissions import Role
from api.demo.loading import load
from api.integration.police import service as police
from api.journal.wake import Wake
from api.kit.db import Database, execute
from api.kit.env import PREFIX, Settings
from api.kit.errors import Problem, field_errors
from api.kit.ids import new_id
from api.places import service as places
from api.places.imports import service as imports
from api.places.imports.files import ImportRefused, read_json
from api.places.service import Placing
from api.reactions import House, wire

_DOMAIN = re.compile(r"(?=.{1,253}$)[a-z0-9åäö-]+(\.[a-z0-9åäö-]+)+")


class CommandFailed(Exception):
    """A command that did nothing, and why; said as one line."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What a command works with."""

    house: House
    owner_url: str

    @property
    def database(self) -> Database:
        """The app role's pool."""
        return self.house.database


@asynccontextmanager
async def bench(held: Settings) -> AsyncIterator[Bench]:
    """Open the app role's pool and wire the features on it."""
    url = held.database_url or ""
    database, wake = Database(url, size=4), Wake(url)
    await database.open()
    house = wire(held, database, wake)
    try:
        yield Bench(house, held.owner_database_url or "")
    finally:
        await wake.close()
        await house.photos.workers.close()
        await database.close()


async def _municipality(at: Bench, slug: str) -> UUID:
    async with at.database.bound(None) as connection:
        row = await queries.municipality_by_slug(connection, slug)
    if row is None:
        raise CommandFailed(f"there is no municipality {slug}")
    return UUID(str(row["id"]))


async def add_municipality(
    at: Bench,
    slug: str,
    name: str,
    domain: str,
    *,
    demo: bool = False,
    municipality_id: UUID | None = None,
) -> UUID:
    """Add a municipality with the default categories and tiles, all of it or nothing."""
    if not _DOMAIN.fullmatch(domain.lower()):
        raise CommandFailed(f"{domain} is no domain, such as ljusvik.example")
    if not at.owner_url:
        raise CommandFailed(f"{PREFIX}OWNER_DATABASE_URL is needed here")
    found = municipality_id or new_id()
    owner = Database(at.owner_url, size=1)
    await owner.open()
    try:
        async with owner.bound(found) as connection:
            row = insert(Municipality).values(
                id=found, slug=slug, name=name, demo=demo, time_zone="Europe/Stockholm"
            )
            await execute(connection, row)
            domains = insert(LoginDomain)
            await execute(connection, domains.values(domain=domain.lower(), municipality_id=found))
            await places.put_defaults(at.house.journal, connection, found)
    except asyncpg.UniqueViolationError as error:
        raise CommandFailed(f"the slug {slug} or the domain {domain} is taken") from error
    except asyncpg.CheckViolationError as error:
        raise CommandFailed("a slug has small letters, digits and hyphens") from error
    finally:
        await owner.close()
    return found


async def add_person(
    at: Bench, slug: str, username: str, name: str, roles: Sequence[str], password: str | None
) -> UUID:
    """Add a person to a municipality."""
    for role in roles:
        if role not in {str(one) for one in Role}:
            raise CommandFailed(f"{role} is no role; roles are {', '.join(sorted(Role))}")
    municipality_id = await _municipality(at, slug)
    person = {"username": username, "name": name, "roles": list(roles), "password": password}
    with _told():
        async with at.database.bound(municipality_id) as connection:
            return await membership.add_person(connection, municipality_id, person, at.house.changed)


async def add_key(at: Bench, slug: str, name: str, scopes: Sequence[str]) -> str:
    """Make an API key; its token."""
    municipality_id = await _municipality(at, slug)
    with _told():
        async with at.database.bound(municipality_id) as connection:
            return await own_registers.add_key(connection, municipality_id, name, scopes, at.house.changed)


@contextmanager
def _told() -> Iterator[None]:
    """What the registers refuse, as one line."""
    try:
        yield
    except ValidationError as error:
        faults = [f"{one['field']} {one['reason']}" for one in field_errors(error.errors())]
        raise CommandFailed("; ".join(faults)) from error
    except Problem as problem:
        faults = [f"{one['field'].removeprefix('body.')} {one['reason']}" for one in problem.errors or ()]
        raise CommandFailed("; ".join(faults) or problem.detail) from problem


async def import_areas(at: Bench, slug: str, file: Path, dry_run: bool = False) -> str:
    """Import a GeoJSON file of areas; what was done, in words."""
    async with _placing(at, slug, file) as placing:
        report = await imports.import_areas(placing, read_json(_read(file)), dry_run=dry_run)
    return _report_text(report, "areas")


async def import_sites(at: Bench, slug: str, file: Path, dry_run: bool = False) -> str:
    """Import a CSV or GeoJSON file of sites with checkpoints; what was done, in words."""
    async with _placing(at, slug, file) as placing:
        report = await imports.import_sites(placing, _read(file), dry_run=dry_run)
    return _report_text(report, "sites")


@asynccontextmanager
async def _placing(at: Bench, slug: str, file: Path) -> AsyncIterator[Placing]:
    """The registers of places; a file that they refuse is told line by line."""
    municipality_id = await _municipality(at, slug)
    try:
        async with at.database.bound(municipality_id) as connection:
            yield Placing(at.house.journal, connection, municipality_id)
    except ImportRefused as refused:
        raise CommandFailed(f"{file.name}: nothing is imported\n" + "\n".join(refused.reasons)) from refused


def _report_text(report: Mapping[str, Any], noun: str) -> str:
    acts = Counter(item["act"] for item in report["items"])
    counts = ", ".join(f"{acts[act]} {act}" for act in ("added", "changed", "unchanged"))
    done = "would be imported" if report["dry_run"] else "imported"
    return "\n".join([f"{len(report['items'])} {noun} {done}: {counts}", *report["overlaps"]])


def _read(file: Path) -> bytes:
    try:
        raw = file.read_bytes()
        return gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw
    except (OSError, EOFError, zlib.error) as error:
        raise CommandFailed(f"{file}: cannot be read ({type(error).__name__})") from error


async def import_police_events(at: Bench, file: Path, slug: str | None) -> str:
    """Import the police's events to one municipality, or each line to the one its location names."""
    async with at.database.bound(None) as connection:
        known = {row["name"]: row["id"] for row in await queries.municipalities(connection)}
    chosen = await _municipality(at, slug) if slug is not None else None
    lines = _read(file).splitlines()
    whose = (lambda _name: chosen) if chosen else known.get
    report = await police.import_events(at.house.journal, at.house.incidents.reported, lines, whose)
    return report.text()


async def load_demo(at: Bench) -> None:
    """Load the invented municipalities, once; a later start adds what has happened since."""
    if await load(at.house, partial(add_municipality, at, demo=True)):
        owner = Database(at.owner_url, size=1)
        await owner.open()
        await owner.pool.execute("ANALYZE")  # the planner knows nothing of tables just filled
        await owner.close()


DEMO_WELCOME = """
Ledljus is serving the demonstration on {address}

  vaktare@ljusvik.example      guard, reports from the phone        ljusvik-demo
  samordnare@ljusvik.example   coordinator, at the desk             ljusvik-demo
  vard@ operator@ tekniska@ sakerhetschef@ arbetsledare@ lasare@ admin@   likewise
  the same at granby.example                                        granby-demo
"""


def openapi_text() -> str:
    """The API's description as YAML, made without any database."""
    from api.app import create_app, openapi  # noqa: PLC0415
    from api.kit.openapi import as_yaml  # noqa: PLC0415

    settings: Any = Settings(
        database_url="postgresql:///nowhere", secret="k" * 8 + "Zq7-description-only-9Xw2"
    )
    return as_yaml(openapi(create_app(settings)))
