"""The code on a wall's sign opens a report with its place filled in, also without network or locked."""

from playwright.async_api import expect

from tests.e2e.conftest import TakePhone
from tests.e2e.phone import Phone
from tests.e2e.proxy import Proxy
from tests.e2e.town import CHECKPOINT, CODE, SITES, Person, Town

SITE = SITES[0][0]
PIN = "482915"


async def report_here(phone: Phone) -> None:
    """From the checkpoint's screen: what it is, and Save; nothing is typed or asked."""
    await expect(phone.page.get_by_role("heading", name=SITE)).to_be_visible()
    await expect(phone.page.get_by_text(f"Kontrollpunkt: {CHECKPOINT}")).to_be_visible()
    await phone.page.locator("[data-tile=vandalism]").tap()
    chosen = phone.page.get_by_role("button", name=SITE)
    await expect(chosen).to_have_attribute("aria-pressed", "true")
    await expect(chosen).to_contain_text(CHECKPOINT)
    await phone.save()
    await expect(phone.page.get_by_text(f"{SITE}, {CHECKPOINT}")).to_be_visible()


async def places_of(town: Town, author: Person) -> list[tuple[str, str]]:
    """Site and place in words of each of a person's reports, as the server has them."""
    rows = await town.rows(
        "SELECT s.name, i.place FROM journal j JOIN incidents i USING (municipality_id, id)"
        " LEFT JOIN sites s ON (s.municipality_id, s.id) = (i.municipality_id, i.site_id)"
        " WHERE j.author_id = $1 AND j.kind = 'incident.reported'",
        author.id,
    )
    return [(row["name"], row["place"]) for row in rows]


async def test_a_scanned_code_leads_to_a_report_without_network(
    town: Town, proxy: Proxy, take: TakePhone
) -> None:
    guard = await town.person()
    phone = await take()
    await phone.begin(guard)
    await phone.choose_pin(PIN)
    await proxy.refuse()
    await phone.page.close()
    await phone.tab(f"/#checkpoint/{CODE}")  # the phone's camera opens the app, cold and locked
    await phone.tap_digits(PIN)
    await report_here(phone)
    await proxy.accept()
    await phone.network_back()
    await phone.all_sent()
    assert await places_of(town, guard) == [(SITE, CHECKPOINT)]


async def test_a_wrong_code_is_told_and_the_right_one_can_be_typed(town: Town, take: TakePhone) -> None:
    guard = await town.person()
    phone = await take()
    await phone.begin(guard)
    page = phone.page
    await page.goto("/#checkpoint/K7Q2MY")
    await expect(page.get_by_role("alert")).to_contain_text("känner inte till koden K7Q2MY")
    await page.get_by_label("Koden på skylten").fill(f" {CODE[:3].lower()}-{CODE[3:]}")
    await page.get_by_role("button", name="Öppna").tap()
    await report_here(phone)
    await phone.home()
    await page.locator("[data-tile=vandalism]").tap()
    await page.get_by_role("button", name="objekt").tap()
    await page.get_by_role("searchbox").fill(CODE)
    await page.get_by_role("button", name=CHECKPOINT).tap()
    await phone.save()
    await phone.all_sent()
    assert await places_of(town, guard) == [(SITE, CHECKPOINT)] * 2
