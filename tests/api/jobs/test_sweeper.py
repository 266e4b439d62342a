"""What is past its time is removed, and nothing else."""

import pytest

from api.jobs.sweeper import beat, sweep
from api.kit.db import Database
from api.kit.ids import new_id
from tests.api.journal.town import Town
from tests.databases import Addresses

OLD_AND_NEW = {
    "login_failures": (
        "INSERT INTO login_failures (municipality_id, bucket, at)"
        " VALUES ($1, '\\x01', now() - interval '{}')",
        ("61 minutes", "59 minutes"),
    ),
    "spent_tickets": (
        "INSERT INTO spent_tickets (municipality_id, digest, at) VALUES ($1, '\\x01', now() - interval '{}')",
        ("61 minutes", "59 minutes"),
    ),
    "process_heartbeats": (
        "INSERT INTO process_heartbeats (process_id, kind, beat_at)"
        " SELECT gen_random_uuid(), 'worker', now() - interval '{}' WHERE $1::uuid IS NOT NULL",
        ("25 hours", "23 hours"),
    ),
    "pgqueuer_log": (
        "INSERT INTO pgqueuer_log (created, job_id, status, priority, entrypoint)"
        " SELECT now() - interval '{}', 1, 'successful', 0, 'x' WHERE $1::uuid IS NOT NULL",
        ("31 days", "29 days"),
    ),
    "urgent_pgqueuer_statistics": (
        "INSERT INTO urgent_pgqueuer_statistics (created, count, priority, status, entrypoint)"
        " SELECT now() - interval '{}', 1, 0, 'successful', 'x' WHERE $1::uuid IS NOT NULL",
        ("31 days", "29 days"),
    ),
}


@pytest.mark.parametrize("table", OLD_AND_NEW)
async def test_what_is_old_goes_and_what_is_not_stays(town: Town, database: Addresses, table: str) -> None:
    statement, ages = OLD_AND_NEW[table]
    counting = f"SELECT count(*) FROM {table}"  # noqa: S608 named above
    pool = Database(database.worker_url, size=1)
    await pool.open()
    try:
        for age, left in zip(ages, (0, 1), strict=True):
            async with pool.bound(None) as connection:
                await connection.execute(f"DELETE FROM {table}")  # noqa: S608
                await connection.execute(statement.format(age), town.id)
            await sweep(pool)
            async with pool.bound(None) as connection:
                assert await connection.fetchval(counting) == left, age
    finally:
        await pool.close()


async def test_a_worker_that_beats_is_one_that_lives(database: Addresses) -> None:
    pool, process = Database(database.worker_url, size=1), new_id()
    await pool.open()
    try:
        await beat(pool, process)
        await beat(pool, process)
        async with pool.bound(None) as connection:
            alive = await connection.fetchval(
                "SELECT beat_at > now() - interval '5 seconds' FROM process_heartbeats WHERE process_id = $1",
                process,
            )
        assert alive
    finally:
        await pool.close()
