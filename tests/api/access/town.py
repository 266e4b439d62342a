"""Invented municipalities whose people hold any role, sign in by password, and enrol phones."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

import httpx
from argon2 import PasswordHasher
from fastapi import FastAPI

from api.access import membership, own_registers
from api.access.actors import token_text
from api.access.service import SESSION_S, insert_token
from api.commands import Bench, add_municipality
from api.kit.ids import new_id, new_secret
from api.reactions import House
from tests.feeds import settled

PASSWORD = "nattvandring-59"
CONTRACT_ENDS = date(2099, 12, 31)
# As strong as any other in kind, but made to be checked in a moment: tests guess a lot.
_QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@dataclass(frozen=True)
class Member:
    """A person, a person's device or a key, with its token."""

    id: UUID
    token: str
    username: str = ""
    name: str = ""
    organisation_id: UUID | None = None
    device_id: UUID | None = None
    phone_id: UUID | None = None

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


@dataclass(frozen=True)
class Town:
    """One municipality on the module's server."""

    id: UUID
    slug: str
    house: House
    organisations: dict[str, UUID] = field(default_factory=dict)

    async def settled(self) -> None:
        """Return when every record so far is readable."""
        await settled(self.house.database, self.id)

    async def organisation(self, name: str, kind: str = "guard_company") -> UUID:
        """The organisation of that name, made when asked for first."""
        if name not in self.organisations:
            async with self.house.database.bound(self.id) as connection:
                self.organisations[name] = await membership.add_organisation(
                    connection, self.id, {"name": name, "kind": kind}, self.house.changed
                )
        return self.organisations[name]

    async def person(
        self, *roles: str, organisation: str | None = None, password: str | None = None, name: str = "Eva Ek"
    ) -> Member:
        """A new person who is signed in."""
        organisation_id = await self.organisation(organisation) if organisation else None
        username = f"p{new_id().hex}@{self.slug}.example"
        account = {
            "name": name, "roles": list(roles), "organisation_id": organisation_id,
            "username": username, "password": password, "ends_on": CONTRACT_ENDS if organisation else None,
        }  # fmt: skip
        async with self.house.database.bound(self.id) as connection:
            person_id = await membership.add_person(connection, self.id, account, self.house.changed)
        if password is not None:
            await self.change(
                "UPDATE people SET password_hash = $3 WHERE municipality_id = $1 AND id = $2",
                person_id,
                _QUICK.hash(password),
            )
        token = await self.session(person_id)
        return Member(person_id, token, username, name, organisation_id)

    async def session(self, person_id: UUID) -> str:
        """The token of a new session."""
        token = token_text(self.id, new_secret())
        async with self.house.database.bound(self.id) as connection:
            await insert_token(connection, self.id, "session", token, SESSION_S, person_id=person_id)
        return token

    async def key(self, *scopes: str) -> Member:
        """A new API key."""
        async with self.house.database.bound(self.id) as connection:
            token = await own_registers.add_key(connection, self.id, "test", scopes, self.house.changed)
            key_id = await connection.fetchval(
                "SELECT max(id::text)::uuid FROM tokens WHERE municipality_id = $1 AND kind = 'key'", self.id
            )
        return Member(key_id, token)

    async def change(self, statement: str, *values: Any) -> Any:
        """Change or ask rows of this municipality; `$1` is its id."""
        async with self.house.database.bound(self.id) as connection:
            return await connection.fetchval(statement, self.id, *values)

    async def said(self, kind: str, subject_id: UUID) -> str:
        """What the journal's latest record of a kind says of a subject."""
        return str(
            await self.change(
                "SELECT b.body FROM journal j JOIN journal_bodies b ON b.municipality_id = j.municipality_id"
                " AND b.record_id = j.id WHERE j.municipality_id = $1 AND j.subject_id = $2 AND j.kind = $3"
                " AND b.part = 'text' ORDER BY j.seq DESC LIMIT 1",
                subject_id,
                kind,
            )
        )

    async def disable(self, person: Member) -> None:
        """Close somebody's account."""
        await self.change(
            "UPDATE people SET disabled_at = now() WHERE municipality_id = $1 AND id = $2", person.id
        )

    async def end(self, person: Member, day: date) -> None:
        """Let somebody's employment end with that day."""
        await self.change(
            "UPDATE people SET ends_on = $3 WHERE municipality_id = $1 AND id = $2", person.id, day
        )


async def found(app: FastAPI, owner_url: str, slug: str) -> Town:
    """A new municipality with the default categories."""
    house: House = app.state.house
    municipality_id = await add_municipality(Bench(house, owner_url), slug, slug.title(), f"{slug}.example")
    return Town(municipality_id, slug, house)


def device_body(phone_id: UUID | None = None, **fields: Any) -> dict[str, Any]:
    """What a phone sends to enrol somebody."""
    said = {"secret": new_secret(), "label": "Pixel", "app_version": "1.0"}
    return {"phone_id": str(phone_id or new_id()), **said, **fields}


async def enrol(client: httpx.AsyncClient, person: Member, phone_id: UUID | None = None) -> Member:
    """The person's device on a phone, with its append credential."""
    device_id, phone_id = new_id(), phone_id or new_id()
    body = device_body(phone_id)
    answer = await client.put(f"/api/v1/devices/{device_id}", json=body, headers=person.headers)
    assert answer.status_code == 201, answer.text
    municipality_id = UUID(person.token.split(".")[1])
    token = token_text(municipality_id, body["secret"])
    return Member(person.id, token, person.username, person.name, person.organisation_id, device_id, phone_id)


async def revoke(
    client: httpx.AsyncClient, who: Member, device_id: UUID | None, reason: str = "borttappad"
) -> int:
    """Have a phone revoked; the status of the answer."""
    path = f"/api/v1/devices/{device_id}/revoke"
    return (await client.post(path, json={"reason": reason}, headers=who.headers)).status_code


async def sign_in(
    client: httpx.AsyncClient,
    username: str,
    password: str = PASSWORD,
    *,
    cookie: bool | None = None,
    headers: Mapping[str, str] | None = None,
) -> httpx.Response:
    """Ask for a session; `cookie` None says nothing of it."""
    body: dict[str, Any] = {"username": username, "password": password}
    if cookie is not None:
        body["cookie"] = cookie
    return await client.post("/api/v1/session", json=body, headers=headers)
