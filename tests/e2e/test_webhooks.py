"""The technical office connects another system and sees how it fares; nobody overwrites a colleague."""

import re

import asyncpg
from playwright.async_api import Page, expect

from api.access.permissions import Role
from tests.e2e.conftest import TakePhone
from tests.e2e.looks import Looks
from tests.e2e.phone import DESK, Phone
from tests.e2e.town import Town

URL = "https://arenden.fyrholm.example/ledljus"


async def _office(town: Town, take: TakePhone, address: str = "/admin/webhooks") -> Phone:
    desk = await take(**DESK)
    await desk.page.goto(address)
    await desk.sign_in(await town.person(Role.TECHNICIAN, "Tor Teknik"))
    return desk


async def _save(page: Page, name: str) -> None:
    await page.get_by_label("Namn").fill(name)
    await page.get_by_role("button", name="Spara").click()


async def test_a_webhook_is_made_changed_and_not_overwritten(town: Town, take: TakePhone) -> None:
    first = await _office(town, take)
    looks, page = Looks(first.page, field=False), first.page
    await page.get_by_role("link", name="Ny webbhook").click()
    await page.get_by_label("Mottagarens adress").fill("ftp://arenden.fyrholm.example/")
    await _save(page, "Ärendesystemet")
    await expect(page.get_by_text("adressen börjar inte med https://")).to_be_visible()
    await looks.look("a fault")
    await page.get_by_label("Mottagarens adress").fill(URL)
    await page.get_by_role("button", name="Spara").click()
    await expect(page.locator("output")).to_have_text(re.compile("^whsec_"))
    await looks.look("the secret")
    await page.get_by_role("link", name="Alla webbhookar").click()
    await expect(page.get_by_text("Allt skickat")).to_be_visible()
    await looks.look("the list")
    await page.get_by_role("link", name="Ärendesystemet").click()
    await expect(page.locator("output")).to_have_count(0)

    second = await _office(town, take, page.url)
    await expect(second.page.get_by_label("Namn")).to_have_value("Ärendesystemet")
    await _save(second.page, "Kommunens ärenden")
    await expect(second.page.get_by_role("status").get_by_text("Sparad.")).to_be_visible()
    await _save(page, "Ett tredje namn")
    await expect(page.get_by_text("Någon annan har ändrat webbhooken")).to_be_visible()
    await page.get_by_role("button", name="Läs in igen").click()
    await expect(page.get_by_label("Namn")).to_have_value("Kommunens ärenden")
    assert not looks.faults, "\n".join(looks.faults)


FAILED = """
INSERT INTO webhook_deliveries
  (municipality_id, webhook_id, record_id, subject_id, kind, state, attempts, reason)
SELECT municipality_id, id, gen_random_uuid(), gen_random_uuid(), 'incident.reported', 'failed', 19, 'timeout'
FROM webhooks WHERE name = $1
"""


async def test_what_was_given_up_is_seen_and_sent_again(town: Town, take: TakePhone) -> None:
    desk = await _office(town, take, "/admin/webhooks/new")
    page = desk.page
    await page.get_by_label("Mottagarens adress").fill(URL)
    await _save(page, "Borta")
    await expect(page.locator("output")).to_be_visible()
    connection = await asyncpg.connect(town.admin_url)
    await connection.execute(FAILED, "Borta")
    await connection.close()
    await page.get_by_role("link", name="Alla webbhookar").click()
    await page.get_by_role("link", name="Borta").click()
    await expect(page.get_by_text("1 gavs upp")).to_be_visible()
    await expect(page.get_by_text("gavs upp, 19 försök, inget svar inom 15 s")).to_be_visible()
    looks = Looks(page, field=False)
    await looks.look("the log")
    await page.get_by_role("button", name="Skicka igen").click()
    await expect(page.get_by_text("1 meddelande skickas igen.")).to_be_visible()
    await expect(page.get_by_text("väntar, nytt försök")).to_be_visible()
    assert not looks.faults, "\n".join(looks.faults)


async def test_who_has_no_use_of_it_is_told_so(town: Town, take: TakePhone) -> None:
    desk = await take(**DESK)
    await desk.page.goto("/admin/webhooks")
    await desk.sign_in(await town.person(Role.COORDINATOR, "Siv Samordnare"))
    await expect(desk.page.get_by_text("Ditt konto får inte ändra här")).to_be_visible()
    await expect(desk.page.get_by_role("link", name="Webbhookar")).to_have_count(0)
