"""Twenty phones send while server, database and worker are killed: each report stands once (P-A2)."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from api import commands
from api.app import create_app
from api.journal.rebuilding import rebuild_municipality
from api.kit.embedded import EmbeddedServer, running
from api.kit.env import Settings
from api.kit.keys import keys_from
from api.kit.migrating import migrate
from api.kit.secret import read_secret
from tests.api.journal.town import Town, settle
from tests.databases import settings_on
from tests.e2e.proxy import Proxy
from tests.servers import environment, free_port
from tests.sim import oracle, proof
from tests.sim.faults import as_asked
from tests.sim.nights import Night, addresses, bundle, people, run

pytestmark = pytest.mark.db  # though its server is none of the session's
PHONES, REPORTS = 20, 250
POINTS = {  # where a life of the server ends (F9), and after how many passes
    "before_begin": 40,
    "after_insert": 40,
    "before_commit": 40,
    "after_commit": 40,
    "before_rename": 4,
    "after_rename": 4,
    "any_time": 40,
}
LIVES = 14  # and more, until each point has been met
MOST_LIVES = 3 * LIVES
DATABASE_DIES_AFTER = 6  # lives of the server, and again
LONGEST_LIFE_S = 12  # what leads to a point may be held back: such a life ends at any time
LONGEST_S = 120  # of waiting for what must come
_INCIDENTS = "SELECT string_agg(i::text, '\n' ORDER BY id) FROM incidents i WHERE municipality_id = $1"
_RECORDS = "SELECT count(*) FROM journal WHERE municipality_id = $1"
_UNSEARCHED = """
SELECT count(*) FROM incidents i WHERE municipality_id = $1 AND NOT EXISTS (
  SELECT FROM incident_search s WHERE (s.municipality_id, s.incident_id) = (i.municipality_id, i.id))
"""


@dataclass
class Ground:
    """The processes that are killed, and the town they serve."""

    settings: Settings
    cluster: EmbeddedServer
    town: Town
    deaths: Counter[str] = field(default_factory=Counter)

    @contextmanager
    def started(self, *words: str) -> Iterator[subprocess.Popen[bytes]]:
        """A process of ours, killed at the end with all of its own if it still lives."""
        command = [sys.executable, "-m", *words]
        with (self.settings.data_dir / f"{words[0]}.log").open("ab") as log:
            process = subprocess.Popen(
                command, env=environment(self.settings), stdout=log, stderr=log, start_new_session=True
            )
        try:
            yield process
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def served(self, *mortal: str) -> AbstractContextManager[subprocess.Popen[bytes]]:
        """A server, which may be one that dies at a point."""
        words = ("tests.sim.mortal", *mortal) if mortal else ("api.cli",)
        return self.started(*words, "run", "--no-worker", "--port", str(self.settings.port))

    async def live_until(self, point: str) -> None:
        """A life of the server that ends at a point of its work."""
        with self.served(point, str(POINTS[point])) as server:
            try:
                assert await asyncio.to_thread(server.wait, LONGEST_LIFE_S) == -signal.SIGKILL
            except subprocess.TimeoutExpired:
                print(f"no server came to {point} in {LONGEST_LIFE_S} s")
                point = "any_time"
        self.deaths[_death(point)] += 1

    async def lose_the_database(self) -> None:
        """The server lives on while its database is killed and started again."""
        with self.served():
            await self.until_recorded(100)
            pid = (self.cluster.folder / "data/postmaster.pid").read_text().split(maxsplit=1)[0]
            os.kill(int(pid), signal.SIGKILL)
            with running(self.cluster.folder.parent):
                await self.until_recorded(100)
        self.deaths["database"] += 1

    async def until_recorded(self, more: int) -> None:
        """Wait until so many more records stand."""
        wanted = await self.ask(_RECORDS) + more
        await self._until(_RECORDS, lambda records: records >= wanted)

    async def until_searchable(self) -> None:
        """Wait until the worker's follower has seen everything."""
        await self._until(_UNSEARCHED, lambda left: left == 0)

    async def _until(self, sql: str, enough: Callable[[int], bool]) -> None:
        for _ in range(10 * LONGEST_S):
            if enough(await self.ask(sql)):
                return
            await asyncio.sleep(0.1)
        raise AssertionError(f"still not after {LONGEST_S} s: {sql}")

    async def ask(self, sql: str) -> Any:
        """A value about the town, as the superuser."""
        connection = await asyncpg.connect(self.cluster.admin_url)
        try:
            return await connection.fetchval(sql, self.town.id)
        finally:
            await connection.close()

    async def check_rebuilding(self) -> None:
        """What the tables say is what the journal tells."""
        before = await self.ask(_INCIDENTS)
        async with commands.bench(self.settings) as bench:
            await rebuild_municipality(bench.house.journal, self.town.id)
        assert await self.ask(_INCIDENTS) == before


@pytest.fixture
async def ground(tmp_path: Path) -> AsyncIterator[Ground]:
    """A database server that only this proof kills, and a municipality on it."""
    folder = Path(tempfile.mkdtemp(prefix="ledljus-"))
    with running(folder) as cluster:
        settings = settings_on(cluster, tmp_path, port=free_port())
        await migrate(cluster.owner_url)
        app = create_app(settings)
        async with app.router.lifespan_context(app):
            town = await settle(app, cluster.owner_url, "bergby")
        yield Ground(settings, cluster, town)
    shutil.rmtree(folder)


@pytest.fixture
async def proxy(ground: Ground) -> AsyncIterator[Proxy]:
    """The way to whichever server lives."""
    proxy = Proxy(ground.settings.port)
    proxy.on("", as_asked)
    await proxy.accept()
    yield proxy
    await proxy.refuse()


async def test_killed_processes_lose_and_double_nothing(
    ground: Ground, proxy: Proxy, tmp_path: Path, scale: int
) -> None:
    program = bundle(tmp_path / "sender.mjs", main="sender.ts")
    async with asyncio.timeout(LONGEST_S * LIVES * scale), asyncio.TaskGroup() as group:
        phones = [
            group.create_task(_phone(program, ground, proxy, seed, REPORTS * scale)) for seed in range(PHONES)
        ]
        await _die_again_and_again(ground, scale)
        assert not all(phone.done() for phone in phones), "all was sent before the last died"
        with ground.served(), ground.started("api.cli", "worker"):
            nights = [await phone for phone in phones]
            await ground.until_searchable()
    stored = await oracle.stored(ground.cluster.admin_url, [ground.town])
    assert oracle.wrong(nights, stored, keys_from(read_secret(ground.settings)).digest) == []
    await ground.check_rebuilding()
    print(proof.publish("Processes", proof.of_processes(nights, ground.deaths)))


async def _die_again_and_again(ground: Ground, scale: int) -> None:
    """Let server and worker, now and then the database too, die until each point has been met."""
    points = set(map(_death, POINTS))
    for life, point in enumerate(islice(cycle(POINTS), MOST_LIVES * scale), 1):
        with ground.started("api.cli", "worker"):  # killed with the server's life
            await ground.live_until(point)
            if life % DATABASE_DIES_AFTER == 0:
                await ground.lose_the_database()
        ground.deaths["worker"] += 1
        if life % scale == 0:
            await ground.check_rebuilding()
        if life >= LIVES * scale and points <= ground.deaths.keys():
            return
    raise AssertionError(f"no server died at {points - ground.deaths.keys()}")


def _death(point: str) -> str:
    return f"server, {point.replace('_', ' ')}"


async def _phone(program: Path, ground: Ground, proxy: Proxy, seed: int, reports: int) -> Night:
    url = f"http://127.0.0.1:{ground.settings.port}"
    own = {"seed": seed, "reports": reports, "town": people(ground.town)}
    (night,) = await run(program, {**addresses(url, proxy.url), **own})
    return night
