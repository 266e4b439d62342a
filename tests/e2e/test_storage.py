"""Storage that is full, fails or is of an older version loses nothing; "Sparad" is never said in vain."""

import asyncio
from pathlib import Path
from typing import Any

import orjson
import pytest
from playwright.async_api import Page, expect

from tests.e2e import faults
from tests.e2e.conftest import TakePhone
from tests.e2e.oracle import arrived_once
from tests.e2e.phone import SAVED, Phone, crash
from tests.e2e.pictures import camera_photo
from tests.e2e.proxy import Proxy
from tests.e2e.town import Person, Town

FAILING = Path(__file__).with_name("storage.js")
OLDER = Path(__file__).with_name("older.js").read_text(encoding="utf-8")
FACT = r"^PUT /api/v1/incidents/"
NOT_SAVED = "Rapporten kunde inte sparas på telefonen. Texten står kvar här."
NEARLY_FULL = "Telefonen är nästan full. Text sparas, men inte fler bilder."
# An address of the app's origin where the app does not run.
ELSEWHERE = "/icon.svg"
THROW_AWAY = "new Promise((done) => (indexedDB.deleteDatabase('ledljus').onsuccess = () => done(null)))"
THROWN_AWAY = "Webbläsaren har rensat telefonens minne. 1 rapport saknade kvittens. Ring din ledning."
MIRRORED = """() => localStorage.getItem("ledljus.canary")?.includes('"unsent":1')"""
MISSING = ["health", "leases", "pulses"]
HOLD = """
() => new Promise((done) => {
  const opening = indexedDB.open("ledljus");
  opening.onsuccess = () => done(void (window.held = opening.result));
})
"""


async def keep(phone: Phone, key: str, value: str) -> None:
    """What the failing storage is to do, as long as the phone lives."""
    await phone.page.evaluate("([key, value]) => localStorage.setItem(key, value)", [f"test.{key}", value])


async def press_save(phone: Phone) -> None:
    await phone.page.get_by_role("button", name="Spara", exact=True).tap()


async def test_a_full_phone_says_so_while_the_form_is_open(
    town: Town, proxy: Proxy, take: TakePhone, scale: int
) -> None:
    guard = await town.person()
    phone = await take()
    await phone.context.add_init_script(path=FAILING)
    await phone.begin(guard)
    notes = ["Ballasten gav plats."]
    await keep(phone, "full", "text, until the ballast goes")
    await phone.report(notes[0])
    for point in ["text", "photo", "index", "everything"] * scale:
        notes.append(f"{len(notes)} {point}")
        await phone.write(notes[-1], photo=camera_photo(640, 480))
        await keep(phone, "full", point)
        await press_save(phone)
        await expect(phone.page.get_by_role("alert").filter(has_text=NOT_SAVED)).to_be_visible()
        await expect(phone.page.get_by_text(SAVED)).to_have_count(0)
        await expect(phone.page.get_by_role("textbox", name="Vad har hänt?")).to_have_value(notes[-1])
        if point == "everything":
            await expect(phone.status).to_have_text(NEARLY_FULL)
        assert len((await phone.stored()).facts_of(str(guard.id))) == len(notes) - 1
        await keep(phone, "full", "")
        await phone.save()
        await phone.home()
    await phone.page.reload()  # nearly full is what it says until it has looked again
    await arrived_once(town, phone, guard, notes)


async def test_a_dead_connection_heals_at_every_step(
    town: Town, proxy: Proxy, take: TakePhone, scale: int
) -> None:
    guard = await town.person()
    phone = await take()
    await phone.context.add_init_script(path=FAILING)
    await phone.begin(guard)
    notes = [f"Avbruten {turn}." for turn in range(3 * scale)]
    for note in notes:
        await phone.page.evaluate("cutConnections()")
        await phone.write(note, photo=camera_photo(320, 240))
        await phone.page.evaluate("cutConnections()")
        held = proxy.on(FACT, faults.slow(0.3, 50_000))
        await phone.save()
        await held.until_begun()
        await phone.page.evaluate("cutConnections()")
        await phone.home()
        proxy.heal()
    await phone.network_back()
    await arrived_once(town, phone, guard, notes)


async def test_an_upgrade_keeps_the_queue(town: Town, proxy: Proxy, take: TakePhone, scale: int) -> None:
    """From the version before, with a crash at its beginning and near its end, and blocked by an old tab."""
    guard = await town.person()
    phone = await take()
    await phone.context.add_init_script(path=FAILING)
    await phone.begin(guard)
    notes: list[str] = []
    for stops in [0, 1, len(MISSING)] * scale:
        proxy.on(FACT, faults.bad_gateway)
        for photo in (None, camera_photo(320, 240)):
            notes.append(f"{len(notes)} före uppgraderingen.")
            await phone.report(notes[-1], photo)
        await phone.write("Ett utkast.")
        before = await phone.stored()
        await phone.page.goto(ELSEWHERE)
        await phone.page.evaluate(OLDER, ["ledljus", MISSING])
        await keep(phone, "upgrade_stops", str(stops))
        if stops:
            await crash_in_upgrade(await phone.context.new_page())
        await keep(phone, "upgrade_stops", "")
        await phone.page.evaluate(HOLD)
        old = phone.page
        await phone.tab()
        await expect(phone.page.get_by_role("heading", name="Stäng de andra flikarna")).to_be_visible()
        await old.close()
        await phone.page.locator("a.draft").tap()
        await expect(phone.page.get_by_role("textbox", name="Vad har hänt?")).to_have_value("Ett utkast.")
        assert (await phone.stored()).digests == before.digests
        notes.append(f"{len(notes)} ur utkastet.")
        await phone.page.get_by_role("textbox", name="Vad har hänt?").fill(notes[-1])
        await phone.save()
        await phone.home()
        proxy.heal()
        await phone.network_back()
        await arrived_once(town, phone, guard, notes)


@pytest.mark.again
async def test_storage_that_the_browser_threw_away_is_told(town: Town, proxy: Proxy, take: TakePhone) -> None:
    """On the screen and to the server (P-C7); what had a receipt is neither counted nor sent again."""
    guard = await town.person()
    phone = await take()
    await phone.begin(guard)
    arrived = await phone.report("Framme.")
    await phone.all_sent()
    proxy.on(FACT, faults.bad_gateway)
    lost = await phone.report("Bara på telefonen.")
    device = (await phone.stored()).entries[lost]["author"]["deviceId"]
    await phone.page.wait_for_function(MIRRORED)
    await phone.page.goto(ELSEWHERE)
    await phone.page.evaluate(THROW_AWAY)
    proxy.heal()
    await phone.asks_to_sign_in("/")
    await expect(phone.page.get_by_text(THROWN_AWAY)).to_be_visible()
    await phone.sign_in(guard)
    await phone.prepared()
    told = await told_loss(town, guard)
    assert (told["unsent"], told["device_ids"]) == (1, [device])
    notice = phone.page.locator("[data-notice=evicted]")
    await expect(notice).to_contain_text(THROWN_AWAY)
    await notice.get_by_role("button", name="Jag förstår").tap()
    await expect(notice).to_have_count(0)
    await phone.page.reload()
    await phone.prepared()
    await expect(notice).to_have_count(0)
    assert [str(one["id"]) for one in await town.reports_of(guard)] == [arrived]
    assert len(proxy.requests(FACT + arrived)) == 1


async def told_loss(town: Town, guard: Person) -> dict[str, Any]:
    """Wait until the server has recorded one loss of a person's phones; what it says."""
    async with asyncio.timeout(30):
        while True:
            rows = await town.rows(
                "SELECT b.body FROM journal j JOIN journal_bodies b"
                " ON (b.municipality_id, b.record_id) = (j.municipality_id, j.id)"
                " WHERE j.author_id = $1 AND j.kind = 'device.storage_lost'",
                guard.id,
            )
            if rows:
                [told] = [orjson.loads(row["body"]) for row in rows]
                return dict(told)
            await asyncio.sleep(0.2)


async def crash_in_upgrade(page: Page) -> None:
    """Let the app begin its upgrade, and kill the tab in the middle of it."""
    session = await page.context.new_cdp_session(page)
    paused = asyncio.Event()
    session.on("Debugger.paused", lambda _: paused.set())
    await session.send("Debugger.enable")
    opening = asyncio.create_task(page.goto("/"))
    async with asyncio.timeout(30):
        await paused.wait()
    await crash(page)
    await asyncio.wait([opening])
