"""A TCP proxy of our own between browser and server, which breaks exactly what a test asks it to."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from tests.servers import free_port

HEADERS_END = b"\r\n\r\n"


@dataclass(frozen=True)
class Asked:
    """One request of the browser, whole; header names are in small letters."""

    method: str
    path: str
    headers: dict[str, str]
    head: bytes
    body: bytes


async def ask(port: int, request: bytes, upto: int | None = None) -> bytes:
    """Send a request that closes (its first `upto` bytes, then the line is cut); the whole answer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(request[:upto])
        await writer.drain()
        return b"" if upto is not None else await reader.read()
    finally:
        writer.close()


@dataclass
class Exchange:
    """A request on its way: a fault decides what becomes of it."""

    asked: Asked
    browser: asyncio.StreamWriter
    server_port: int

    async def forward(self, upto: int | None = None) -> bytes:
        """Send the request (its first `upto` bytes, then the line is cut); the server's whole answer."""
        return await ask(self.server_port, self.asked.head + self.asked.body, upto)

    async def answer(self, raw: bytes) -> None:
        """Hand bytes to the browser."""
        self.browser.write(raw)
        await self.browser.drain()


Fault = Callable[[Exchange], Awaitable[None]]


async def pass_on(exchange: Exchange) -> None:
    """No fault: request and answer go through as they are, also an answer that never ends."""
    reader, writer = await asyncio.open_connection("127.0.0.1", exchange.server_port)
    try:
        writer.write(exchange.asked.head + exchange.asked.body)
        await writer.drain()
        while part := await reader.read(65536):
            await exchange.answer(part)
    finally:
        writer.close()


@dataclass
class Rule:
    """A fault for the requests whose "METHOD /path" the pattern is found in, the first `times` of them."""

    pattern: re.Pattern[str]
    fault: Fault
    times: int | None = None
    begun: int = 0
    done: int = 0
    _news: asyncio.Condition = field(default_factory=asyncio.Condition)

    def applies(self, asked: Asked) -> bool:
        """Whether this request is to meet the fault."""
        spent = self.times is not None and self.begun >= self.times
        return not spent and self.pattern.search(f"{asked.method} {asked.path}") is not None

    async def meet(self, exchange: Exchange) -> None:
        """Let the fault have the request."""
        self.begun += 1
        await self._tell()
        await self.fault(exchange)
        self.done += 1
        await self._tell()

    async def until_begun(self, times: int = 1, within_s: float = 30) -> None:
        """Wait until so many requests have come."""
        async with asyncio.timeout(within_s), self._news:
            await self._news.wait_for(lambda: self.begun >= times)

    async def until_done(self, times: int = 1, within_s: float = 30) -> None:
        """Wait until so many requests have had their fault to its end."""
        async with asyncio.timeout(within_s), self._news:
            await self._news.wait_for(lambda: self.done >= times)

    async def _tell(self) -> None:
        async with self._news:
            self._news.notify_all()


class Proxy:
    """Listens on a port of its own; every request gets a connection of its own to the server."""

    def __init__(self, server_port: int) -> None:
        self.port, self.server_port = free_port(), server_port
        self.asked: list[Asked] = []
        self._rules: list[Rule] = []
        self._listener: asyncio.Server | None = None
        self._open: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

    @property
    def url(self) -> str:
        """The address for browsers."""
        return f"http://127.0.0.1:{self.port}"

    def on(self, pattern: str, fault: Fault, times: int | None = None) -> Rule:
        """From now on let requests such as `PUT /api/v1/incidents/` meet a fault; the newest rule wins."""
        rule = Rule(re.compile(pattern), fault, times)
        self._rules.insert(0, rule)
        return rule

    def heal(self) -> None:
        """Forget every fault; what hangs now is cut."""
        self._rules.clear()
        self._cut_all()

    async def accept(self) -> None:
        """Listen, also again after `refuse`."""
        if self._listener is None:
            self._listener = await asyncio.start_server(self._serve, "127.0.0.1", self.port)

    async def refuse(self) -> None:
        """Nobody listens any more, and open connections are cut: the TCP of a dead zone."""
        if self._listener is not None:
            self._listener.close()
            self._listener = None
        self._cut_all()
        if self._open:
            await asyncio.wait(self._open)

    def requests(self, pattern: str) -> list[Asked]:
        """What came by so far and matches "METHOD /path"."""
        return [one for one in self.asked if re.search(pattern, f"{one.method} {one.path}")]

    def _cut_all(self) -> None:
        for task, writer in self._open.items():
            writer.transport.abort()
            task.cancel()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open[task] = writer
        try:
            await self._exchange(reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            writer.transport.abort()  # one side has gone; the other learns it
        finally:
            del self._open[task]
            writer.close()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked = await _read_request(reader)
        self.asked.append(asked)
        exchange = Exchange(asked, writer, self.server_port)
        rule = next((rule for rule in self._rules if rule.applies(asked)), None)
        await (rule.meet(exchange) if rule else pass_on(exchange))


async def _read_request(reader: asyncio.StreamReader) -> Asked:
    head = await reader.readuntil(HEADERS_END)
    first, *lines = head.decode("latin-1").strip().split("\r\n")
    method, path, _version = first.split(" ", 2)
    pairs = (line.partition(":") for line in lines)
    headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Asked(method, path, headers, _closing(head), body)


def _closing(head: bytes) -> bytes:
    """The same head asking the server to close after its answer, whose end is then easy to see."""
    kept = [line for line in head.strip().split(b"\r\n") if not line.lower().startswith(b"connection:")]
    return b"\r\n".join([*kept, b"Connection: close"]) + HEADERS_END
