"""One phone, several people: what one wrote goes in that one's name, and the next cannot read it."""

import pytest
from playwright.async_api import expect

from tests.e2e import faults
from tests.e2e.conftest import TakePhone
from tests.e2e.oracle import arrived_once
from tests.e2e.phone import Phone
from tests.e2e.proxy import Proxy
from tests.e2e.town import Person, Town

FACT = r"^PUT /api/v1/incidents/"
ENROLMENT = r"^PUT /api/v1/devices/[^/]+$"
SECRET_NOTE = "Det här ska bara den som skrev det läsa."
WAITS_FOR_LOGIN = "Din rapport väntar på att du loggar in"


async def sign_out(phone: Phone, left: int = 0) -> None:
    """Sign out by the menu; with reports left the phone says so first (UX-F19)."""
    await phone.page.goto("/#menu")
    await phone.page.get_by_role("button", name="Logga ut").tap()
    if left:
        await expect(phone.page.locator("[data-left]")).to_have_attribute("data-left", str(left))
        await phone.page.get_by_role("button", name="Logga ut").tap()


async def hand_over(phone: Phone, to: Person) -> None:
    """Sign out with one report left, and let the next person sign in."""
    await sign_out(phone, left=1)
    await phone.sign_in(to)
    await phone.page.goto("/")
    await phone.prepared()


@pytest.mark.again
async def test_the_next_user_sends_the_first_ones_report_unread(
    town: Town, proxy: Proxy, take: TakePhone
) -> None:
    first, second = await town.person(name="Alva Först"), await town.person(name="Bo Nästa")
    phone = await take()
    await phone.begin(first)
    proxy.on(FACT, faults.bad_gateway)
    report = await phone.report(SECRET_NOTE)
    await hand_over(phone, to=second)
    page = phone.page
    await expect(page.get_by_text("1 rapport från en kollega väntar")).to_be_visible()
    for address in ("/", "/#reports", f"/#reports/{report}", "/#menu"):
        await page.goto(address)
        await expect(page.get_by_text(SECRET_NOTE)).to_have_count(0)
        await expect(page.get_by_text("Skadegörelse")).to_have_count(1 if address == "/" else 0)  # the tile
        none = page.get_by_text("Här syns dina rapporter")
        await expect(none).to_have_count(1 if address == "/#reports" else 0)
    await page.goto("/")
    await phone.report("Den andras.")
    proxy.heal()
    await phone.network_back()
    await phone.all_sent()
    [from_first], [from_second] = await town.reports_of(first), await town.reports_of(second)
    assert (from_first["note"], from_second["note"]) == (SECRET_NOTE, "Den andras.")
    assert from_first["device_id"] != from_second["device_id"]
    stored = await phone.stored()
    bearers = {one.headers["authorization"] for one in proxy.requests(FACT + report)}
    assert bearers == {f"Bearer {stored.bearer(str(first.id))}"}
    assert all("cookie" not in one.headers for one in proxy.requests(FACT))


@pytest.mark.again
async def test_a_revoked_author_waits_and_others_go_on(town: Town, proxy: Proxy, take: TakePhone) -> None:
    revoked, other = await town.person(name="Cleo Spärrad"), await town.person(name="Dag Annan")
    phone = await take()
    await phone.begin(revoked)
    proxy.on(FACT, faults.bad_gateway)
    report = await phone.report("Skriven före spärren.")
    await town.revoke(revoked)
    proxy.heal()
    await phone.network_back()
    await expect(phone.status).to_contain_text(WAITS_FOR_LOGIN)
    await phone.die_and_open()
    await expect(phone.status).to_contain_text(WAITS_FOR_LOGIN)
    await phone.page.goto(f"/#reports/{report}")
    await expect(phone.page.locator("[data-state]")).to_contain_text("Väntar på att du loggar in")

    await hand_over(phone, to=other)
    tries = len(proxy.requests(FACT + report))
    await phone.report("Skriven av en annan.")
    await phone.all_sent()
    assert [one["note"] for one in await town.reports_of(other)] == ["Skriven av en annan."]
    assert await town.reports_of(revoked) == []
    assert len(proxy.requests(FACT + report)) == tries, "one refusal is enough"

    proxy.on(ENROLMENT, faults.silence)  # signed in, and the network goes before the phone is enrolled
    await sign_out(phone)
    await phone.sign_in(revoked)
    proxy.heal()
    await phone.page.reload()
    await phone.page.goto("/")
    await phone.all_sent()
    assert [str(one["id"]) for one in await town.reports_of(revoked)] == [report]


@pytest.mark.again
async def test_an_expired_session_stops_reading_only(town: Town, proxy: Proxy, take: TakePhone) -> None:
    guard = await town.person()
    phone = await take()
    await phone.begin(guard)
    refused = proxy.on(FACT, faults.bad_gateway)
    notes = ["Skriven före.", "Skriven efter."]
    await phone.report(notes[0])
    await refused.until_begun(1)
    await town.expire_session(guard)
    await phone.network_back()
    await expect(phone.status).to_have_text("Logga in igen för att läsa. Din rapport skickas ändå.")
    await phone.report(notes[1])
    await expect(phone.status).to_have_text("Logga in igen för att läsa. Dina 2 rapporter skickas ändå.")
    proxy.heal()
    await phone.network_back()
    await expect(phone.status).to_have_text("Logga in igen för att läsa. Du kan rapportera som vanligt.")
    assert len(await town.reports_of(guard)) == 2
    await phone.page.goto("/#sign-in")
    await phone.sign_in(guard)
    await arrived_once(town, phone, guard, notes)
