"""Home in every trouble of the phone itself, and the lock: looked at by axe, a ruler and both themes."""

from datetime import timedelta

from playwright.async_api import expect

from tests.e2e import faults
from tests.e2e.conftest import TakePhone
from tests.e2e.looks import Looks
from tests.e2e.phone import Phone
from tests.e2e.proxy import Proxy
from tests.e2e.screens import uncovered
from tests.e2e.test_clocks import CLOCK, set_wrong
from tests.e2e.test_looks import FACT, see, see_home
from tests.e2e.test_storage import FAILING, NEARLY_FULL, keep
from tests.e2e.town import Town

PIN, WRONG_PIN, WEAK_PIN = "482915", "482916", "123456"
CANNOT_SAVE = "Den här telefonen kan inte spara säkert. Ring in rapporten: 08-555 01 00."
FORGET_CANARY = """
() => new Promise((done) => {
  indexedDB.open("ledljus").onsuccess = ({ target: { result } }) => {
    const writing = result.transaction("settings", "readwrite");
    writing.objectStore("settings").delete("canary");
    writing.oncomplete = () => done(result.close());
  };
})
"""


async def troubled(phone: Phone, full: str) -> None:
    """Let the storage fail in a way from the next start on."""
    await keep(phone, "full", full)
    await phone.page.reload()


async def test_troubles_of_the_phone(town: Town, proxy: Proxy, take: TakePhone) -> None:
    guard = await town.person()
    phone = await take()
    looks = Looks(phone.page)
    for script in (FAILING, CLOCK):
        await phone.context.add_init_script(path=script)
    await phone.begin(guard)
    await troubled(phone, "everything")
    await see_home(looks, "storage low", NEARLY_FULL)
    await troubled(phone, "broken")
    await see_home(looks, "cannot save", CANNOT_SAVE)
    await troubled(phone, "")
    await set_wrong(phone, timedelta(minutes=10))
    await phone.report("Klockan går fel.")
    await see_home(looks, "wrong clock", "Telefonens klocka går mer än 5 minuter fel.")
    proxy.on(FACT, faults.portal)
    await phone.report("Bakom ett hotells inloggning.")
    await phone.page.evaluate(FORGET_CANARY)
    await phone.page.reload()
    await see_home(looks, "storage lost, portal, clock and more", "Webbläsaren har rensat telefonens minne.")
    await phone.write("Ett utkast.")
    await phone.page.get_by_role("button", name="Tillbaka").tap()
    await see_home(looks, "the same with a draft", "Fortsätt på ditt utkast")
    await phone.page.get_by_role("link", name="Visa").tap()  # what had no room at home
    await phone.page.get_by_role("button", name="Jag förstår").tap()
    await expect(phone.page.locator("[data-notice=evicted]")).to_have_count(0)
    await phone.page.get_by_role("button", name="Tillbaka").tap()
    await town.expire_session(guard)
    proxy.heal()
    await phone.page.reload()
    await see_home(looks, "sign-in expired", "Logga in igen för att läsa. Du kan rapportera som vanligt.")
    await town.revoke(guard)
    await phone.report("Väntar på inloggning.")
    await see_home(looks, "phone revoked", "Din rapport väntar på att du loggar in.")
    assert not looks.faults, "\n".join(looks.faults)


async def test_the_lock(town: Town, take: TakePhone) -> None:
    phone = await take()
    looks, page = Looks(phone.page), phone.page
    first, second = await town.person(name="Alva Först"), await town.person(name="Bo Nästa")
    await phone.begin(first)
    await page.goto("/#pin")
    await uncovered(phone, "[data-digit='0']")
    await phone.tap_digits(WEAK_PIN)
    await see(looks, "a weak PIN", "Den är för lätt att gissa.")
    await phone.choose_pin(PIN)
    await phone.lock()
    await page.get_by_role("link", name="Glömt PIN? Logga in").tap()
    await phone.sign_in(second)
    await phone.prepared()
    await page.goto("/#pin")
    await phone.tap_digits(PIN)
    await phone.tap_digits(PIN)
    await see(looks, "a PIN chosen", "PIN är vald")
    await page.get_by_role("button", name="Lås och byt användare").tap()
    await see(looks, "locked", "Vem ska använda telefonen?")
    for left in (9, 8, 7):
        await phone.unlock(first, WRONG_PIN)
        if left == 9:
            await see(looks, "wrong PIN", "Fel PIN. 9 försök är kvar.")
        await expect(page.locator("[data-typed='0']")).to_be_visible()
    await see(looks, "too many tries", "För många försök. Vänta")
    assert not looks.faults, "\n".join(looks.faults)
