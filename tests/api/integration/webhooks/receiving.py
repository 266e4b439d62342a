"""Receivers of webhooks on this machine: real HTTP servers that take, fail, stall, redirect or drop."""

import asyncio
import json
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from tests.architecture.project import ROOT

VERIFIER = ROOT / "tests/peers/verify-webhook.mjs"
OK, FAILURE = b"204 No Content", b"500 Internal Server Error"


@dataclass(frozen=True)
class Message:
    """One request as it came."""

    headers: Mapping[str, str]
    raw: bytes

    @property
    def said(self) -> Any:
        return json.loads(self.raw)

    @property
    def record(self) -> Any:
        return self.said["data"]


@dataclass
class Receiver:
    """A server whose answer to each message is what `answer` says: a status line, or None to hang up."""

    answer: Callable[[Message], bytes | None] = lambda _message: OK
    stall_s: float = 0.0
    got: list[Message] = field(default_factory=list)
    url: str = ""
    closing: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")[1:-2]
        headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in head)}
        message = Message(headers, await reader.readexactly(int(headers.get("content-length", 0))))
        self.got.append(message)
        with suppress(TimeoutError):
            await asyncio.wait_for(self.closing.wait(), self.stall_s)
        if (status := self.answer(message)) is not None:
            writer.write(b"HTTP/1.1 " + status + b"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        writer.close()

    async def until(self, count: int, limit_s: float = 30.0) -> list[Message]:
        """The messages, once there are so many."""
        for _ in range(int(limit_s * 20)):
            if len(self.got) >= count:
                return self.got
            await asyncio.sleep(0.05)
        raise AssertionError(f"{len(self.got)} of {count} messages came")


@asynccontextmanager
async def receiving(receiver: Receiver) -> AsyncIterator[Receiver]:
    """Let it listen on a free port."""
    async with await asyncio.start_server(receiver.take, "127.0.0.1", 0) as server:
        receiver.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook"
        yield receiver
        receiver.closing.set()


async def verified(secret: str, message: Message) -> bool:
    """Whether the independent library takes the message for genuine; for others it gives a reason."""
    told = {"secret": secret, "headers": dict(message.headers), "body": message.raw.decode()}
    asked = await asyncio.create_subprocess_exec("node", str(VERIFIER), stdin=PIPE, stdout=PIPE)
    verdict = json.loads((await asked.communicate(json.dumps(told).encode()))[0])
    assert "verified" in verdict or verdict["refused"]
    return "verified" in verdict and verdict["verified"] == message.said
