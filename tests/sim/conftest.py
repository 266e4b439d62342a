"""The server of the simulator's nights, and the proxy that stands before it."""

import faulthandler
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi import FastAPI

from api.kit.env import Settings
from tests.api.journal.town import Town, settle
from tests.databases import Addresses
from tests.e2e.proxy import Proxy
from tests.servers import serving
from tests.sim import oracle
from tests.sim.faults import as_asked
from tests.sim.nights import Night, live

Found = Callable[[str], Awaitable[Town]]


@dataclass(frozen=True)
class Ground:
    """Where nights are lived: one real server behind the proxy, and its database."""

    proxy: Proxy
    log: Path
    database: Addresses
    digest_key: bytes

    async def live(
        self, program: Path, towns: list[Town], seeds: Iterable[int]
    ) -> tuple[list[Night], list[oracle.Wrong]]:
        """The nights of these seeds, and everything that is wrong after them."""
        self.proxy.asked.clear()
        server_url = f"http://127.0.0.1:{self.proxy.server_port}"
        nights = await live(program, towns, server_url, self.proxy.url, seeds)
        found = await oracle.stored(self.database.admin_url, towns)
        return nights, oracle.wrong(nights, found, self.digest_key)

    def errors(self) -> list[str]:
        """What the server logged as its own failures; a phone that is cut off is none."""
        lines = self.log.read_text(encoding="utf-8").splitlines()
        return [line for line in lines if '"level": "error"' in line]


@pytest.fixture(autouse=True)
def patient() -> None:
    """Whole nights and many lives take longer than what elsewhere is taken for hanging."""
    faulthandler.cancel_dump_traceback_later()


@pytest.fixture(scope="module")
async def ground(app: FastAPI, settings: Settings, database: Addresses) -> AsyncIterator[Ground]:
    """A server without worker, which no phone needs."""
    with serving(settings, "--no-worker") as server:
        proxy = Proxy(int(server.url.rsplit(":", 1)[1]))
        proxy.on("", as_asked)
        await proxy.accept()
        yield Ground(proxy, server.log, database, app.state.journal.keys.digest)
        await proxy.refuse()


@pytest.fixture(scope="module")
def found(app: FastAPI, database: Addresses) -> Found:
    """Found towns: nights with the same seeds need towns of their own."""

    async def one(slug: str) -> Town:
        return await settle(app, database.owner_url, slug)

    return one
