"""A sealed history verifies, and whatever somebody with the database's own powers changes is found (J1)."""
# ruff: noqa: S608 statements are put together from the words above them

import asyncio
import hashlib
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID

import asyncpg
import httpx
import pytest

from api.jobs.followers import Follower, catch_up
from api.journal import sealing
from api.journal.acts import Author, imported_fact, record_many
from api.journal.anchors import anchor, anchors_folder, read_anchors
from api.journal.models import JournalRecord
from api.journal.sealing import ENVELOPES, START, link
from api.journal.verifying import verify_municipality
from api.kit.db import Connection, Database
from api.kit.ids import new_id
from tests.api.journal.town import Town, entry, path_to, put, report
from tests.databases import Addresses

SEALS = Follower(sealing.NAME, sealing.seal)
OTHER = "44444444-4444-7444-8444-444444444444"
RECORDS = 80
# Each on a record of `$1` named by `$2`: what a person with the database's powers may think of.
EDITS = (
    "occurred_at = occurred_at + interval '1 microsecond'", "received_at = received_at - interval '1 hour'",
    "saved_at = NULL", "kind = 'incident.noted'", "subject_type = 'sites'", f"subject_id = '{OTHER}'",
    "author_kind = 'system'", f"author_id = '{OTHER}'", f"organisation_id = '{OTHER}'",
    f"device_id = '{OTHER}'", "v = v + 1", "clock_offset_ms = 1", "digest_mac = digest_mac || '\\x00'",
    "digest_key_id = digest_key_id + 1", "receipt_no = 'AAAA-AAAA'", "source = 'police'", "masked = 9",
    "flags = flags || '{stale}'::text[]", "attachments = 3",
    "part_digests = part_digests || '{\"text\": \"00\"}'",
    "episode = 1", "txid = txid + 1", "txid = txid - 1", f"id = '{OTHER}'",
)  # fmt: skip
ONE = "WHERE municipality_id = $1 AND id = $2"
BODY = "WHERE municipality_id = $1 AND record_id = $2 AND part = 'text'"
COLUMNS = ", ".join(name for name in JournalRecord.__table__.columns.keys() if name not in ("id", "seq"))
DEEDS = (
    *(f"UPDATE journal SET {one} {ONE}" for one in EDITS),
    f"DELETE FROM journal {ONE}",
    f"INSERT INTO journal (id, {COLUMNS}) SELECT '{OTHER}', {COLUMNS} FROM journal {ONE}",
    f'UPDATE journal_bodies SET body = body || \'{{"note": "lugnt"}}\' {BODY}',
    f"DELETE FROM journal_bodies {BODY}",
    f"UPDATE journal_bodies SET record_id = '{OTHER}' {BODY}",
    "INSERT INTO journal_bodies SELECT municipality_id, id, 'position', '{}' FROM journal " + ONE,
    "UPDATE journal_seals SET records = records + 1 WHERE municipality_id = $1 AND $2::uuid IS NOT NULL",
    "DELETE FROM journal_seals WHERE municipality_id = $1 AND $2::uuid IS NOT NULL"
    " AND number = (SELECT max(number) FROM journal_seals WHERE municipality_id = $1)",
)


@pytest.fixture(scope="module")
async def workers(database: Addresses) -> AsyncIterator[Database]:
    """Connections of the worker role."""
    pool = Database(database.worker_url, size=4)
    await pool.open()
    yield pool
    await pool.close()


@pytest.fixture(scope="module")
async def sealed(town: Town, workers: Database) -> list[UUID]:
    """Reports under a chain of several seals; their ids."""
    kind, ids = town.app.state.incidents.reported, [new_id() for _ in range(RECORDS)]
    for start in range(0, RECORDS, RECORDS // 4):
        facts = []
        for one in ids[start : start + RECORDS // 4]:
            now = datetime.now(UTC)
            fact = imported_fact(
                town.journal, kind, town.id, (one, one), report(note=f"Händelse {one}"),
                occurred_at=now, saved_at=now - timedelta(minutes=1), received_at=now, source="field",
            )  # fmt: skip
            facts.append((fact, Author("person", town.guard.id)))
        await record_many(town.journal, town.id, facts)
        await town.settled()
        await catch_up(workers, SEALS)
    return ids


@pytest.fixture
async def powers(database: Addresses) -> AsyncIterator[Connection]:
    """The database's administrator, within a transaction that never happens."""
    connection = await asyncpg.connect(database.admin_url)
    transaction = connection.transaction()
    await transaction.start()
    yield connection
    await transaction.rollback()
    await connection.close()


async def test_what_nobody_touched_verifies(town: Town, sealed: list[UUID], powers: Connection) -> None:
    found = await verify_municipality(powers, town.id)
    assert found.faults == [] and found.unsealed == 0
    assert found.seals >= 4 and found.records >= len(sealed)


async def test_each_of_a_thousand_tamperings_is_found(
    town: Town, sealed: list[UUID], powers: Connection, scale: int
) -> None:
    # What is put in after the last seal is not history yet, but one more record.
    chance, missed, history = Random(scale), [], sealed[: -RECORDS // 4]
    for turn in range(1000 * scale):
        deed, record = DEEDS[turn % len(DEEDS)], chance.choice(history)
        within = powers.transaction()
        await within.start()
        await powers.execute(deed, town.id, record)
        if not (await verify_municipality(powers, town.id)).faults:
            missed.append(deed)
        await within.rollback()
    assert missed == []


async def test_a_chain_that_was_made_anew_is_told_by_an_anchor(
    town: Town, sealed: list[UUID], workers: Database, powers: Connection, tmp_path: Path
) -> None:
    await anchor(workers, tmp_path)
    anchors = [one for one in read_anchors(anchors_folder(tmp_path)) if one.municipality_id == town.id]
    assert [one.day for one in anchors] == [datetime.now(UTC).date()]
    assert (await verify_municipality(powers, town.id, anchors)).faults == []
    await powers.execute(f"UPDATE journal SET author_kind = 'system' {ONE}", town.id, sealed[0])
    await make_anew(powers, town.id)
    assert (await verify_municipality(powers, town.id)).faults == []
    [fault] = (await verify_municipality(powers, town.id, anchors)).faults
    assert fault.endswith(f"is not the one that was anchored on {anchors[0].day}")


async def make_anew(powers: Connection, municipality_id: UUID) -> None:
    """Seal changed history again from the beginning, as somebody who knows how it is done would."""
    before, cursor = START, (0, 0, 0)
    for row in await powers.fetch(
        "SELECT * FROM journal_seals WHERE municipality_id = $1 ORDER BY number", municipality_id
    ):
        upto = (row["epoch"], row["txid"], row["seq"])
        before = link(before, await powers.fetch(ENVELOPES, municipality_id, *cursor, *upto))
        await powers.execute(
            "UPDATE journal_seals SET digest = $3 WHERE municipality_id = $1 AND number = $2",
            municipality_id, row["number"], before,
        )  # fmt: skip
        cursor = upto


async def test_an_anchor_is_written_once_a_day_and_not_over(
    town: Town, sealed: list[UUID], workers: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await anchor(workers, tmp_path)
    [path] = anchors_folder(tmp_path).iterdir()
    before = hashlib.sha256(path.read_bytes()).digest()
    await anchor(workers, tmp_path)
    assert hashlib.sha256(path.read_bytes()).digest() == before
    monkeypatch.setattr("api.kit.clock.now", lambda: datetime(2099, 1, 1, tzinfo=UTC))
    await anchor(workers, tmp_path)
    assert read_anchors(anchors_folder(tmp_path))[-1].day == date(2099, 1, 1)


async def test_many_writers_and_two_sealers_give_one_chain(
    client: httpx.AsyncClient,
    town: Town,
    sealed: list[UUID],
    workers: Database,
    powers: Connection,
    scale: int,
) -> None:
    over = asyncio.Event()

    async def write() -> None:
        for _ in range(10 * scale):
            await put(client, town.guard, path_to(subject := new_id()), report())
            await put(client, town.guard, path_to(subject, new_id()), entry("note", note="lugnt"))

    async def follow() -> None:
        while not over.is_set():
            await catch_up(workers, SEALS)

    sealers = [asyncio.create_task(follow()) for _ in range(2)]
    await asyncio.gather(*(write() for _ in range(16)))
    over.set()
    await asyncio.gather(*sealers)
    await town.settled()
    await catch_up(workers, SEALS)
    found = await verify_municipality(powers, town.id)
    assert found.faults == [] and found.unsealed == 0
    assert found.records == await powers.fetchval(
        "SELECT count(*) FROM journal WHERE municipality_id = $1", town.id
    )


async def test_odd_numbers_of_a_newer_phone_verify(
    client: httpx.AsyncClient, town: Town, sealed: list[UUID], workers: Database, powers: Connection
) -> None:
    raw = report(v=2, unheard={"of": [1e16, -0.0, 1.5e-7, 2**63]})
    await put(client, town.guard, path_to(new_id()), raw)
    await town.settled()
    await catch_up(workers, SEALS)
    assert (await verify_municipality(powers, town.id)).faults == []
