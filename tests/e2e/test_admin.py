"""The administration in a real browser: two who change the same row, an area drawn, a key shown once."""

import re

from playwright.async_api import FilePayload, Page, expect

from api.access.permissions import Role
from tests.e2e.conftest import TakePhone
from tests.e2e.looks import Looks
from tests.e2e.phone import DESK
from tests.e2e.proxy import Proxy
from tests.e2e.town import Person, Town

SITE = "Hamnparken"


async def at(take: TakePhone, person: Person, path: str) -> Page:
    """A desk of the person's own, signed in there."""
    desk = await take(**DESK)
    await desk.asks_to_sign_in(path)
    await desk.sign_in(person)
    return desk.page


async def site_row(town: Town) -> tuple[str, str, str]:
    (row,) = await town.rows("SELECT name, address, instructions FROM sites WHERE name LIKE $1", f"{SITE}%")
    return row["name"], row["address"], row["instructions"]


async def test_two_who_change_the_same_row_lose_nothing(town: Town, take: TakePhone) -> None:
    pages = [
        await at(take, await town.person(Role.TECHNICIAN, name), "/admin/sites?q=Hamn")
        for name in ("Tea Teknik", "Tor Teknik")
    ]
    for page in pages:
        await page.get_by_role("link", name=SITE).click()
        await expect(page.get_by_label("Adress")).to_have_value("Kajen 4")
    mine, theirs = pages
    await theirs.get_by_label("Adress").fill("Kajen 6")
    await theirs.get_by_label("Instruktion").fill("Grinden stängs 22.00.")
    await theirs.get_by_role("button", name="Spara", exact=True).click()
    await expect(theirs.get_by_text("Sparat.")).to_be_visible()

    await mine.get_by_label("Adress").fill("Kajen 5")
    await mine.get_by_label("Namn", exact=False).first.fill(f"{SITE} norra")
    await mine.get_by_role("button", name="Spara", exact=True).click()
    dialog = mine.get_by_role("dialog", name="Någon annan hann ändra")
    address = dialog.locator("[data-field=address]")
    await expect(address).to_contain_text(re.compile("Ditt.*Kajen 5.*Deras.*Kajen 6", re.S))
    await expect(dialog.locator("[data-field=name]").get_by_label("Ditt")).to_be_checked()
    await expect(dialog.locator("[data-field=instructions]").get_by_label("Deras")).to_be_checked()
    save = dialog.get_by_role("button", name="Spara det valda")
    await expect(save).to_be_disabled()
    assert await site_row(town) == (SITE, "Kajen 6", "Grinden stängs 22.00.")
    await address.get_by_label("Deras").check()
    await save.click()
    await expect(dialog).to_have_count(0)
    await expect(mine.get_by_text("Sparat.")).to_be_visible()
    assert await site_row(town) == (f"{SITE} norra", "Kajen 6", "Grinden stängs 22.00.")


async def test_an_area_is_drawn_by_mouse_or_by_keyboard(town: Town, take: TakePhone) -> None:
    page = await at(take, await town.person(Role.TECHNICIAN, "Tea Teknik"), "/admin/areas/new")
    await page.get_by_label("Namn", exact=False).first.fill("Ritade kvarteret")
    await page.get_by_label("Typ", exact=False).select_option("district")
    corners = page.get_by_label("Hörn, ett per rad")
    drawing = page.locator(".leaflet-container")
    for x, y in ((200, 80), (320, 80), (260, 200)):
        await drawing.click(position={"x": x, "y": y})
    await expect(corners).to_have_value(re.compile(r"^(\S+, \S+\n){2}\S+, \S+$"))
    await page.get_by_role("button", name="Ångra senaste hörnet").click()
    await expect(page.get_by_text("Minst tre hörn behövs.")).to_be_visible()
    await corners.fill("58.55, 18.05\n58.56, 18.05\n58.56 östra\n")
    await expect(page.get_by_text("Rad 3 är inte två tal.")).to_be_visible()
    await corners.fill("58.55, 18.05\n58.56, 18.05\n58.56, 18.07\n58.55, 18.07\n")
    await expect(page.locator(".corner")).to_have_count(4)
    await page.get_by_role("button", name="Spara", exact=True).click()
    await expect(page.get_by_role("link", name="Ritade kvarteret")).to_be_visible()
    rows = await town.rows("SELECT octet_length(geometry) AS n FROM areas WHERE name = 'Ritade kvarteret'")
    await page.goto("/admin/areas/new")
    await expect(page.locator(".other-areas path")).not_to_have_count(0)  # what is there is seen behind
    assert rows[0]["n"] == 1 + 4 + 4 + 4 + 5 * 16  # WKB: five positions, the first again at the end


async def test_a_key_is_shown_once_and_revoked_with_its_consequence_said(town: Town, take: TakePhone) -> None:
    page = await at(take, await town.person(Role.ADMIN, "Ada Admin"), "/admin/keys/new")
    await page.get_by_label("Namn", exact=False).first.fill("Kartan i stadshuset")
    await page.get_by_label("Läsa register till telefonen").check()
    await page.get_by_role("button", name="Spara", exact=True).click()
    await expect(page.get_by_text("Nyckeln visas bara nu")).to_be_visible()
    assert (await page.locator("code").inner_text()).startswith("lj1.")
    await page.get_by_role("link", name="API-nycklar").click()
    row = page.locator("[data-row]", has_text="Kartan i stadshuset")
    await row.get_by_role("button", name="Spärra").click()
    dialog = page.get_by_role("dialog", name="Är du säker?")
    await expect(dialog).to_contain_text("slutar fungera genast")
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    await row.get_by_role("button", name="Spärra").click()
    await dialog.get_by_label("Varför?").fill("Kartan är utbytt.")
    await dialog.get_by_role("button", name="Ja, gör det").click()
    await expect(row.get_by_role("button")).to_have_count(0)


async def test_somebody_becomes_an_administrator_by_two(town: Town, take: TakePhone) -> None:
    guard = await town.person(name="Vera Väntar")
    page = await at(take, await town.person(Role.ADMIN, "Ada Admin"), f"/admin/people/{guard.id}")
    await page.get_by_label("Administratör").check()
    await page.get_by_role("button", name="Spara", exact=True).click()
    dialog = page.get_by_role("dialog", name="Är du säker?")
    await dialog.get_by_label("Varför?").fill("Tar över efter Siv.")
    await dialog.get_by_role("button", name="Ja, gör det").click()
    await page.locator(".waits").get_by_role("link", name="Bekräftelser").click()
    asked = page.locator("[data-confirmation]", has_text="Vera Väntar")
    await expect(asked).to_contain_text("Väntar på någon annan")
    await expect(asked.get_by_role("button", name="Bekräfta")).to_have_count(0)
    other = await at(take, await town.person(Role.ADMIN, "Bo Fyr"), "/admin/organisations")
    await other.get_by_role("link", name="väntar på ditt ja eller nej").click()
    row = other.locator("[data-confirmation]", has_text="Vera Väntar")
    for said in ("Väntar på dig", "Roller: Väktare → ", "Tar över efter Siv.", "Ada Admin"):
        await expect(row).to_contain_text(said)
    looks = Looks(other, field=False)
    await looks.look("what waits for a second person")
    await row.get_by_role("button", name="Bekräfta").click()
    await expect(row).to_contain_text("Gjord")
    assert not looks.faults, "\n".join(looks.faults)
    (roles,) = await town.rows("SELECT roles FROM people WHERE id = $1", guard.id)
    assert set(roles["roles"]) == {"admin", "guard"}


async def test_a_file_is_tried_before_it_is_imported(town: Town, take: TakePhone) -> None:
    page = await at(take, await town.person(Role.TECHNICIAN, "Tea Teknik"), "/admin/import/sites")
    broken = "namn;typ;lat;lon;kontrollpunkt\nBrandstationen;slott;58,5;18\n"
    await page.locator("input[type=file]").set_input_files(_file(broken))
    await expect(page.get_by_role("row", name=re.compile("Rad 2, Typ"))).to_be_visible()
    await page.locator("input[type=file]").set_input_files(_file(broken.replace("slott", "annat")))
    await page.get_by_role("button", name="Importera 1 rad").click()
    await expect(page.get_by_text("1 rad är importerad.")).to_be_visible()
    assert await town.rows("SELECT FROM sites WHERE name = 'Brandstationen' AND kind = 'other'")


async def test_a_rule_of_gallring_is_decided_with_its_consequence_said(town: Town, take: TakePhone) -> None:
    page = await at(take, await town.person(Role.ADMIN, "Ada Admin"), "/admin/retention-rules")
    await page.get_by_role("link", name="Ny gallringsregel").click()
    await page.get_by_label("Vad som gallras").select_option("letters")
    await page.get_by_label("Efter dagar").fill("3650")
    await page.get_by_label("Beslutets nummer").fill("KS 2026/14")
    await page.get_by_label("Beslutat den").fill("2026-03-02")
    await page.get_by_role("button", name="Spara", exact=True).click()
    dialog = page.get_by_role("dialog", name="Är du säker?")
    await expect(dialog).to_contain_text("kan inte återskapas")
    assert await town.rows("SELECT FROM retention_rules") == []
    await dialog.get_by_role("button", name="Ja, gör det").click()
    await page.goto("/admin/retention-rules")
    row = page.get_by_role("row", name=re.compile("Brev som är skickade"))
    await expect(row).to_contain_text("KS 2026/14")


async def test_who_may_not_change_is_told_so(town: Town, take: TakePhone) -> None:
    page = await at(take, await town.person(Role.TECHNICIAN, "Tea Teknik"), "/admin/people")
    await expect(page.get_by_text("Ditt konto får inte ändra här")).to_be_visible()
    await page.goto("/admin")  # leads to where there is something to do
    await expect(page.get_by_role("heading", name="Områden")).to_be_visible()
    assert await page.get_by_role("link", name="Personer").count() == 0


async def test_a_list_that_cannot_be_had_says_so_and_comes_when_it_can(
    town: Town, proxy: Proxy, take: TakePhone
) -> None:
    page = await at(take, await town.person(Role.ADMIN, "Ada Admin"), "/admin/people?role=guard")
    await expect(page.get_by_role("link", name="Visa alla, inte bara Roll: Väktare")).to_be_visible()
    await proxy.refuse()
    await page.get_by_role("link", name="Organisationer").click()
    await expect(page.get_by_role("alert")).to_contain_text("servern nås inte")
    await proxy.accept()
    await page.get_by_role("button", name="Försök igen").click()
    await expect(page.get_by_role("link", name="Fyrvakt")).to_be_visible()


def _file(text: str) -> FilePayload:
    return {"name": "objekt.csv", "mimeType": "text/csv", "buffer": text.encode()}
