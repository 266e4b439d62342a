"""A second factor in a real browser: asked for where the person is new, not again there, and passkeys."""

import time

import pyotp
from playwright.async_api import CDPSession, expect

from api.access.permissions import Role
from tests.e2e.conftest import TakePhone
from tests.e2e.looks import Looks
from tests.e2e.phone import DESK, Phone
from tests.e2e.proxy import Proxy
from tests.e2e.town import PASSWORD, Person, Town

AUTHENTICATOR = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


async def give_password(phone: Phone, person: Person) -> None:
    page = phone.page
    await page.get_by_label("Användarnamn").fill(person.username)
    await page.get_by_label("Lösenord", exact=True).fill(PASSWORD)
    await page.get_by_role("button", name="Logga in", exact=True).click()


async def give_code(phone: Phone, code: str) -> None:
    await phone.page.get_by_label("Kod från appen").fill(code)
    await phone.page.get_by_role("button", name="Fortsätt").click()


async def leave(phone: Phone) -> None:
    await phone.page.goto("/#menu")
    await phone.page.get_by_role("button", name="Logga ut").tap()
    await expect(phone.page.get_by_label("Användarnamn")).to_be_visible()


async def add_app(phone: Phone, looks: Looks | None = None) -> tuple[str, list[str]]:
    """Add an app on the page that is open; (secret, recovery codes)."""
    page = phone.page
    await page.get_by_role("button", name="Lägg till app med koder").click()
    await expect(page.get_by_role("img", name="QR-kod för kodappen")).to_be_visible()
    secret = (await page.locator("code").inner_text()).replace(" ", "")
    if looks:
        await looks.look("adding an app")
    code = pyotp.TOTP(secret).at(time.time(), counter_offset=-1)  # the present one is for signing in
    await page.get_by_label("Koden som appen visar nu").fill(code)
    await page.get_by_role("button", name="Spara").click()
    await expect(page.locator("li code").first).to_be_visible()
    codes = await page.locator("li code").all_inner_texts()
    if looks:
        await looks.look("recovery codes")
    await page.get_by_role("button", name="Jag har sparat koderna").click()
    return secret, codes


async def with_authenticator(phone: Phone) -> CDPSession:
    """A phone whose screen lock makes passkeys."""
    session = await phone.context.new_cdp_session(phone.page)
    await session.send("WebAuthn.enable")
    await session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return session


async def test_a_code_is_asked_for_in_a_new_browser_only(town: Town, take: TakePhone) -> None:
    guard = await town.person(name="Ellen Nyckel")
    phone = await take()
    looks = Looks(phone.page)
    await phone.begin(guard)
    await phone.page.goto("/#menu")
    await phone.page.get_by_role("link", name="Inloggning och säkerhet").tap()
    await expect(phone.page.get_by_text("Bara lösenord.")).to_be_visible()
    await looks.look("security, empty")
    secret, codes = await add_app(phone, looks)
    await expect(phone.page.locator("[data-factor=totp]")).to_be_visible()
    await looks.look("security")
    await leave(phone)
    await phone.sign_in(guard)  # known here: the password is enough

    new = await take()
    await new.page.goto("/#reports")  # kept while signing in
    await give_password(new, guard)
    await expect(new.page.get_by_role("heading", name="Ett steg till")).to_be_visible()
    looks_new = Looks(new.page)
    await looks_new.look("second step")
    await give_code(new, "000000")
    await expect(new.page.get_by_text("Koden stämmer inte")).to_be_visible()
    await give_code(new, pyotp.TOTP(secret).now())
    await expect(new.page.get_by_role("heading", name="Mina rapporter")).to_be_visible()
    await leave(new)
    await new.sign_in(guard)

    third = await take()
    await third.page.goto("/")
    await give_password(third, guard)
    await give_code(third, codes[0])
    await third.prepared()
    assert looks.faults + looks_new.faults == []


async def test_a_role_that_needs_a_factor_adds_one_first(town: Town, take: TakePhone) -> None:
    lead = await town.person(Role.SHIFT_LEAD, "Alva Ledare")  # the one role this town asks
    phone = await take()
    await phone.page.goto("/")
    await give_password(phone, lead)
    await expect(phone.page.get_by_text("Din roll behöver något mer än ett lösenord")).to_be_visible()
    await phone.page.goto("/#reports")
    await expect(phone.page.get_by_text("Din roll behöver något mer än ett lösenord")).to_be_visible()
    await add_app(phone)
    await phone.page.goto("/")
    await phone.prepared()
    await phone.report("Skriven när appen var på plats.")
    await phone.all_sent()


async def test_a_passkey_is_made_and_signs_in_alone(town: Town, proxy: Proxy, take: TakePhone) -> None:
    guard = await town.person(name="Nils Passkey")
    phone = await take(base_url=f"http://localhost:{proxy.port}")  # passkeys are for names, not for numbers
    await with_authenticator(phone)
    await phone.begin(guard)
    await phone.page.goto("/#security")
    looks = Looks(phone.page)
    await phone.page.get_by_role("button", name="Lägg till passkey").tap()
    await expect(phone.page.get_by_label("Vad ska den heta?")).to_have_value("Min passkey")
    await phone.page.get_by_label("Vad ska den heta?").fill("Nils telefon")
    await looks.look("naming a passkey")
    await phone.page.get_by_role("button", name="Skapa passkey").tap()
    await phone.page.get_by_role("button", name="Jag har sparat koderna").tap()
    await expect(phone.page.locator("[data-factor=passkey]")).to_contain_text("Nils telefon")
    assert looks.faults == []
    await leave(phone)
    await phone.page.get_by_role("button", name="Logga in med passkey").tap()
    await phone.prepared()
    await phone.page.goto("/#security")
    await expect(phone.page.locator("[data-factor=passkey]")).to_contain_text("senast använd")
    await phone.page.get_by_role("button", name="Byt namn på Nils telefon").tap()
    await phone.page.get_by_label("Vad ska den heta?").fill("Nils nya telefon")
    await phone.page.get_by_role("button", name="Spara").tap()
    await phone.page.get_by_role("button", name="Ta bort Nils nya telefon").tap()
    await expect(phone.page.get_by_text("Bara lösenord.")).to_be_visible()


async def test_signing_out_everywhere_ends_the_other_phone_and_what_it_wrote_still_goes(
    town: Town, proxy: Proxy, take: TakePhone
) -> None:
    guard = await town.person(name="Stina Överallt")
    phone, other = await take(), await take()
    for one in (phone, other):
        await one.begin(guard)
    await phone.page.goto("/#security")
    await phone.page.get_by_role("button", name="Logga ut överallt").tap()
    await expect(phone.page.get_by_label("Användarnamn")).to_be_visible()
    await other.report("Skriven på telefonen som blev utloggad.")
    await other.all_sent()
    await other.network_back()
    await expect(other.status).to_contain_text("Logga in igen för att läsa")
    [report] = await town.reports_of(guard)
    assert report["note"] == "Skriven på telefonen som blev utloggad."


async def test_the_security_page_says_what_needs_a_network(town: Town, proxy: Proxy, take: TakePhone) -> None:
    desk = await take(**DESK)
    await desk.page.goto("/desk")
    await desk.sign_in(await town.person(Role.COORDINATOR, "Siv Samordnare"))
    await desk.page.goto("/#security")
    await expect(desk.page.get_by_text("Bara lösenord.")).to_be_visible()
    await desk.page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    await proxy.refuse()
    await desk.page.get_by_role("button", name="Lägg till app med koder").click()
    await expect(desk.page.get_by_text("Det här går bara med nät")).to_be_visible()
