"""What a rule took never comes back, whatever is restored and offered again (J4, A10)."""

import random
from collections.abc import Awaitable, Callable
from pathlib import Path
from uuid import UUID

import asyncpg
import httpx
import pytest

from api.jobs import purging
from api.kit.ids import new_id
from api.reactions import House
from tests.api.access.town import Member, Town
from tests.api.erasures.cases import SECRET, faults, follow, later, photo, purge, rule, send_photo, texts
from tests.api.incidents.conftest import People
from tests.api.incidents.reports import INCIDENTS, added, put
from tests.api.journal.town import entry, frozen, report
from tests.databases import Addresses

_COLUMNS = """
SELECT table_name, string_agg(quote_ident(column_name), ', ') AS columns FROM information_schema.columns c
JOIN information_schema.tables USING (table_schema, table_name)
WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND is_generated = 'NEVER'
GROUP BY 1 HAVING bool_or(column_name = 'municipality_id') ORDER BY 1
"""
Backup = Callable[[], Awaitable[None]]


async def backed_up(url: str, municipality_id: UUID) -> Backup:
    """A backup of a municipality's rows; what puts them back as they stood."""
    connection, kept = await asyncpg.connect(url), f"kept_{new_id().hex}"
    tables = {row["table_name"]: row["columns"] for row in await connection.fetch(_COLUMNS)}
    await connection.execute(f"CREATE SCHEMA {kept}")
    for name in tables:
        rows = f"SELECT * FROM {name} WHERE municipality_id = '{municipality_id}'"  # noqa: S608
        await connection.execute(f"CREATE TABLE {kept}.{name} AS {rows}")
    await connection.close()

    async def restore() -> None:
        connection = await asyncpg.connect(url, server_settings={"session_replication_role": "replica"})
        async with connection.transaction():
            for name, columns in tables.items():
                emptied = f"DELETE FROM {name} WHERE municipality_id = $1"  # noqa: S608 the catalogue's
                await connection.execute(emptied, municipality_id)
                rows = f"SELECT {columns} FROM {kept}.{name}"  # noqa: S608
                await connection.execute(f"INSERT INTO {name} ({columns}) OVERRIDING SYSTEM VALUE {rows}")
        await connection.close()

    return restore


class Phone:
    """A phone that keeps a report, an entry and a photo, and offers them again."""

    def __init__(self, client: httpx.AsyncClient, who: Member) -> None:
        self.client, self.who, self.photo, self.incident = client, who, photo(), new_id()
        path = f"{INCIDENTS}/{self.incident}"
        self.facts = {
            path: frozen(report(note=SECRET, place=SECRET, attachments=[self.photo])),
            f"{path}/entries/{new_id()}": frozen(entry("note", note=f"{SECRET} igen")),
        }

    async def offer(self) -> list[str]:
        """Send all of it; the digests of the receipts."""
        answers = [await put(self.client, self.who, *fact) for fact in self.facts.items()]
        assert {answer.status_code for answer in answers} <= {200, 201, 202}
        assert (await send_photo(self.client, self.who, self.photo)).status_code in {200, 201}
        return [answer.json()["receipt"]["digest"] for answer in answers]


@pytest.mark.parametrize("seed", range(3))
async def test_nothing_erased_comes_back_in_any_order(
    client: httpx.AsyncClient, town: Town, people: People, worker: House,
    database: Addresses, tmp_path: Path, seed: int,
) -> None:  # fmt: skip
    await rule(client, people.admin, ["reports", "texts", "reports"][seed])
    await follow(town, worker)
    before = await backed_up(database.admin_url, town.id)
    phone = Phone(client, people.guard)
    receipts = await phone.offer()
    closing = {"status": "resolved", "reason": SECRET}
    await added(client, people.coordinator, str(phone.incident), "status", **closing)
    await follow(town, worker)
    after = await backed_up(database.admin_url, town.id)

    async def take() -> None:
        with later(31):
            await purge(worker, tmp_path, town.slug)

    async def restore() -> None:
        await random_.choice((before, after))()
        await purging.replay(worker.erasing, worker.photos, tmp_path)

    async def offer_again() -> None:
        assert await phone.offer() == receipts
        await follow(town, worker)

    random_ = random.Random(seed)
    await take()
    for _ in range(8):
        await random_.choice((take, restore, offer_again))()
        assert await texts(worker, town.id) == []
    await restore()
    await offer_again()
    assert await texts(worker, town.id) == []
    assert await faults(town, worker) == []
