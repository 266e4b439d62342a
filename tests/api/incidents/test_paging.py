"""Pages by cursor: nothing twice and nothing skipped, whatever is written meanwhile."""

import asyncio
import base64
import itertools
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from api.kit.ids import new_id
from tests.api.access.town import Town
from tests.api.incidents.conftest import People
from tests.api.incidents.reports import INCIDENTS, listed, on, page, record, report, tell


@pytest.fixture(scope="module")
async def shelf(town: Town, people: People) -> list[str]:
    """Ninety reports, many of the same moment, newest first."""
    bodies = [report(occurred_at=on(2 + number // 9, 8), place=f"Port {number}") for number in range(90)]
    ids = await record(town, people.guard, bodies)
    days = {one: number // 9 for number, one in enumerate(ids)}
    return sorted(ids, key=lambda one: (-days[one], one), reverse=True)


@pytest.mark.parametrize("limit", [1, 7, 20, 89, 90, 200])
async def test_pages_together_are_the_list(
    client: httpx.AsyncClient, people: People, shelf: list[str], limit: int
) -> None:
    assert await listed(client, people.colleague, limit=limit) == shelf


async def test_a_list_is_ordered_by_either_time_in_either_direction(
    client: httpx.AsyncClient, people: People, shelf: list[str]
) -> None:
    """What came in last is first in its own order, however long ago it happened."""
    assert await listed(client, people.colleague, sort="occurred_at", limit=7) == shelf[::-1]
    by_arrival = await listed(client, people.colleague, sort="received_at", limit=7)
    assert by_arrival == (await listed(client, people.colleague, sort="-received_at"))[::-1]
    assert sorted(by_arrival) == sorted(shelf)
    items = (await page(client, people.colleague, limit=200)).json()["items"]
    seen = {one["id"]: one["received_at"] for one in items}
    assert [seen[one] for one in by_arrival] == sorted(seen.values())
    refused = await client.get(INCIDENTS, params={"sort": "note"}, headers=people.colleague.headers)
    assert refused.status_code == 422


async def test_a_page_has_twenty_unless_told_otherwise(
    client: httpx.AsyncClient, people: People, shelf: list[str]
) -> None:
    first = (await page(client, people.colleague)).json()
    assert [one["id"] for one in first["items"]] == shelf[:20]


async def test_a_link_leads_to_the_next_page(
    client: httpx.AsyncClient, people: People, shelf: list[str]
) -> None:
    """RFC 8288; and the last page has none."""
    found: list[str] = []
    url: str | None = f"{INCIDENTS}?limit=40&category=vandalism,noise"
    while url is not None:
        answer = await client.get(url, headers=people.colleague.headers)
        found += [one["id"] for one in answer.json()["items"]]
        link = answer.headers.get("link")
        assert (link is None) is (answer.json()["next_cursor"] is None)
        url = None
        if link is not None:
            target, _, relation = link.partition("; ")
            assert relation == 'rel="next"'
            assert "category=vandalism" in target
            url = target.strip("<>")
    assert found == shelf


async def test_offsets_reach_the_first_rows_and_lead_on_by_cursor(
    client: httpx.AsyncClient, people: People, shelf: list[str]
) -> None:
    for offset in (0, 1, 45, 89, 90, 10_000):
        answer = await page(client, people.colleague, offset=offset, limit=10)
        assert [one["id"] for one in answer.json()["items"]] == shelf[offset : offset + 10]
    answer = await page(client, people.colleague, offset=45, limit=10)
    url = answer.headers["link"].partition(">")[0].strip("<")
    assert "offset" not in url
    more = await client.get(url, headers=people.colleague.headers)
    assert [one["id"] for one in more.json()["items"]] == shelf[55:65]


async def test_nothing_is_skipped_or_doubled_while_others_write(
    client: httpx.AsyncClient, town: Town
) -> None:
    writer = await town.person("guard", organisation="Nattvakten")
    bodies = [report(occurred_at=on(3 + number % 5, number % 24)) for number in range(60)]
    before = await record(town, writer, bodies)
    written: list[str] = []

    async def write() -> None:
        for number in itertools.count():
            at = datetime.now(UTC) - timedelta(days=number % 12, minutes=number)
            told = await tell(client, writer, occurred_at=at.isoformat(timespec="milliseconds"))
            written.append(told["id"])
            await asyncio.sleep(0)

    writing = asyncio.create_task(write())
    try:
        for _ in range(3):
            found: list[str] = []
            answer = await page(client, writer, limit=4)
            while True:
                found += [one["id"] for one in answer.json()["items"]]
                if (cursor := answer.json()["next_cursor"]) is None:
                    break
                await asyncio.sleep(0.005)
                answer = await page(client, writer, limit=4, cursor=cursor)
            assert len(found) == len(set(found))
            assert set(before) <= set(found)
    finally:
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)
    assert len(written) > 10
    assert set(await listed(client, writer)) >= {*before, *written}


@pytest.mark.parametrize(
    "plain",
    [
        "2024-11-24T01:10:00|01935d3c-8f6a-7b0e-9c41-5d2f8e7a6b10",
        "2024-11-24|01935d3c-8f6a-7b0e-9c41-5d2f8e7a6b10",
        "0001-01-01T00:00:00+14:00|01935d3c-8f6a-7b0e-9c41-5d2f8e7a6b10",
        "9999-12-31T23:59:59-14:00|01935d3c-8f6a-7b0e-9c41-5d2f8e7a6b10",
        "2024-11-24T01:10:00+00:00|x",
        "2024-11-24T01:10:00+00:00",
        "|",
        "",
        "\x00|\x00",
    ],
)
async def test_a_made_up_cursor_is_told(client: httpx.AsyncClient, people: People, plain: str) -> None:
    cursor = base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")
    answer = await page(client, people.colleague, cursor=cursor)
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_cursor")


async def test_a_cursor_of_a_row_that_is_gone_still_leads_on(
    client: httpx.AsyncClient, people: People, shelf: list[str]
) -> None:
    plain = f"{on(5, 8).replace('Z', '+00:00')}|{new_id()}"
    cursor = base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")
    answer = await page(client, people.colleague, cursor=cursor, limit=200)
    assert [one["id"] for one in answer.json()["items"]] == shelf[27:]
