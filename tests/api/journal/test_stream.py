"""The stream in real processes: alive every three seconds, without gaps, and ended when it must."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import httpx
import pytest

from api.access.actors import token_text
from api.kit.ids import new_id
from tests.api.access.town import device_body
from tests.api.journal.listening import STREAM, Event, events
from tests.api.journal.town import Person, Town, path_to, put, report
from tests.api.journal.writing import slow_report
from tests.servers import LiveServer

MOST_BETWEEN_HEARTBEATS_S = 3.5
MOST_AFTER_THE_END_S = 5.0
MOST_WITHOUT_A_HEARTBEAT_S = 2.0
SOON = 10.0


@pytest.fixture
async def live(live_server: LiveServer) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the real server."""
    async with httpx.AsyncClient(base_url=live_server.url, timeout=20) as client:
        yield client


async def test_heartbeats_come_with_time_cursor_and_counts_while_reports_do(
    live: httpx.AsyncClient, town: Town
) -> None:
    beats: list[Event] = []
    writing = asyncio.create_task(_report_now_and_then(live, town, 6.0))
    async with aclosing(events(live, town.coordinator)) as stream:
        async for event in stream:
            beats += [event] if event.name == "heartbeat" else []
            if len(beats) == 3:
                break
    written = await writing
    gaps = [later.at - earlier.at for earlier, later in pairwise(beats)]
    assert max(gaps) <= MOST_BETWEEN_HEARTBEATS_S
    for beat in beats:
        told = datetime.fromisoformat(beat.data["server_time"])
        assert abs(told - datetime.now(UTC)) < timedelta(seconds=20)
        assert beat.id == beat.data["cursor"]
    counts = [beat.data["counts"]["incidents"] for beat in beats]
    assert counts == sorted(counts) and 0 < counts[-1] - counts[0] <= written


async def test_a_reader_who_is_cut_and_comes_back_misses_nothing_round_a_slow_writer(
    live: httpx.AsyncClient, town: Town
) -> None:
    await town.settled()
    last, seen, written = await _now(live, town.coordinator), list[UUID](), set[UUID]()

    async def read(until: UUID | None) -> None:
        """Read until a report, or for a moment; then leave as a laptop's lid does."""
        nonlocal last
        async with asyncio.timeout(SOON if until else 0.4), aclosing(_stream(live, town, last)) as stream:
            async for event in stream:
                last = event.id or last
                seen.extend([UUID(event.data["id"])] if event.name == "record" else [])
                if event.name == "record" and seen[-1] == until:
                    return

    async with slow_report(town) as slow:
        written.add(slow)
        for _ in range(4):
            written.add(fact_id := new_id())
            assert (await put(live, town.guard, path_to(fact_id), report())).status_code == 201
            with pytest.raises(TimeoutError):
                await read(None)
    await put(live, town.guard, path_to(final := new_id()), report())
    await read(final)
    assert len(seen) == len(set(seen))
    assert set(seen) == written | {final}


async def test_what_is_recorded_is_on_the_stream_at_once(live: httpx.AsyncClient, town: Town) -> None:
    """Also when another process recorded it: this test's own app beside the server's.

    By heartbeats alone each of the three would take about three seconds, so that the quickest tells.
    """
    loop = asyncio.get_running_loop()
    took: list[float] = []
    async with aclosing(events(live, town.coordinator)) as stream:
        await anext(stream)
        for _ in range(3):
            async with slow_report(town) as fact_id:
                pass
            town.journal.wake.touch(town.id)
            sent = loop.time()
            event = await _record(stream)
            assert (event.data["id"], event.data["kind"]) == (str(fact_id), "incident.reported")
            took.append(loop.time() - sent)
    assert min(took) < MOST_WITHOUT_A_HEARTBEAT_S, took


async def test_a_stream_ends_when_its_reader_may_read_no_more(live: httpx.AsyncClient, town: Town) -> None:
    ends = {
        "signed out": "UPDATE tokens SET revoked_at = now() WHERE municipality_id = $1 AND person_id = $2",
        "role removed": "UPDATE people SET roles = '{admin}' WHERE municipality_id = $1 AND id = $2",
        "disabled": "UPDATE people SET disabled_at = now() WHERE municipality_id = $1 AND id = $2",
    }
    codes = await asyncio.gather(*(_ended_by(live, town, statement) for statement in ends.values()))
    assert codes == ["not_signed_in", "forbidden", "not_signed_in"]


async def _ended_by(live: httpx.AsyncClient, town: Town, statement: str) -> str:
    person = await town.join("coordinator")
    async with aclosing(events(live, person)) as stream:
        await anext(stream)
        async with town.inside() as connection:
            await connection.execute(statement, town.id, person.id)
        async with asyncio.timeout(MOST_AFTER_THE_END_S):
            last = [event async for event in stream][-1]
    assert last.name == "ended"
    return str(last.data["code"])


async def test_a_stream_ends_when_its_phone_is_revoked(live: httpx.AsyncClient, town: Town) -> None:
    person, body, path = await town.join("guard"), device_body(), f"/api/v1/devices/{new_id()}"
    assert (await live.put(path, json=body, headers=person.headers)).status_code == 201
    device = {"Authorization": f"Bearer {token_text(town.id, body['secret'])}"}
    async with aclosing(events(live, person)) as stream:
        await anext(stream)
        lost = {"reason": "borttappad"}
        told = await live.post(f"{path}/revoke", json=lost, headers=town.coordinator.headers)
        assert told.status_code == 204, told.text
        for headers in (person.headers, device):  # asked anew they are refused at once
            asked = await live.post("/api/v1/receipts/query", json=[], headers=headers)
            assert asked.status_code == 401
        async with asyncio.timeout(MOST_AFTER_THE_END_S):
            last = [event async for event in stream][-1]
    assert (last.name, last.data["code"]) == ("ended", "not_signed_in")


async def test_a_reader_without_text_gets_none(live: httpx.AsyncClient, town: Town) -> None:
    async with aclosing(events(live, town.reader)) as stream:
        await anext(stream)
        body = report(note="krossad ruta", place="Storgatan 9", category="burglary")
        await put(live, town.guard, path_to(new_id()), body)
        event = await _record(stream)
    assert event.data["body"]["category"] == "burglary"
    assert "krossad" not in str(event.data) and "Storgatan" not in str(event.data)


async def test_who_may_not_read_gets_no_stream(live: httpx.AsyncClient, town: Town) -> None:
    for headers, status in ((town.admin.headers, 403), ({}, 401), ({"Authorization": "Bearer x"}, 401)):
        answer = await live.get(STREAM, headers=headers)
        assert answer.status_code == status
        assert answer.headers["content-type"] == "application/problem+json"


def _stream(live: httpx.AsyncClient, town: Town, last: str) -> Any:
    return events(live, town.coordinator, last)


async def _now(live: httpx.AsyncClient, person: Person) -> str:
    """The cursor that a first heartbeat gives."""
    async with aclosing(events(live, person)) as stream:
        return str((await anext(stream)).id)


async def _record(stream: Any) -> Event:
    async with asyncio.timeout(SOON):
        while True:
            event: Event = await anext(stream)
            if event.name == "record":
                return event


async def _report_now_and_then(live: httpx.AsyncClient, town: Town, seconds: float) -> int:
    written, end = 0, asyncio.get_running_loop().time() + seconds
    while asyncio.get_running_loop().time() < end:
        await put(live, town.guard, path_to(new_id()), report())
        written += 1
        await asyncio.sleep(0.1)
    return written
