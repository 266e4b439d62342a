"""Three clocks: a device's wrong one neither misplaces nor hides a report."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from api.kit.ids import new_id
from tests.api.journal.town import Town, path_to, put, report, wire

SKEWS = (
    timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=3), timedelta(days=400),
    -timedelta(minutes=1), -timedelta(minutes=10), -timedelta(hours=3), -timedelta(days=400),
)  # fmt: skip
NEAR = timedelta(seconds=5)
HALF_AN_HOUR = timedelta(minutes=30)


@pytest.mark.parametrize("skew", SKEWS, ids=str)
async def test_a_skewed_clock_is_corrected_by_what_it_says_at_sending(
    client: httpx.AsyncClient, town: Town, skew: timedelta
) -> None:
    now = datetime.now(UTC)
    claimed = wire(now + skew - HALF_AN_HOUR)
    fact_id = new_id()
    body = report(occurred_at=claimed, saved_at=claimed)
    answer = (await put(client, town.guard, path_to(fact_id), body, Device_Time=wire(now + skew))).json()
    assert abs(_moment(answer["receipt"]["received_at"]) - now) < NEAR
    assert abs(_moment(answer["occurred_at"]) - (now - HALF_AN_HOUR)) < NEAR
    assert ("clock_uncertain" in answer["flags"]) == (abs(skew) > timedelta(minutes=5))
    assert answer["saved_at"] == claimed  # the device's own word is kept beside
    kept = await town.value(
        "SELECT body ->> 'occurred_at' FROM journal_bodies"
        " WHERE municipality_id = $1 AND record_id = $2 AND part = 'text'",
        fact_id,
    )
    assert kept == claimed


@pytest.mark.parametrize("ahead", [timedelta(seconds=20), timedelta(hours=2), timedelta(days=4000)], ids=str)
async def test_nothing_is_said_to_happen_after_it_was_received(
    client: httpx.AsyncClient, town: Town, ahead: timedelta
) -> None:
    claimed = wire(datetime.now(UTC) + ahead)
    answer = (await put(client, town.guard, path_to(new_id()), report(occurred_at=claimed))).json()
    assert answer["occurred_at"] == answer["received_at"]
    assert ("clock_uncertain" in answer["flags"]) == (ahead > timedelta(minutes=5))


@pytest.mark.parametrize("device_time", ["", "yesterday", "1700000000", "9999-12-31T23:59:59Z"])
async def test_a_clock_that_cannot_be_read_refuses_nothing(
    client: httpx.AsyncClient, town: Town, device_time: str
) -> None:
    answer = await put(client, town.guard, path_to(new_id()), report(), Device_Time=device_time)
    assert answer.status_code == 201
    assert answer.json()["occurred_at"] <= answer.json()["received_at"]


async def test_a_slow_network_is_no_skew(client: httpx.AsyncClient, town: Town) -> None:
    claimed = wire(datetime.now(UTC) - HALF_AN_HOUR)
    sent = wire(datetime.now(UTC) - timedelta(seconds=25))
    body = report(occurred_at=claimed)
    answer = (await put(client, town.guard, path_to(new_id()), body, Device_Time=sent)).json()
    assert (answer["occurred_at"], answer["flags"]) == (claimed, [])


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
