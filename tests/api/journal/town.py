"""A municipality with people who report, ask and decide, each by their own token."""

import hashlib
import json
from base64 import b64encode
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
from fastapi import FastAPI

from api.access import membership
from api.access.actors import Credential, credential, token_text
from api.access.service import SESSION_S, insert_token
from api.commands import Bench, add_municipality
from api.journal.service import Journal
from api.kit.db import Connection
from api.kit.ids import new_id, new_secret
from tests.feeds import settled

MINUTE = timedelta(minutes=1)
PEOPLE = {
    "guard": ("guard", "guards"),
    "colleague": ("guard", "guards"),
    "stranger": ("host", "hosts"),
    "coordinator": ("coordinator", "unit"),
    "reader": ("reader", None),
    "admin": ("admin", "unit"),
}
KINDS = {"guards": "guard_company", "hosts": "municipality_unit", "unit": "municipality_unit"}


@dataclass(frozen=True)
class Person:
    """Somebody with a session of their own."""

    id: UUID
    organisation_id: UUID | None
    token: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    @property
    def credential(self) -> Credential:
        return credential(self.token)


@dataclass(frozen=True)
class Town:
    """One municipality, and what tests do with its people."""

    id: UUID
    app: FastAPI
    people: Mapping[str, Person]

    def __getattr__(self, name: str) -> Person:
        if name not in self.people:
            raise AttributeError(name)
        return self.people[name]

    @property
    def journal(self) -> Journal:
        journal: Journal = self.app.state.journal
        return journal

    @asynccontextmanager
    async def inside(self) -> AsyncIterator[Connection]:
        """A transaction of the app's role behind the town's wall."""
        async with self.journal.database.bound(self.id) as connection:
            yield connection

    async def value(self, statement: str, *values: Any) -> Any:
        """One value of the town's own rows; `$1` is the municipality."""
        async with self.inside() as connection:
            return await connection.fetchval(statement, self.id, *values)

    async def settled(self) -> None:
        """Return when every record so far is readable."""
        await settled(self.journal.database, self.id)

    async def join(self, role: str, organisation_id: UUID | None = None) -> Person:
        """A new person with a session."""
        async with self.inside() as connection:
            return await _join(connection, self.app, self.id, role, organisation_id)


async def settle(app: FastAPI, owner_url: str, slug: str) -> Town:
    """A new municipality with the default categories and one person of each kind in PEOPLE."""
    bench = Bench(app.state.house, owner_url)
    municipality_id = await add_municipality(bench, slug, slug.title(), f"{slug}.example")
    house, people = app.state.house, {}
    async with app.state.database.bound(municipality_id) as connection:
        organisations = {
            name: await membership.add_organisation(
                connection, municipality_id, {"name": name, "kind": kind}, house.changed
            )
            for name, kind in KINDS.items()
        }
        for name, (role, organisation) in PEOPLE.items():
            place = organisations[organisation] if organisation else None
            people[name] = await _join(connection, app, municipality_id, role, place)
    return Town(municipality_id, app, people)


async def _join(
    connection: Connection, app: FastAPI, municipality_id: UUID, role: str, organisation_id: UUID | None
) -> Person:
    domain = await connection.fetchval(
        "SELECT domain FROM login_domains WHERE municipality_id = $1", municipality_id
    )
    account = {
        "name": role, "roles": [role], "organisation_id": organisation_id, "ends_on": "2099-12-31",
        "username": f"{new_id()}@{domain}",
    }  # fmt: skip
    person_id = await membership.add_person(connection, municipality_id, account, app.state.house.changed)
    token = token_text(municipality_id, new_secret())
    await insert_token(connection, municipality_id, "session", token, SESSION_S, person_id=person_id)
    return Person(person_id, organisation_id, token)


def wire(moment: datetime) -> str:
    """A moment as a phone writes it."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def ago(minutes: float = 5) -> str:
    """So many minutes ago, as a phone writes it."""
    return wire(datetime.now(UTC) - minutes * MINUTE)


def report(**fields: Any) -> dict[str, Any]:
    """A report's body."""
    said = {"v": 1, "category": "vandalism", "occurred_at": ago(), "saved_at": ago(), "place": "Torget"}
    return said | fields


def entry(kind: str, **fields: Any) -> dict[str, Any]:
    """An entry's body."""
    return {"v": 1, "kind": kind, "occurred_at": ago(), "saved_at": ago()} | fields


def frozen(body: Mapping[str, Any]) -> bytes:
    """A body's bytes, which a sender never makes again."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def digest_header(raw: bytes) -> str:
    """Content-Digest by RFC 9530."""
    return f"sha-256=:{b64encode(hashlib.sha256(raw).digest()).decode()}:"


def path_to(subject_id: UUID, entry_id: UUID | None = None) -> str:
    """The path of a report, or of one of its entries."""
    incident = f"/api/v1/incidents/{subject_id}"
    return incident if entry_id is None else f"{incident}/entries/{entry_id}"


async def put(
    client: httpx.AsyncClient,
    person: Person,
    path: str,
    body: Mapping[str, Any] | bytes,
    **headers: str,
) -> httpx.Response:
    """Send a body as a phone does, with its digest."""
    raw = body if isinstance(body, bytes) else frozen(body)
    told = {"Content-Type": "application/json", "Content-Digest": digest_header(raw)}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return await client.put(path, content=raw, headers=person.headers | told | named)
