"""A clock that is wrong, jumps or changes with the season loses, hides and misplaces no report (F14)."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.e2e import faults
from tests.e2e.conftest import TakePhone
from tests.e2e.oracle import arrived_once
from tests.e2e.phone import Phone
from tests.e2e.proxy import Proxy
from tests.e2e.town import Town

CLOCK = Path(__file__).with_name("clock.js")
FACT = r"^PUT /api/v1/incidents/"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SKEWS = [sign * skew for skew in (10 * MINUTE, 3 * HOUR, 400 * DAY) for sign in (1, -1)]
JUMP = (3 * HOUR, -3 * HOUR)
# The night's clocks are put back, and forward: 02:30 comes twice, and never.
SEASONS = [datetime(2026, 10, 25, 1, tzinfo=UTC), datetime(2027, 3, 28, 1, tzinfo=UTC)]
NEAR = timedelta(seconds=60)


async def set_wrong(phone: Phone, by: timedelta) -> None:
    """Let the phone's clock be so much ahead from this moment on."""
    ahead_ms = str(by / timedelta(milliseconds=1))
    await phone.page.evaluate("ahead => localStorage.setItem('test.clock', ahead)", ahead_ms)


async def test_every_report_is_placed_by_the_servers_clock(
    town: Town, proxy: Proxy, take: TakePhone, scale: int
) -> None:
    guard = await town.person()
    phone = await take()
    await phone.context.add_init_script(path=CLOCK)
    await phone.begin(guard)
    wrong: dict[str, timedelta] = {}
    for turn in range(scale):
        for skew in SKEWS:
            await set_wrong(phone, skew)
            wrong[f"{turn} {skew}"] = skew
            await phone.report(f"{turn} {skew}")
            await phone.all_sent()
            await expect(phone.page.locator("[data-notice=clock]")).to_be_visible()
        before, after = JUMP
        await set_wrong(phone, before)
        refused = proxy.on(FACT, faults.bad_gateway)
        wrong[f"{turn} jump"] = before
        await phone.report(f"{turn} jump")
        await refused.until_begun(2)
        await set_wrong(phone, after)
        proxy.heal()
        await phone.all_sent()  # by its own patience: waits that lie in the future are over
    await set_wrong(phone, timedelta(0))
    await phone.page.reload()
    await expect(phone.page.locator("[data-notice=clock]")).to_have_count(0)
    arrived = await arrived_once(town, phone, guard, list(wrong))
    for one in arrived:
        claimed = await town.claimed(one["id"])
        assert abs(claimed - one["received_at"] - wrong[one["note"]]) < NEAR
        if one["note"].endswith("jump"):
            continue  # by the clock at sending it was written six hours from now, which nothing is
        assert abs(one["occurred_at"] - one["received_at"]) < NEAR


@pytest.mark.again
async def test_an_hour_that_comes_twice_or_never_moves_no_report(
    town: Town, proxy: Proxy, take: TakePhone
) -> None:
    guard = await town.person()
    phone = await take()
    await phone.context.add_init_script(path=CLOCK)
    await phone.begin(guard)
    moments: dict[str, datetime] = {}
    for change in SEASONS:
        for minutes in (-30, 30):
            moment = change + minutes * MINUTE
            await set_wrong(phone, moment - datetime.now(UTC))
            moments[str(moment)] = moment
            report = await phone.report(str(moment))
            await phone.all_sent()
    await set_wrong(phone, timedelta(0))
    await phone.receipt_of(report)
    await expect(phone.page.get_by_text("Tiden är osäker.")).to_be_visible()  # UX-X6
    for one in await arrived_once(town, phone, guard, list(moments)):
        assert abs(await town.claimed(one["id"]) - moments[one["note"]]) < NEAR
        assert abs(one["occurred_at"] - one["received_at"]) < NEAR


@pytest.mark.again
async def test_a_clock_that_jumped_back_keeps_nothing_from_being_renewed(town: Town, take: TakePhone) -> None:
    phone = await take()
    await phone.context.add_init_script(path=CLOCK)
    await phone.begin(await town.person())
    for wrong in (400 * DAY, timedelta(0)):
        await set_wrong(phone, wrong)
        await phone.network_back()
        await kit_checked_at(phone, datetime.now(UTC) + wrong)


async def kit_checked_at(phone: Phone, moment: datetime) -> None:
    """Wait until the phone has asked for its field kit at about that time by its own clock."""
    async with asyncio.timeout(30):
        while True:
            [kit] = (await phone.stored()).kits
            checked = datetime.fromtimestamp(kit["checkedAt"] / 1000, UTC)
            if abs(checked - moment) < NEAR:
                return
            await asyncio.sleep(0.1)
