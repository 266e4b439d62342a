"""Whether the process lives, whether it can work, and what it is."""

import time

import asyncpg
import httpx

from api.kit.embedded import EmbeddedServer
from tests.databases import Addresses, ask

QUICKLY_S = 4


async def test_the_process_answers_and_is_ready(client: httpx.AsyncClient) -> None:
    assert (await client.get("/healthz")).json() == {"status": "ok"}
    assert (await client.get("/readyz")).json() == {"status": "ready", "workers": 0}


async def test_readiness_counts_living_workers(client: httpx.AsyncClient, database: Addresses) -> None:
    beat = "INSERT INTO process_heartbeats (process_id, kind, beat_at) VALUES (gen_random_uuid(), 'worker', "
    await ask(database.worker_url, f"{beat}now())", f"{beat}now() - interval '1 minute')", "SELECT 1")
    assert (await client.get("/readyz")).json()["workers"] == 1
    assert "ledljus_worker_heartbeat_age_seconds" in (await client.get("/metrics")).text


async def test_a_database_that_does_not_answer_is_told_quickly(
    client: httpx.AsyncClient, database: Addresses
) -> None:
    holder = await asyncpg.connect(database.owner_url)
    await holder.execute("BEGIN; LOCK TABLE process_heartbeats")
    began = time.monotonic()
    answer = await client.get("/readyz")
    assert answer.status_code == 503 and answer.json()["status"] == "unavailable"
    assert time.monotonic() - began < QUICKLY_S
    await holder.close()
    assert (await client.get("/readyz")).status_code == 200


async def test_a_database_that_is_away_is_told_and_found_again(
    client: httpx.AsyncClient, database: Addresses, postgres: EmbeddedServer
) -> None:
    name = database.app_url.partition("?")[0].rpartition("/")[2]
    admin = postgres.url("postgres", "postgres")
    closed = f"ALTER DATABASE {name} ALLOW_CONNECTIONS false"
    others = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = "
    await ask(admin, closed, f"{others}'{name}'")
    began = time.monotonic()
    assert (await client.get("/readyz")).status_code == 503
    assert (await client.get("/healthz")).status_code == 200
    assert (await client.get("/metrics")).status_code == 200
    assert time.monotonic() - began < QUICKLY_S
    await ask(admin, f"ALTER DATABASE {name} ALLOW_CONNECTIONS true", "SELECT 1")
    assert (await client.get("/readyz")).status_code == 200


async def test_the_api_says_what_it_is(client: httpx.AsyncClient) -> None:
    told = (await client.get("/api/v1/api-info")).json()
    assert set(told) >= {"name", "version", "released", "documentation", "status"}
    assert told["name"] == "Ledljus"
