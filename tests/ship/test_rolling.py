"""A new version is rolled out under load: two servers take turns, and nobody notices (P-K5)."""

import asyncio
from collections import Counter
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

import httpx
import pytest

from api.kit.env import Settings
from api.kit.ids import new_id
from api.kit.keys import keys_from
from api.kit.secret import read_secret
from tests.api.journal.town import Town, path_to, put, report, settle
from tests.databases import Addresses
from tests.e2e.proxy import Exchange, Proxy
from tests.servers import LiveServer, free_port, serving
from tests.sim import oracle
from tests.sim.faults import HEADER, as_asked
from tests.sim.nights import addresses, bundle, people, run

ROLLS, PHONES, REPORTS = 1, 2, 40
SENDERS, PAUSE_S = 4, 0.05
LONGEST_S = 60  # of one roll of both


@dataclass
class Pair:
    """Two servers on one database, and what a proxy knows of them."""

    settings: Settings
    ports: tuple[int, int] = field(default_factory=lambda: (free_port(), free_port()))
    asked: Counter[int] = field(default_factory=Counter)

    async def forward(self, exchange: Exchange) -> None:
        """Let one of them have the request, or the other when not a byte came back.

        So does nginx of itself (`proxy_next_upstream`): a PUT may be sent twice, here above all.
        """
        for port in sorted(self.ports, key=lambda port: self.asked[port]):
            exchange.server_port = port
            with suppress(OSError):
                if HEADER in exchange.asked.headers:
                    await as_asked(exchange)
                    return
                if answer := await exchange.forward():
                    self.asked[port] += 1
                    await exchange.answer(answer)
                    return
        exchange.browser.transport.abort()

    def serve(self, port: int, stack: ExitStack) -> LiveServer:
        """Start one of them; it is healthy when this returns."""
        return stack.enter_context(serving(self.settings, "--no-worker", port=port))


async def test_a_rollout_under_load_is_noticed_by_nobody(
    settings: Settings, database: Addresses, town: Town, tmp_path: Path, scale: int
) -> None:
    pair, rolled = Pair(settings), asyncio.Event()
    proxy = Proxy(pair.ports[0])
    proxy.on("", pair.forward)
    await proxy.accept()
    program = bundle(tmp_path / "sender.mjs", main="sender.ts")
    with ExitStack() as first, ExitStack() as second:
        stacks = dict(zip(pair.ports, (first, second), strict=True))
        for port, stack in stacks.items():
            await asyncio.to_thread(pair.serve, port, stack)
        async with asyncio.timeout(LONGEST_S * (1 + ROLLS * scale)), asyncio.TaskGroup() as group:
            job = {**addresses(proxy.url, proxy.url), "reports": REPORTS * scale, "town": people(town)}
            phones = [group.create_task(run(program, {**job, "seed": seed})) for seed in range(PHONES)]
            senders = [group.create_task(_send(proxy, town, rolled)) for _ in range(SENDERS)]
            for _, (port, stack) in zip(range(2 * ROLLS * scale), cycle(stacks.items()), strict=False):
                await asyncio.to_thread(stack.close)  # SIGTERM, and what is under way is answered
                await asyncio.to_thread(pair.serve, port, stack)
            rolled.set()
        nights = [night for phone in phones for night in phone.result()]
        answers = sum((sender.result() for sender in senders), Counter[str]())
    await proxy.refuse()
    assert answers.keys() == {"201"}, "each was taken at its first try"
    stored = await oracle.stored(database.admin_url, [town])
    assert oracle.wrong(nights, stored, keys_from(read_secret(settings)).digest) == []
    assert min(pair.asked.values()) > answers.total() / 4, "both had their share"


async def _send(proxy: Proxy, town: Town, rolled: asyncio.Event) -> Counter[str]:
    """Send reports one after the other, each once; what came of them, by status or failure."""
    answers = Counter[str]()
    async with httpx.AsyncClient(base_url=proxy.url, timeout=20) as client:
        while not rolled.is_set():
            try:
                answer = await put(client, town.guard, path_to(new_id()), report())
                answers[str(answer.status_code)] += 1
            except httpx.TransportError as error:
                answers[type(error).__name__] += 1
            await asyncio.sleep(PAUSE_S)
    return answers


@pytest.fixture(scope="module")
async def town(app, database: Addresses) -> Town:  # type: ignore[no-untyped-def]
    """A municipality."""
    return await settle(app, database.owner_url, "bergby")
