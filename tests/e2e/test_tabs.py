"""Several tabs are one phone: one of them sends, and another takes over when it is gone or sleeps."""

import pytest
from playwright.async_api import Page, Request, expect

from tests.e2e.conftest import TakePhone
from tests.e2e.oracle import arrived_once
from tests.e2e.phone import Phone, crash
from tests.e2e.proxy import Proxy, pass_on
from tests.e2e.town import Town

FACT = "PUT /api/v1/incidents/"
TAKEOVER_S = 20 + 10  # P-C4 says 20; a busy machine's timers come late
SENT = "Allt skickat"
# The time that the tab in front measures runs six times as fast.
HURRY = """
() => {
  const real = performance.now.bind(performance);
  const from = real();
  performance.now = () => from + (real() - from) * 6;
}
"""


def senders_of(phone: Phone) -> list[Page]:
    """The tab of each report that is sent from now on, as the browser itself tells it."""
    senders: list[Page] = []

    def hear(request: Request) -> None:
        if request.method == "PUT" and "/api/v1/incidents/" in request.url:
            senders.append(request.frame.page)

    phone.context.on("request", hear)
    return senders


async def test_one_of_three_tabs_sends_and_the_next_takes_over(
    town: Town, proxy: Proxy, take: TakePhone, scale: int
) -> None:
    guard = await town.person()
    phone = await take()
    await phone.begin(guard)
    senders, sent = senders_of(phone), proxy.on(FACT, pass_on)
    for turn in range(scale):
        while len(phone.context.pages) < 3:
            await phone.tab()
        before = len(senders)
        for number in range(3):
            await phone.turn_to(phone.context.pages[number])
            await phone.report(f"{turn} {number}")
        await sent.until_done(before + 3)
        await phone.all_sent()  # a leader that dies before it has noted an answer is another test's matter
        [leader] = set(senders[before:])
        await crash(leader)
        await phone.turn_to(phone.context.pages[-1])
        await phone.report(f"{turn} after the leader")
        await sent.until_done(before + 4, TAKEOVER_S)
        for page in phone.context.pages:  # every tab tells the same
            await expect(page.locator("[data-status]")).to_contain_text(SENT)
        assert senders[-1] is not leader
        assert len(senders) == sent.begun == before + 4
    written = [f"{turn} {what}" for turn in range(scale) for what in (0, 1, 2, "after the leader")]
    await arrived_once(town, phone, guard, written)


@pytest.mark.again
async def test_a_tab_in_front_takes_over_from_a_leader_that_sleeps(
    town: Town, proxy: Proxy, take: TakePhone
) -> None:
    guard = await town.person()
    phone = await take()
    await phone.begin(guard)
    leader = phone.page
    await phone.tab()
    asleep = await phone.context.new_cdp_session(leader)
    await asleep.send("Debugger.enable")
    await asleep.send("Debugger.pause")  # holds the lock, and never runs a line
    await phone.page.evaluate(HURRY)
    senders, sent = senders_of(phone), proxy.on(FACT, pass_on)
    await phone.report("Sparad medan ledaren sover.")
    await sent.until_done(1, TAKEOVER_S)
    await phone.all_sent()  # what the browser tells of its requests comes later than they do
    assert senders == [phone.page]
    await asleep.send("Debugger.disable")
    await phone.report("Sparad när den har vaknat.")
    await sent.until_done(2, TAKEOVER_S)
    await arrived_once(town, phone, guard, ["Sparad medan ledaren sover.", "Sparad när den har vaknat."])
    assert sent.begun == 2
