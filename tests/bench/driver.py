"""A load process of its own: 32 connections, each sending its next request when it has its answer."""

import asyncio
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, cast

import orjson
import uvloop

from tests.bench.bodies import requests


@dataclass
class Load:
    """What is left to send, and what came back."""

    left: Iterator[bytes]
    latencies: list[tuple[float, float]] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    over: bool = False


class Client(asyncio.Protocol):
    """One kept-alive connection; answers have a Content-Length."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._answer, self._sent, self._length = b"", 0.0, 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Send the first request."""
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is none by its class
        self._send()

    def data_received(self, data: bytes) -> None:
        """Note a whole answer and send the next request."""
        self._answer = self._answer + data if self._answer else data
        if not self._length:
            end = self._answer.find(b"\r\n\r\n")
            if end < 0:
                return
            head = self._answer[:end].lower()
            self._length = end + 4 + int(head.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
        if len(self._answer) >= self._length:
            now = time.perf_counter()
            self._load.latencies.append((now, now - self._sent))
            self._load.statuses[int(self._answer[9:12])] += 1
            self._answer, self._length = b"", 0
            self._send()

    def _send(self) -> None:
        request = None if self._load.over else next(self._load.left, None)
        if request is None:
            self._transport.close()
            return
        self._sent = time.perf_counter()
        self._transport.write(request)


async def drive(job: dict[str, Any]) -> dict[str, Any]:
    """Run one job; rate and latencies count only after the warm-up."""
    made = list(requests(job["kind"], job["token"], job["subjects"], job["most"], job["seed"]))
    load = Load(iter(made))
    loop = asyncio.get_running_loop()
    for _ in range(job["connections"]):
        await loop.create_connection(lambda: Client(load), "127.0.0.1", job["port"])
    await asyncio.sleep(job["warm_s"])
    began = time.perf_counter()
    await asyncio.sleep(job["seconds"])
    ended, load.over = time.perf_counter(), True
    await asyncio.sleep(0.5)
    took = sorted(latency for at, latency in load.latencies if began <= at < ended)
    if not took:
        raise SystemExit(f"no answer in time; before and after: {dict(load.statuses)}")
    return {
        "rate": len(took) / (ended - began),
        "p50_ms": 1000 * took[len(took) // 2],
        "p99_ms": 1000 * took[len(took) * 99 // 100],
        "statuses": {str(status): count for status, count in load.statuses.items()},
    }


if __name__ == "__main__":
    done = uvloop.run(drive(orjson.loads(sys.stdin.buffer.read())))
    sys.stdout.buffer.write(orjson.dumps(done))
