"""Followers keep up with the journal, each record once, whoever else follows or fails."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from uuid import UUID

import httpx
import pytest

from api.jobs import followers
from api.jobs.followers import LAG, Follower, advance, catch_up
from api.jobs.search import index_incidents
from api.kit.db import Connection, Database, Row
from api.kit.ids import new_id
from tests.api.journal.town import Town, entry, path_to, put, report
from tests.api.journal.writing import slow_report
from tests.databases import Addresses


@pytest.fixture
async def worker_pool(database: Addresses) -> AsyncIterator[Database]:
    """Connections of the worker role."""
    pool = Database(database.worker_url, size=4)
    await pool.open()
    yield pool
    await pool.close()


class Seen:
    """A follower that notes what it was given, and may be slow or fail for one municipality."""

    def __init__(self, name: str, failing: UUID | None = None) -> None:
        self.subjects: list[UUID] = []
        self.largest = 0
        self.failing = failing
        self.follower = Follower(name, self.follow)

    async def follow(self, _connection: Connection, municipality_id: UUID, records: Sequence[Row]) -> None:
        if municipality_id == self.failing:
            raise ValueError
        await asyncio.sleep(0.05)
        self.largest = max(self.largest, len(records))
        self.subjects += [one["subject_id"] for one in records if one["subject_type"] == "incidents"]


async def test_two_at_once_do_each_record_once(
    client: httpx.AsyncClient, town: Town, worker_pool: Database
) -> None:
    seen = Seen("twins")
    await town.settled()
    await catch_up(worker_pool, seen.follower)
    before = len(seen.subjects)
    written = [new_id() for _ in range(20)]
    following = [asyncio.create_task(_follow_for(worker_pool, seen.follower, 1.5)) for _ in range(2)]
    for fact_id in written:
        await put(client, town.guard, path_to(fact_id), report())
    await asyncio.gather(*following)
    await town.settled()
    await catch_up(worker_pool, seen.follower)
    assert sorted(seen.subjects[before:]) == sorted(written)


async def test_a_backlog_is_done_in_shares_as_the_feed_waits_for_who_writes(
    client: httpx.AsyncClient, town: Town, worker_pool: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(followers, "_AT_ONCE", 4)
    seen, written = Seen("sharing"), [new_id() for _ in range(10)]
    for fact_id in written:
        await put(client, town.guard, path_to(fact_id), report())
    await town.settled()
    await catch_up(worker_pool, seen.follower)
    assert seen.largest == 4
    assert seen.subjects[-10:] == written
    assert len(seen.subjects) == len(set(seen.subjects))


async def test_a_slow_writers_record_is_followed_when_it_is_there(
    client: httpx.AsyncClient, town: Town, worker_pool: Database
) -> None:
    seen = Seen("patient")
    await town.settled()
    await catch_up(worker_pool, seen.follower)
    before = len(seen.subjects)
    async with slow_report(town) as slow:
        await put(client, town.guard, path_to(quick := new_id()), report())
        await catch_up(worker_pool, seen.follower)
        assert slow not in seen.subjects
    await town.settled()
    await catch_up(worker_pool, seen.follower)
    assert seen.subjects[before:] == [slow, quick]


async def test_where_one_municipality_fails_the_others_are_followed(
    client: httpx.AsyncClient, town: Town, other_town: Town, worker_pool: Database
) -> None:
    seen = Seen("unlucky", failing=town.id)
    await put(client, town.guard, path_to(here := new_id()), report())
    await put(client, other_town.guard, path_to(there := new_id()), report())
    await other_town.settled()
    await town.settled()
    await catch_up(worker_pool, seen.follower)
    assert there in seen.subjects and here not in seen.subjects
    async with worker_pool.bound(None) as connection:
        lags = {row["follower"]: row["lag_s"] for row in await connection.fetch(LAG)}
    seen.failing = None
    await town.settled()
    await catch_up(worker_pool, seen.follower)
    assert here in seen.subjects
    assert seen.subjects.count(there) == 1
    assert lags["unlucky"] >= 0


async def test_what_is_written_is_found_by_its_stem_once_the_index_has_caught_up(
    client: httpx.AsyncClient, town: Town, other_town: Town, worker_pool: Database
) -> None:
    follower = Follower("incident_search", index_incidents)
    subject = new_id()
    await put(client, town.guard, path_to(subject), report(note="Två krossade fönster", place="Hamngatan"))
    await put(client, town.guard, path_to(subject, new_id()), entry("note", note="Även cykelställen"))
    await town.settled()
    await catch_up(worker_pool, follower)
    for words in ("krossat fönster", "hamngatan", "cykelställ"):
        assert await _found(client, town, words) == [str(subject)]
        assert await _found(client, other_town, words) == []
    await put(client, town.guard, path_to(subject, new_id()), entry("note", note="Nu upplockat skräp"))
    await town.settled()
    await catch_up(worker_pool, follower)
    assert await _found(client, town, "skräp") == [str(subject)]


async def _found(client: httpx.AsyncClient, town: Town, words: str) -> list[str]:
    page = await client.get("/api/v1/incidents", params={"q": words}, headers=town.coordinator.headers)
    return [one["id"] for one in page.json()["items"]]


async def _follow_for(pool: Database, follower: Follower, seconds: float) -> None:
    end = asyncio.get_running_loop().time() + seconds
    while asyncio.get_running_loop().time() < end:
        await advance(pool, follower)
        await asyncio.sleep(0.01)
