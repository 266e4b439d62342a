"""Clients that begin and never end a request keep nobody else waiting."""

import asyncio
import resource
import statistics
import time
from contextlib import AsyncExitStack
from urllib.parse import urlsplit

import httpx
import pytest

from tests.api.access.town import Member
from tests.servers import LiveServer

HALF_OPEN, ASKED, MOST_S = 2000, 300, 1.0
_BEGUN = (
    b"GET /api/v1/field-kit HTTP/1.1\r\nHost: x\r\nX-Slow: ",
    b"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 99999\r\n\r\n{",
)


async def test_two_thousand_half_open_requests_delay_nobody(
    live_server: LiveServer, client: httpx.AsyncClient, people: dict[str, Member], scale: int
) -> None:
    if scale == 1:
        pytest.skip("make torture opens them")
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    address, headers, taken = urlsplit(live_server.url), people["guard"].headers, list[float]()
    async with AsyncExitStack() as opened:
        for number in range(HALF_OPEN):
            _, writer = await asyncio.open_connection(address.hostname, address.port)
            opened.callback(writer.close)
            writer.write(_BEGUN[number % 2])
        for _ in range(ASKED):
            began = time.perf_counter()
            assert (await client.get("/api/v1/session", headers=headers)).status_code == 200
            taken.append(time.perf_counter() - began)
    assert statistics.quantiles(taken, n=100)[98] <= MOST_S
