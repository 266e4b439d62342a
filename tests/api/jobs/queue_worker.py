"""A worker process of the tests: its jobs mark what they do, and may be slow or fail."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO, Any

from api.jobs.worker import run_worker
from api.kit.db import Database
from api.kit.env import read_settings
from api.kit.logs import configure_logs
from tests.databases import Addresses

MARKS = """
CREATE TABLE marks (
  job uuid NOT NULL, what text NOT NULL, pid integer NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp())
"""
SECRET = "ring Karin på 070-123 45 67"  # what an error might quote of somebody's words


async def work(url: str, names: Sequence[str]) -> None:
    """Do jobs of these names until told to stop."""
    database = Database(url, size=4)

    async def mark(job: Any, what: str) -> int:
        async with database.bound(None) as connection:
            marked = "INSERT INTO marks (job, what, pid) VALUES ($1, $2, $3)"
            await connection.execute(marked, job, what, os.getpid())
            return int(await connection.fetchval("SELECT count(*) FROM marks WHERE job = $1", job))

    async def slow(arguments: Mapping[str, Any]) -> None:
        if await mark(arguments["job"], "started") == 1:  # whoever takes it over is quick
            await asyncio.sleep(arguments["tenths"] / 10)
        await mark(arguments["job"], "done")

    async def failing(arguments: Mapping[str, Any]) -> None:
        if await mark(arguments["job"], "started") <= arguments["times"]:
            raise ValueError(SECRET)
        await mark(arguments["job"], "done")

    async def nothing() -> None:
        return None

    handlers = {"slow": slow, "long": slow, "failing": failing}
    chosen = {name: handlers[name] for name in names}
    await run_worker(url, database, (), chosen, nothing, read_settings(data_dir=os.devnull))


@dataclass(frozen=True)
class Worker:
    """Such a process, and what it logged."""

    process: subprocess.Popen[bytes]
    log: IO[bytes]

    def logged(self) -> str:
        self.log.seek(0)
        return self.log.read().decode()


@contextmanager
def worker(database: Addresses, *names: str) -> Iterator[Worker]:
    """A worker that does jobs of these names; killed at the end if it still runs."""
    command = [sys.executable, "-m", "tests.api.jobs.queue_worker", database.worker_url, *names]
    with TemporaryFile() as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            yield Worker(process, log)
        finally:
            process.kill()
            process.wait()


if __name__ == "__main__":
    configure_logs()
    asyncio.run(work(sys.argv[1], sys.argv[2:]))
