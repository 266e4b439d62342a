"""What a person may do with an own report, and what they are told became of it."""

from datetime import UTC, datetime
from typing import Any

import httpx
from playwright.async_api import expect

from api.access.permissions import Role
from api.kit.ids import new_id
from tests.api.journal.town import entry
from tests.e2e import faults
from tests.e2e.conftest import TakePhone
from tests.e2e.proxy import Proxy
from tests.e2e.town import PASSWORD, Person, Town

FACT = r"^PUT /api/v1/incidents/"
MONTHS = "januari februari mars april maj juni juli augusti september oktober november december".split()
READ_TRACES = """
async () => {
  const opened = indexedDB.open("ledljus");
  const db = await new Promise((resolve) => { opened.onsuccess = () => resolve(opened.result); });
  const asked = db.transaction("traces").objectStore("traces").getAll();
  const found = await new Promise((resolve) => { asked.onsuccess = () => resolve(asked.result); });
  db.close();
  return found;
}
"""
NO_CLIPBOARD = "() => { Clipboard.prototype.writeText = () => Promise.reject(new Error('refused')) }"


async def say(town: Town, who: Person, report: str, kind: str, **fields: Any) -> None:
    """What somebody at a desk says of a report."""
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{town.port}/api/v1") as server:
        account = {"username": who.username, "password": PASSWORD, "cookie": False}
        session = (await server.post("/session", json=account)).raise_for_status().json()
        bearer = {"Authorization": f"Bearer {session['token']}"}
        path = f"/incidents/{report}/entries/{new_id()}"
        answer = await server.put(path, json=entry(kind, **fields), headers=bearer)
        assert answer.status_code == 201, answer.text


async def test_what_became_of_a_report_is_told_and_kept_for_the_dead_zone(
    town: Town, proxy: Proxy, take: TakePhone
) -> None:
    here = {"latitude": 58.59, "longitude": 18.11, "accuracy": 8}
    phone = await take(permissions=["geolocation"], geolocation=here)
    await phone.begin(await town.person())
    page = phone.page
    reports = []
    for tile in ("lighting_fault", "burglary"):
        await page.locator(f"[data-tile={tile}]").tap()
        await expect(page.locator("[data-place=gps]")).to_have_attribute("aria-pressed", "true")
        reports.append(await phone.save())
        await phone.home()
    await phone.all_sent()
    today = datetime.now(UTC)
    await say(town, await town.person(Role.TECHNICIAN, "Tor Teknik"), reports[0], "fixed")
    coordinator = await town.person(Role.COORDINATOR, "Siv Samordnare")
    await say(town, coordinator, reports[1], "handed_over", receiver="Fyrholms polis")

    await page.goto("/#reports")
    await page.reload()
    fixed = page.locator("[data-outcome=fixed]")
    await expect(fixed).to_contain_text(f"Belysning lagad {today.day} {MONTHS[today.month - 1][:3]}")
    await expect(page.get_by_text("Överlämnad till Fyrholms polis")).to_be_visible()
    thanks = f"Tack! Du har lämnat 2 rapporter i {MONTHS[today.month - 1]}. 2 har lett vidare."
    await expect(page.get_by_text(thanks)).to_be_visible()
    await page.goto("/")
    await expect(page.get_by_text("2 nyheter")).to_be_visible()
    await proxy.refuse()
    await page.reload()
    await page.goto("/#reports")
    await expect(fixed).to_be_visible()
    await page.goto("/#my-data")
    for shelf in ("server", "phone"):
        await expect(page.locator(f"[data-list={shelf}] li")).to_have_count(2)
    await expect(page.get_by_text("har inte beslutat någon gallringsregel")).to_be_visible()


async def test_a_receipt_number_is_copied_or_said_not_to_be(town: Town, take: TakePhone) -> None:
    phone = await take(permissions=["clipboard-read", "clipboard-write"])
    await phone.begin(await town.person())
    report = await phone.report("Krossat glas.")
    await phone.all_sent()
    receipt = await phone.receipt_of(report)
    await phone.page.get_by_role("button", name="Kopiera").tap()
    await expect(phone.page.get_by_role("button", name="Kopierat")).to_be_visible()
    assert await phone.page.evaluate("navigator.clipboard.readText()") == receipt
    await phone.page.evaluate(NO_CLIPBOARD)
    await phone.page.get_by_role("button", name="Kopierat").tap()
    await expect(phone.page.get_by_text("Gick inte att kopiera")).to_be_visible()
    await expect(phone.page.get_by_role("button", name="Kopiera", exact=True)).to_be_visible()


async def test_what_waits_says_why_and_can_be_sent_shown_added_to_and_corrected(
    town: Town, proxy: Proxy, take: TakePhone
) -> None:
    guard = await town.person()
    phone = await take()
    await phone.begin(guard)
    page = phone.page
    refused = proxy.on(FACT, faults.problem(503, "unavailable"))
    report = await phone.report("Krossat glas.")
    await page.goto("/#reports")
    row = page.locator("li").filter(has=page.locator(f"a[href='/#reports/{report}']"))
    for said in ("Sparad på telefonen", "servern är upptagen", "Senaste försöket: i dag", "Nästa försök:"):
        await expect(row).to_contain_text(said)
    await row.get_by_role("button", name="Komplettera").tap()
    await page.get_by_role("textbox", name="Vad har hänt?").fill("Glaset är städat.")
    await phone.save()
    await page.goto("/#reports")
    await row.get_by_role("link", name="Visa").tap()
    await expect(page.get_by_text("Krossat glas.")).to_be_visible()
    await page.get_by_role("button", name="Rätta", exact=True).tap()
    await page.get_by_role("textbox", name="Vad har hänt?").fill("Krossad ruta, inget glas.")
    corrected = await phone.save()
    await page.goto("/#reports")
    tries = refused.begun
    await row.get_by_role("button", name="Skicka nu").tap()
    await refused.until_begun(tries + 1)
    proxy.heal()
    await phone.network_back()
    await phone.all_sent()
    rows = await town.rows(
        "SELECT id, note, entries, replaces, replaced_by FROM incidents WHERE author_id = $1", guard.id
    )
    told = {str(one["id"]): one for one in rows}
    assert told[report]["note"] == "Krossat glas." and told[report]["entries"] == 1
    assert (str(told[report]["replaced_by"]), str(told[corrected]["replaces"])) == (corrected, report)
    assert told[corrected]["note"] == "Krossad ruta, inget glas."


async def test_nothing_is_removed_without_a_typed_reason_that_stays(
    town: Town, proxy: Proxy, take: TakePhone
) -> None:
    guard = await town.person()
    phone = await take()
    await phone.begin(guard)
    await proxy.refuse()
    report = await phone.report("Skriven av misstag.")
    page = phone.page
    await page.goto(f"/#reports/{report}")
    await page.get_by_role("button", name="Ta bort från telefonen").tap()
    reason, remove = page.locator("#reason"), page.get_by_role("button", name="Ta bort", exact=True)
    for too_little in ("", "...", "ab"):
        await reason.fill(too_little)
        await remove.tap()
        await expect(reason).to_be_visible()
        assert report in (await phone.stored()).entries
    await reason.fill("Övning, inget har hänt.")
    await remove.tap()
    await page.wait_for_url("**/#reports")
    assert report not in (await phone.stored()).entries
    [trace] = await page.evaluate(READ_TRACES)
    assert (trace["entryId"], trace["reason"]) == (report, "Övning, inget har hänt.")
    assert trace["deletedBy"] == str(guard.id) and trace["digest"] and trace["deletedAt"]
