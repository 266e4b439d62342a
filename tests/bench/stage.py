"""What is measured: a server of the bench's own, databases on it, and a municipality with people in it."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import asyncpg
import httpx
import orjson

from api import commands
from api.kit.embedded import EmbeddedServer, running
from api.kit.env import Settings
from api.kit.migrating import migrate
from tests.databases import Addresses, settings_on

SLUG, DOMAIN, PASSWORD = "bencherum", "bencherum.example", "ljusprov-24"
PEOPLE = {"guard": "vaktare", "operator": "operator"}
_ISLAND = Path(commands.__file__).parent / "demo" / "ljusvik.geojson"


@dataclass(frozen=True, slots=True)
class Stage:
    """A running server and the folder everything of this run lies in."""

    folder: Path
    server: EmbeddedServer

    def settings(self, database: str) -> Settings:
        """Settings of a process on one of the server's databases."""
        roles = ("ledljus_app", "ledljus_worker", "ledljus_owner", "postgres")
        addresses = Addresses(*(self.server.url(role, database) for role in roles))
        return settings_on(addresses, self.folder / database)


@contextmanager
def data_folder() -> Iterator[Path]:
    """A folder directly under the temporary one, which PostgreSQL's account can reach."""
    folder = Path(tempfile.mkdtemp(prefix="ledljus-bench-"))
    folder.chmod(0o711)  # PostgreSQL's own account passes through to its data
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@contextmanager
def staged() -> Iterator[Stage]:
    """A migrated server, gone with its folder at the end."""
    with data_folder() as folder, running(folder) as server:
        yield Stage(folder, server)


async def add_database(stage: Stage, name: str) -> Settings:
    """A migrated database with one municipality, its areas, a guard and an operator."""
    admin = await asyncpg.connect(stage.server.url("postgres", "postgres"))
    await admin.execute(f"CREATE DATABASE {name} OWNER ledljus_owner")
    await admin.close()
    roles = (Path(commands.__file__).parents[1] / "migrations" / "roles.sql").read_text(encoding="utf-8")
    superuser = await asyncpg.connect(stage.server.url("postgres", name))
    await superuser.execute(roles)
    await superuser.close()
    settings = stage.settings(name)
    await migrate(stage.server.url("ledljus_owner", name))
    async with commands.bench(settings) as bench:
        await commands.add_municipality(bench, SLUG, "Bencherum", DOMAIN)
        await commands.import_areas(bench, SLUG, _areas(stage.folder))
        for role, name_of in PEOPLE.items():
            await commands.add_person(bench, SLUG, f"{name_of}@{DOMAIN}", name_of.title(), [role], PASSWORD)
    return settings


def _areas(folder: Path) -> Path:
    """The areas of the demonstration's island, without its shore and streets."""
    island = orjson.loads(_ISLAND.read_bytes())
    kept = [one for one in island["features"] if one["properties"]["layer"] == "area"]
    file = folder / "areas.geojson"
    file.write_bytes(orjson.dumps({**island, "features": kept}))
    return file


async def add_key(settings: Settings, *scopes: str) -> str:
    """The token of an API key."""
    async with commands.bench(settings) as bench:
        return await commands.add_key(bench, SLUG, "karta", scopes)


def sign_in(url: str, role: str) -> str:
    """A session's token, as a phone or a desk gets it."""
    person = {"username": f"{PEOPLE[role]}@{DOMAIN}", "password": PASSWORD}
    answer = httpx.post(f"{url}/api/v1/session", json=person)
    answer.raise_for_status()
    return str(answer.json()["token"])


def municipality_of(token: str) -> UUID:
    """The municipality that a token names."""
    return UUID(token.split(".")[1])
