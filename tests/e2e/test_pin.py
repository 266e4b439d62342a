"""Several people with a PIN each on one phone: handed over at once, opened offline, closed to others."""

import json
import re
import time

import pytest
from playwright.async_api import expect

from tests.e2e import faults
from tests.e2e.conftest import TakePhone
from tests.e2e.phone import Phone
from tests.e2e.proxy import Proxy
from tests.e2e.town import Person, Town

FACT = r"^PUT /api/v1/incidents/"
SECRET_NOTE = "Det här ska bara den som skrev det läsa."
FIRST_PIN, NEXT_PIN, WRONG_PIN = "482915", "730264", "482916"
MOST_S, MOST_TAPS = 10, 10  # menu, lock, name, six digits, tile
# A number, or that the server is silent, which is said until the next try.
TOLD_WHILE_LOCKED = re.compile("1 rapport|Skickar 1 av 1|Servern svarar inte")
# Everything a script of ours could read: both storages, and the database but for the outbox's bytes.
READABLE = """
async () => {
  const opened = indexedDB.open("ledljus");
  const db = await new Promise((resolve) => (opened.onsuccess = () => resolve(opened.result)));
  const all = (store) => new Promise((resolve) => {
    const asked = db.transaction(store).objectStore(store).getAll();
    asked.onsuccess = () => resolve(asked.result);
  });
  const told = [{ ...localStorage }, { ...sessionStorage }];
  for (const store of ["settings", "kits", "leases", "health"]) told.push(await all(store));
  db.close();
  const text = (value) => (ArrayBuffer.isView(value) ? new TextDecoder().decode(value) : value);
  return JSON.stringify(told, (_, value) => text(value));
}
"""


async def shared(town: Town, take: TakePhone) -> tuple[Phone, Person, Person]:
    """A phone on which two people have a PIN; the second has it in hand."""
    first, second = await town.person(name="Alva Först"), await town.person(name="Bo Nästa")
    phone = await take()
    await phone.begin(first)
    await phone.choose_pin(FIRST_PIN)
    await phone.lock()
    await phone.page.get_by_role("link", name="Glömt PIN? Logga in").tap()
    await phone.sign_in(second)
    await phone.prepared()
    await phone.choose_pin(NEXT_PIN)
    return phone, first, second


@pytest.mark.again
async def test_the_phone_changes_hands_in_ten_seconds(town: Town, proxy: Proxy, take: TakePhone) -> None:
    phone, first, second = await shared(town, take)
    await phone.lock()
    await phone.unlock(first, FIRST_PIN)
    proxy.on(FACT, faults.bad_gateway)
    report = await phone.report(SECRET_NOTE)

    began, taps = time.monotonic(), await phone.page.evaluate("__seen.taps")
    await phone.lock()
    await phone.unlock(second, NEXT_PIN)
    await phone.page.locator("[data-tile]").first.tap()
    await expect(phone.page.get_by_role("textbox", name="Vad har hänt?")).to_be_visible()
    took, taps = time.monotonic() - began, await phone.page.evaluate("__seen.taps") - taps
    print(f"handed over in {took:.1f} s and {taps} taps")
    assert took <= MOST_S and taps <= MOST_TAPS

    page = phone.page
    for address in ("/", "/#reports", f"/#reports/{report}", "/#menu"):
        await page.evaluate(f"location.hash = {address[2:]!r}")
        await expect(page.get_by_text(SECRET_NOTE)).to_have_count(0)
    await page.evaluate("location.hash = ''")
    await expect(page.get_by_text("1 rapport från en kollega väntar")).to_be_visible()
    proxy.heal()
    await phone.network_back()
    await phone.all_sent()
    await expect(page.locator("[data-notice=colleagues]")).to_have_count(0)
    [arrived] = await town.reports_of(first)
    assert arrived["note"] == SECRET_NOTE
    stored = await phone.stored()
    bearers = {one.headers["authorization"] for one in proxy.requests(FACT + report)}
    assert bearers == {f"Bearer {stored.bearer(str(first.id))}"}


@pytest.mark.again
async def test_a_locked_phone_sends_and_tells_nothing(town: Town, proxy: Proxy, take: TakePhone) -> None:
    phone, _, second = await shared(town, take)
    proxy.on(FACT, faults.bad_gateway)
    await phone.report(SECRET_NOTE)
    await phone.lock()
    page = phone.page
    for address in ("/#reports", "/#menu", "/#my-data", "/desk"):
        await page.goto(address)
        await expect(page.locator("[data-locked]")).to_be_visible()
        await expect(phone.status).to_contain_text(TOLD_WHILE_LOCKED)
        shown = await page.locator("body").inner_text()
        assert SECRET_NOTE not in shown and "Skadegörelse" not in shown and "Gångtunneln" not in shown
    assert await phone.context.cookies() == [], "nothing that reads is left in the browser"
    told = await page.evaluate(READABLE)
    assert "lj1." not in told and json.loads(told)
    await page.goto("/")
    proxy.heal()
    await phone.network_back()
    await phone.all_sent()
    assert [one["note"] for one in await town.reports_of(second)] == [SECRET_NOTE]


async def test_a_pin_opens_a_cold_phone_without_network(town: Town, proxy: Proxy, take: TakePhone) -> None:
    phone, first, second = await shared(town, take)
    await proxy.refuse()
    await phone.page.close()
    await phone.tab()
    await phone.unlock(second, NEXT_PIN)
    await expect(phone.page.locator("[data-tile]")).to_have_count(8)
    await phone.report("Skrivet efter en kall start.")
    await phone.lock()
    for left in (9, 8, 7):
        await phone.unlock(first, WRONG_PIN)
        await expect(phone.page.get_by_role("alert")).to_contain_text(
            f"Fel PIN. {left} försök är kvar" if left > 7 else "Vänta"
        )
    await phone.page.reload()
    await phone.page.get_by_role("button", name=first.name).tap()
    await expect(phone.page.get_by_role("alert")).to_contain_text("För många försök. Vänta")
    await expect(phone.page.locator("[data-digit='4']")).to_be_disabled()
    await proxy.accept()
    await phone.network_back()
    await phone.all_sent()
    assert len(await town.reports_of(second)) == 1


@pytest.mark.again
async def test_a_forgotten_pin_costs_no_report(town: Town, proxy: Proxy, take: TakePhone) -> None:
    guard = await town.person(name="Cleo Glömsk")
    phone = await take()
    await phone.begin(guard)
    await phone.choose_pin(FIRST_PIN)
    proxy.on(FACT, faults.bad_gateway)
    report = await phone.report("Skriven före glömskan.")
    await phone.write("Ett utkast.")
    await phone.page.reload()
    await expect(phone.page.locator("[data-locked]")).to_be_visible()
    await phone.page.get_by_role("link", name="Glömt PIN? Logga in").tap()
    await phone.sign_in(guard)
    await phone.page.goto("/")
    await expect(phone.page.get_by_text("Fortsätt på ditt utkast")).to_be_visible()
    proxy.heal()
    await phone.network_back()
    await phone.all_sent()
    assert [str(one["id"]) for one in await town.reports_of(guard)] == [report]
    await phone.page.reload()
    await expect(phone.page.locator("[data-tile]").first).to_be_visible()  # the old PIN asks for nothing more


@pytest.mark.again
async def test_a_revoked_phone_opens_by_no_pin(town: Town, proxy: Proxy, take: TakePhone) -> None:
    phone, first, second = await shared(town, take)
    await town.revoke(second)
    await phone.network_back()
    await expect(phone.status).to_contain_text("Logga in igen för att läsa")
    await phone.report("Skriven på en spärrad telefon.")
    await phone.lock()
    await expect(phone.page.get_by_role("heading", name=first.name)).to_be_visible()  # nobody else to choose
    await phone.unlock(first, FIRST_PIN)
    await expect(phone.page.get_by_text("1 rapport från en kollega väntar")).to_be_visible()
