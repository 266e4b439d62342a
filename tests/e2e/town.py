"""An invented municipality on a real server of its own, and what its database says afterwards."""

import asyncio
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import httpx

from api import commands
from api.access import membership, own_registers
from api.access.permissions import Role
from api.kit.env import Settings
from api.kit.ids import new_id
from api.places.models import Checkpoint, Site
from api.places.service import put_rows
from tests.api.journal.town import entry, report
from tests.servers import LiveServer, serving

SLUG, DOMAIN, PASSWORD = "fyrholm", "fyrholm.example", "en-lykta-i-natten"
SITES = (
    ("Fyrskolan", "Skolgatan 1", 58.5601, 18.0502),
    ("Hamnparken", "Kajen 4", 58.5633, 18.0577),
    ("Stationen", "Järnvägsgatan 2", 58.5577, 18.0611),
)
CHECKPOINT, CODE = "Norra entrén", "K7Q2MX"  # on the first site


@dataclass(frozen=True)
class Person:
    """Somebody who can sign in with `PASSWORD`."""

    id: UUID
    name: str
    username: str


@dataclass
class Town:
    """One municipality, one server process that can be killed and started again on the same port."""

    settings: Settings
    admin_url: str
    port: int
    bench: commands.Bench
    organisation_id: UUID = field(default_factory=new_id)
    municipality_id: UUID = field(default_factory=new_id)
    _people: int = 0
    _serving: AbstractContextManager[LiveServer] | None = None
    _server: LiveServer | None = None

    async def found(self) -> None:
        """Put the registers, with the same functions as the commands use."""
        at, house = self.bench, self.bench.house
        await commands.add_municipality(at, SLUG, "Fyrholm", DOMAIN, municipality_id=self.municipality_id)
        own = {"duty_phone": "08-555 01 00", "numbers": [], "hours": {}}
        organisation = {"id": self.organisation_id, "name": "Fyrvakt", "kind": "guard_company"}
        names = ("name", "address", "lat", "lon")
        more = {"kind": "school", "instructions": "", "expected": []}
        sites = [{"id": new_id(), **dict(zip(names, site, strict=True)), **more} for site in SITES]
        async with at.database.bound(self.municipality_id) as connection:
            await own_registers.put_settings(connection, self.municipality_id, own, house.changed)
            await membership.add_organisation(connection, self.municipality_id, organisation, house.changed)
            # What somebody must show beside a password is a matter of its own tests, and of this role.
            await connection.execute(
                "INSERT INTO sign_in_settings (municipality_id, second_factor_roles)"
                " VALUES ($1, '{shift_lead}')",
                self.municipality_id,
            )
            await put_rows(house.journal, connection, self.municipality_id, Site, sites)
            point = {"id": new_id(), "site_id": sites[0]["id"], "name": CHECKPOINT, "code": CODE}
            await put_rows(house.journal, connection, self.municipality_id, Checkpoint, [point])

    async def person(self, role: Role = Role.GUARD, name: str = "Kim Lykta") -> Person:
        """Add somebody new; a test that has its own people shares a server with any other."""
        self._people += 1
        username = f"person{self._people}@{DOMAIN}"
        account = {
            "username": username, "name": name, "roles": [role], "password": PASSWORD,
            "organisation_id": self.organisation_id, "ends_on": "2099-12-31",
        }  # fmt: skip
        async with self.bench.database.bound(self.municipality_id) as connection:
            changed = self.bench.house.changed
            found = await membership.add_person(connection, self.municipality_id, account, changed)
        return Person(found, name, username)

    async def start(self) -> None:
        """Run the server until it is healthy, unless it runs; no phone needs the worker process."""
        if self._serving is None:
            started = serving(self.settings, "--no-worker", port=self.port)
            self._server = await asyncio.to_thread(started.__enter__)
            self._serving = started

    async def kill(self) -> None:
        """End every process of the server at once, as a power cut would."""
        assert self._server is not None
        await asyncio.to_thread(self._server.kill)
        await self.stop()

    async def stop(self) -> None:
        """Stop the server, if it runs."""
        if self._serving is not None:
            await asyncio.to_thread(self._serving.__exit__, None, None, None)
            self._serving = None

    async def rows(self, sql: str, *values: object) -> list[asyncpg.Record]:
        """Ask the database as its superuser, past every wall."""
        connection = await asyncpg.connect(self.admin_url)
        try:
            return await connection.fetch(sql, *values)
        finally:
            await connection.close()

    async def reports_of(self, author: Person) -> list[asyncpg.Record]:
        """Every report the journal has of a person, with what the projection shows of it, oldest first."""
        return await self.rows(
            "SELECT j.id, j.receipt_no, j.device_id, j.received_at, i.occurred_at, i.note, i.place"
            " FROM journal j LEFT JOIN incidents i USING (municipality_id, id)"
            " WHERE j.author_id = $1 AND j.kind = 'incident.reported' ORDER BY j.seq",
            author.id,
        )

    async def claimed(self, fact: UUID) -> datetime:
        """When a report happened by its phone's own clock, which is kept beside the corrected time."""
        body = "SELECT body ->> 'occurred_at' AS told FROM journal_bodies"
        rows = await self.rows(body + " WHERE record_id = $1 AND part = 'text'", fact)
        return datetime.fromisoformat(rows[0]["told"])

    async def quarantined_of(self, author: Person) -> int:
        """How many bodies of a person lie in quarantine: none, unless bytes were ever altered."""
        rows = await self.rows("SELECT count(*) AS n FROM quarantine WHERE author_id = $1", author.id)
        return int(rows[0]["n"])

    async def photos_of(self, fact: UUID) -> dict[str, str | None]:
        """Per photo a report declared: hex digest of the bytes that arrived, None if they did not."""
        rows = await self.rows(
            "SELECT d.attachment_id, a.sent_sha256 FROM attachment_declarations d"
            " LEFT JOIN attachments a ON (a.municipality_id, a.id) = (d.municipality_id, d.attachment_id)"
            " WHERE d.record_id = $1",
            fact,
        )
        return {str(r["attachment_id"]): r["sent_sha256"].hex() if r["sent_sha256"] else None for r in rows}

    async def revoke(self, person: Person) -> None:
        """Take every credential from a person's phones, as an administrator does with a lost one."""
        await self.rows(
            "UPDATE tokens SET revoked_at = now() WHERE person_id = $1 AND revoked_at IS NULL", person.id
        )

    async def expire_session(self, person: Person) -> None:
        """Let three days go by for a person's sign-ins; the phone's own credential lives on."""
        await self.rows(
            "UPDATE tokens SET expires_at = now() WHERE person_id = $1 AND kind = 'session'", person.id
        )

    async def told(self, author: Person, **fields: Any) -> str:
        """A report as a phone sends it, without the phone; its id."""
        made = new_id()
        await self._send(author, f"/incidents/{made}", report(**fields))
        return str(made)

    async def said(self, author: Person, incident: str, kind: str, **fields: Any) -> None:
        """An entry about it."""
        await self._send(author, f"/incidents/{incident}/entries/{new_id()}", entry(kind, **fields))

    async def _send(self, author: Person, path: str, body: dict[str, Any]) -> None:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{self.port}/api/v1") as phone:
            person = {"username": author.username, "password": PASSWORD}
            token = (await phone.post("/session", json=person)).raise_for_status().json()["token"]
            sent = await phone.put(path, json=body, headers={"Authorization": f"Bearer {token}"})
            sent.raise_for_status()

    async def known(self, bearer: str, frozen: list[dict[str, str]]) -> list[dict[str, Any]]:
        """What the server says of `[{id, digest}]`, asked with a phone's own credential."""
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{self.port}/api/v1") as server:
            headers = {"Authorization": f"Bearer {bearer}"}
            answer = await server.post("/receipts/query", json=frozen, headers=headers)
        items: list[dict[str, Any]] = answer.raise_for_status().json()["items"]
        return items
