"""A server killed again and again in the middle of reports: each stands once, as its receipt said."""

import asyncio
import contextlib
from random import Random
from uuid import UUID

import httpx

from api.journal.rebuilding import rebuild_municipality
from api.kit.env import Settings
from api.kit.ids import new_id
from tests.api.journal.projections import wrong
from tests.api.journal.town import Town, entry, frozen, path_to, put, report
from tests.servers import LiveServer, free_port, serving

SENDERS = 8
STABLE = ("id", "digest", "received_at", "receipt_no")
Receipts = dict[UUID, set[tuple[str, ...]]]


async def test_what_a_killed_server_was_told_stands_once_and_as_it_was_receipted(
    town: Town, settings: Settings, scale: int
) -> None:
    url, chance = f"http://127.0.0.1:{(port := free_port())}", Random(7)
    receipts: Receipts = {}
    stop = asyncio.Event()
    async with httpx.AsyncClient(base_url=url, timeout=10) as client:
        sending = [asyncio.create_task(_send(client, town, receipts, stop)) for _ in range(SENDERS)]
        for _ in range(2 * scale):
            with contextlib.ExitStack() as started:
                server = await asyncio.to_thread(started.enter_context, _served(settings, port))
                await _until_received(receipts, len(receipts) + 40)
                await asyncio.sleep(chance.random() / 10)
                server.kill()
        stop.set()
        with contextlib.ExitStack() as started:
            await asyncio.to_thread(started.enter_context, _served(settings, port))
            subjects = [subject for told in await asyncio.gather(*sending) for subject in told]
    assert {len(told) for told in receipts.values()} == {1}
    counts = await town.value(
        "SELECT array_agg(n) FROM (SELECT count(*) AS n FROM journal"
        " WHERE municipality_id = $1 AND id = ANY($2) GROUP BY id) AS ids",
        list(receipts),
    )
    assert counts == [1] * len(receipts)
    assert await wrong(town, subjects) == []
    await rebuild_municipality(town.journal, town.id)
    assert await wrong(town, subjects) == []


async def _until_received(receipts: Receipts, number: int) -> None:
    for _ in range(6000):
        if len(receipts) >= number:
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"only {len(receipts)} of {number} facts were received in a minute")


def _served(settings: Settings, port: int) -> contextlib.AbstractContextManager[LiveServer]:
    return serving(settings, "--no-worker", port=port)


async def _send(client: httpx.AsyncClient, town: Town, receipts: Receipts, stop: asyncio.Event) -> list[UUID]:
    """Reports with an entry each, until told to stop; each sent until answered, and once more."""
    subjects = []
    while not stop.is_set():
        subject, more = new_id(), new_id()
        note = entry("note", note="mer")
        facts = ((subject, path_to(subject), report()), (more, path_to(subject, more), note))
        for fact_id, path, body in facts:
            raw = frozen(body)
            receipts[fact_id] = {await _delivered(client, town, path, raw) for _ in range(2)}
        subjects.append(subject)
    return subjects


async def _delivered(client: httpx.AsyncClient, town: Town, path: str, raw: bytes) -> tuple[str, ...]:
    while True:
        with contextlib.suppress(httpx.TransportError):
            answer = await put(client, town.guard, path, raw)
            if answer.is_success:
                return tuple(answer.json()["receipt"][name] for name in STABLE)
            assert answer.status_code >= 500, answer.text
        await asyncio.sleep(0.05)
