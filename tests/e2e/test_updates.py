"""A new version waits for a person's word, and is never offered in the midst of things (R14, P-C3, F20)."""

from dataclasses import dataclass

import pytest
from playwright.async_api import expect

from tests.e2e import faults
from tests.e2e.conftest import TakePhone
from tests.e2e.oracle import arrived_once
from tests.e2e.phone import Phone
from tests.e2e.pictures import camera_photo
from tests.e2e.proxy import Fault, Proxy
from tests.e2e.town import Town

FACT, PHOTO = r"^PUT /api/v1/incidents/", r"^PUT /api/v1/attachments/"
FETCH_UPDATE = """
async () => {
  const registration = await navigator.serviceWorker.ready;
  await registration.update();
  while (!registration.waiting) await new Promise((done) => setTimeout(done, 20));
  await new Promise((done) => setTimeout(done, 200));
}
"""


@dataclass(frozen=True)
class State:
    """How the phone stands when the update comes: what holds its report up, and what a person is doing."""

    offered: bool
    pattern: str = ""
    fault: Fault | None = None
    tries: int = 1
    draft: bool = False


STATES = {
    "allt är skickat": State(offered=True),
    "ett utkast är öppet": State(offered=False, draft=True),
    "rapporten skickas": State(offered=False, pattern=FACT, fault=faults.silence),
    "svaret är borta": State(offered=True, pattern=FACT, fault=faults.answer_lost, tries=2),
    "rapporten väntar": State(offered=True, pattern=FACT, fault=faults.bad_gateway, tries=2),
    "bilden skickas": State(offered=False, pattern=PHOTO, fault=faults.silence),
    "bilden väntar": State(offered=True, pattern=PHOTO, fault=faults.bad_gateway, tries=2),
    "servern nås inte": State(offered=True, pattern="/api/", fault=faults.before_first_byte, tries=2),
}


async def test_an_update_waits_for_a_word_and_for_peace(
    town: Town, proxy: Proxy, take: TakePhone, scale: int
) -> None:
    guard = await town.person()
    phone = await take()
    await phone.begin(guard)
    loads: list[str] = []
    phone.page.on("load", lambda page: loads.append(page.url))
    for version, name in enumerate([*STATES] * scale, start=1):
        state = STATES[name]
        await come_into(state, name, phone, proxy)
        frozen = (await phone.stored()).digests

        proxy.on("^GET /sw.js", faults.newer_app(version))
        await phone.page.evaluate(FETCH_UPDATE)
        await expect(phone.page.locator("[data-notice=update]")).to_have_count(int(state.offered))
        assert len(loads) == version - 1, name
        if state.offered:
            await take_into_use(phone, version)
            assert (await phone.stored()).digests == frozen, name

        proxy.heal()
        proxy.on("^GET /sw.js", faults.newer_app(version))
        if state.draft:
            await phone.page.locator("a.draft").tap()
            await phone.save()
            await phone.home()
        await phone.network_back()
        await phone.all_sent()
        if not state.offered:
            await take_into_use(phone, version)
    await arrived_once(town, phone, guard, [*STATES] * scale)


async def come_into(state: State, name: str, phone: Phone, proxy: Proxy) -> None:
    """Write a report and, unless it stays a draft, let its sending come as far as the state says."""
    rule = proxy.on(state.pattern, state.fault) if state.fault else None
    if state.draft:
        await phone.write(name)
        await phone.page.get_by_role("button", name="Tillbaka").tap()
    else:
        await phone.report(name, camera_photo(320, 240) if state.pattern == PHOTO else None)
    if rule:
        if state.tries > 1:
            await rule.until_done(1)
            await phone.network_back()
        await rule.until_begun(state.tries)


async def take_into_use(phone: Phone, version: int) -> None:
    """Say yes to the new version; the page is then run by it."""
    async with phone.page.expect_event("load"):
        await phone.page.locator("[data-notice=update]").get_by_role("button").tap()
    await phone.prepared()
    assert f"ledljus-{version:016x}" in await phone.page.evaluate("caches.keys()")
    waiting = "navigator.serviceWorker.ready.then(({ waiting }) => waiting !== null)"
    assert not await phone.page.evaluate(waiting)


@pytest.mark.again
async def test_another_tab_is_told_and_goes_on(town: Town, proxy: Proxy, take: TakePhone) -> None:
    guard = await town.person()
    phone = await take()
    await phone.begin(guard)
    asked = phone.page
    other = await phone.tab()
    await expect(phone.status).to_be_visible()
    await phone.turn_to(asked)
    proxy.on("^GET /sw.js", faults.newer_app(1))
    proxy.asked.clear()
    await asked.evaluate(FETCH_UPDATE)
    assert proxy.requests("^GET /$")
    assert not proxy.requests("^GET /assets/"), "what has not changed is not fetched again"
    await other.evaluate("window.before = true")
    await take_into_use(phone, 1)
    await phone.turn_to(other)
    await expect(other.locator("[data-notice=replaced]")).to_be_visible()
    assert await other.evaluate("window.before")
    await phone.report("Ur den äldre fliken.")
    await arrived_once(town, phone, guard, ["Ur den äldre fliken."])
