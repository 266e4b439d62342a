"""Creates and entries over HTTP against the yardstick, in turns on the same server."""

import asyncio
import random
import statistics
import subprocess
import sys
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import orjson

from api import commands
from api.journal.acts import MOST_IN_ONE, Author, imported_fact, record_many
from api.kit import clock
from api.kit.env import Settings
from api.kit.ids import new_id
from tests.bench import anchor, bodies
from tests.bench.stage import DOMAIN, PEOPLE, SLUG, Stage, add_database, sign_in
from tests.servers import serving

WARM_S = 1.5
MOST_PER_S = 4000
SUBJECTS = 20_000  # what entries are about


@dataclass(frozen=True, slots=True)
class Round:
    """One turn of the load beside its turn of the yardstick."""

    load: dict[str, Any]
    anchor: float


def drive(url: str, kind: str, token: str, subjects: list[str], seconds: float, seed: int) -> dict[str, Any]:
    """Run the load in a process of its own. Raises when any answer was no success."""
    job = {
        "kind": kind, "port": urlsplit(url).port, "token": token, "subjects": subjects, "seed": seed,
        "seconds": seconds, "warm_s": WARM_S, "connections": anchor.CONNECTIONS,
        "most": int(MOST_PER_S * (seconds + WARM_S)),
    }  # fmt: skip
    command = [sys.executable, "-m", "tests.bench.driver"]
    ran = subprocess.run(command, input=orjson.dumps(job), stdout=subprocess.PIPE, check=True)
    told: dict[str, Any] = orjson.loads(ran.stdout)
    if set(told["statuses"]) != {"201"}:
        raise RuntimeError(f"not every {kind} was accepted: {told['statuses']}")
    return told


async def add_subjects(settings: Settings, count: int) -> list[str]:
    """Reports to make entries about, by the importers' way; their ids."""
    chance = random.Random(7)
    async with commands.bench(settings) as bench:
        async with bench.database.bound(None) as connection:
            place = await connection.fetchval("SELECT id FROM municipalities WHERE slug = $1", SLUG)
        async with bench.database.bound(place) as connection:
            guard = await connection.fetchval(
                "SELECT id FROM people WHERE username = $1", f"{PEOPLE['guard']}@{DOMAIN}"
            )
        journal, kind = bench.house.journal, bench.house.incidents.reported
        ids = [new_id() for _ in range(count)]
        for start in range(0, count, MOST_IN_ONE):
            facts = []
            for one in ids[start : start + MOST_IN_ONE]:
                now = clock.now()
                body = bodies.report(chance)
                fact = imported_fact(
                    journal, kind, place, (one, one), body,
                    occurred_at=now, saved_at=now, received_at=now, source="field",
                )  # fmt: skip
                facts.append((fact, Author("person", guard)))
            await record_many(journal, place, facts)
    return [str(one) for one in ids]


async def compared(stage: Stage, kind: str, rounds: int, seconds: int, workers: int = 1) -> list[Round]:
    """Rounds of the load beside the yardstick, in turns, on one server.

    Both run on the same PostgreSQL, one after the other, so that a machine that slows down slows both.
    """
    settings = await add_database(stage, f"{kind}_{workers}")
    with serving(settings, "--no-worker", "--workers", str(workers)) as server:
        token = sign_in(server.url, "operator" if kind == "entries" else "guard")
        subjects = await add_subjects(settings, SUBJECTS) if kind == "entries" else []
        return [
            Round(
                load=await asyncio.to_thread(drive, server.url, kind, token, subjects, seconds, seed),
                anchor=await asyncio.to_thread(anchor.rate, stage.server, seconds),
            )
            for seed in range(rounds)
        ]


def share(rounds: list[Round]) -> float:
    """The median of load per yardstick, round by round."""
    return statistics.median(float(one.load["rate"]) / one.anchor for one in rounds)


def median_of(rounds: list[Round], name: str) -> float:
    """The median of one of the load's figures."""
    return statistics.median(float(one.load[name]) for one in rounds)
