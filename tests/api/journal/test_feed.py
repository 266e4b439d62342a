"""Who follows the journal by cursor misses nothing, however slow a writer is, and sees only their own."""

from uuid import UUID

import httpx
import pytest

from api.journal import feed
from api.journal.rules import Cursor
from api.kit.ids import new_id
from tests.api.journal.listening import FEED, read_all, read_now
from tests.api.journal.town import Town, entry, path_to, put, report
from tests.api.journal.writing import slow_report
from tests.databases import Addresses, ask

TEXT = "Rutan mot gården är krossad"


async def test_a_slow_transaction_is_not_skipped(client: httpx.AsyncClient, town: Town) -> None:
    assert await _missed(client, town) == set()


async def test_the_same_check_finds_what_a_feed_without_the_snapshot_skips(
    client: httpx.AsyncClient, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("_AFTER", "_NEWEST"):
        monkeypatch.setattr(feed, name, getattr(feed, name).replace(feed.READABLE, "true"))
    assert len(await _missed(client, town)) == 1


async def _missed(client: httpx.AsyncClient, town: Town) -> set[UUID]:
    """What a reader who pages all the time never saw, of what was written round a slow transaction."""
    cursor = await _end(client, town)
    seen: list[UUID] = []

    async def read() -> None:
        nonlocal cursor
        items, cursor = await read_now(client, town.coordinator, cursor)
        seen.extend(UUID(one["id"]) for one in items)

    written = set()
    async with slow_report(town) as slow:
        written.add(slow)
        for _ in range(5):
            written.add(fact_id := new_id())
            await put(client, town.guard, path_to(fact_id), report())
            await read()
    await town.settled()
    await read()
    assert len(seen) == len(set(seen))
    assert set(seen) <= written
    return written - set(seen)


async def test_pages_follow_each_other_without_gap_or_double(client: httpx.AsyncClient, town: Town) -> None:
    cursor, written = await _end(client, town), []
    for _ in range(7):
        written.append(str(new_id()))
        await put(client, town.guard, path_to(UUID(written[-1])), report())
    for limit in (1, 2, 3, 200):
        items, end = await read_all(client, town, "coordinator", cursor, limit)
        assert [one["id"] for one in items] == written
        assert await read_all(client, town, "coordinator", end, limit) == ([], end)
    only = (await client.get(f"{FEED}?kind=incident.noted", headers=town.coordinator.headers)).json()
    assert only["items"] == [] and only["next"] != ""


async def test_cursors_of_nothing_are_gone_and_nonsense_is_refused(
    client: httpx.AsyncClient, town: Town, other_town: Town
) -> None:
    await put(client, other_town.guard, path_to(new_id()), report())
    theirs = await _end(client, other_town)
    gone = [Cursor(1, 2**40, 7).text(), Cursor(9, 1, 1).text(), theirs]
    nonsense = ["x", "MS4y", "LTEuMS4x", "å", "A" * 100, "MS4xLjk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OQ"]
    for cursors, status, code in ((gone, 410, "unknown_cursor"), (nonsense, 422, "bad_cursor")):
        for cursor in cursors:
            for path in (FEED, f"{FEED}/stream"):
                answer = await client.get(path, params={"after": cursor}, headers=town.guard.headers)
                assert (answer.status_code, answer.json()["code"]) == (status, code), cursor


async def test_a_new_epoch_goes_on_and_cursors_of_the_old_one_still_work(
    client: httpx.AsyncClient, town: Town, database: Addresses
) -> None:
    start, written = await _end(client, town), []

    async def write() -> str:
        written.append(str(new_id()))
        await put(client, town.guard, path_to(UUID(written[-1])), report())
        return await _end(client, town)

    cursors = [start, await write()]
    await ask(
        database.worker_url,
        "INSERT INTO journal_epochs (epoch, reason) SELECT max(epoch) + 1, 'restored' FROM journal_epochs",
        "SELECT 1",
    )
    cursors += [await write(), await write()]
    for place, cursor in enumerate(cursors):
        items, end = await read_all(client, town, "coordinator", cursor, 2)
        assert [one["id"] for one in items] == written[place:]
        assert end == cursors[-1]


async def test_the_feed_holds_what_somebody_may_see_and_read(client: httpx.AsyncClient, town: Town) -> None:
    cursor, subject, person = await _end(client, town), new_id(), town.people
    await put(client, town.guard, path_to(subject), report(note=TEXT, place="Storgatan 9"))
    bodies = [
        entry("note", note=TEXT),
        entry("correction", note=TEXT, place="Storgatan 11", reason="Storgatan", fields={"cost_sek": 7}),
        entry("status", status="resolved", reason="Storgatan"),
        entry("handed_over", receiver="Storgatan AB", reference="Storgatan"),
        entry("summoned", summoned=["police"], note=TEXT),
    ]
    for body in bodies:
        assert (await put(client, town.coordinator, path_to(subject, new_id()), body)).status_code == 201
    seen = {name: (await read_all(client, town, name, cursor))[0] for name in person if name != "admin"}
    assert {name: len(items) for name, items in seen.items()} == {
        "guard": 6, "colleague": 6, "coordinator": 6, "reader": 6, "stranger": 0,
    }  # fmt: skip
    assert TEXT in str(seen["colleague"]) and "Storgatan 11" in str(seen["coordinator"])
    assert TEXT not in str(seen["reader"]) and "Storgatan" not in str(seen["reader"])
    assert seen["reader"][0]["body"]["category"] == "vandalism"
    refused = await client.get(FEED, headers=person["admin"].headers)
    assert refused.status_code == 403


async def test_kinds_without_a_reader_are_in_no_feed(client: httpx.AsyncClient, town: Town) -> None:
    """Register changes say nothing on the wire until a feature says who may see them."""
    kinds = await town.value(
        "SELECT array_agg(DISTINCT kind) FROM journal WHERE municipality_id = $1 AND kind LIKE '%.changed'"
    )
    assert {"person.changed", "organisation.changed", "category.changed"} <= set(kinds)
    for name in ("coordinator", "guard", "reader"):
        items, _ = await read_all(client, town, name)
        assert not {one["kind"] for one in items} & set(kinds)


async def _end(client: httpx.AsyncClient, town: Town) -> str:
    return (await read_all(client, town, "coordinator"))[1]
