"""Files that the desk and the registers give out, downloaded by the browser and opened by others' readers."""

import csv
import io
from pathlib import Path

from openpyxl import load_workbook  # type: ignore[import-untyped]
from playwright.async_api import Locator, Page, expect
from pypdf import PdfReader

from api.access.permissions import Role
from api.kit.ids import is_code
from tests.e2e.conftest import TakePhone
from tests.e2e.phone import DESK
from tests.e2e.town import Town


async def opened(take: TakePhone, town: Town, path: str, role: Role) -> Page:
    """A page where somebody has just signed in."""
    desk = await take(**DESK)
    await desk.asks_to_sign_in(path)
    await desk.sign_in(await town.person(role, "Siv Samordnare"))
    return desk.page


async def with_reason(page: Page, name: str) -> tuple[str, Path]:
    """The selection as a file, once it is said why."""
    await page.get_by_role("button", name=name).click()
    dialog = page.get_by_role("dialog", name=name)
    await dialog.get_by_label("Varför").fill("Underlag till trygghetsrådet.")
    return await downloaded(page, dialog.get_by_role("button", name="Hämta filen"))


async def downloaded(page: Page, link: Locator) -> tuple[str, Path]:
    """What following a link saves: the name it proposes, and where it lies."""
    async with page.expect_download() as saving:
        await link.click()
    saved = await saving.value
    return saved.suggested_filename, await saved.path()


async def test_a_selection_is_saved_as_csv_and_as_excel(town: Town, take: TakePhone) -> None:
    guard = await town.person()
    grave = await town.told(
        guard, category="theft", severity="high", setting="indoors", note="=1+1 åäö", place="Kajen"
    )
    await town.told(guard, category="theft", severity="low", place="Torget")
    page = await opened(take, town, "/desk?category=theft", Role.COORDINATOR)
    await page.get_by_label("Allvar").select_option(label="Stort")
    await page.get_by_label("Slags plats").select_option(label="Inomhus")
    await page.wait_for_url("**/desk?category=theft&severity=high&setting=indoors")
    await expect(page.locator("[data-incident]")).to_have_count(1)

    name, path = await with_reason(page, "Hämta CSV")
    assert name.endswith("-ledljus.csv")
    raw = path.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")  # or Excel takes it for another alphabet
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))
    place = next(n for n, row in enumerate(rows) if "Kvittensnummer" in row)
    [told] = [dict(zip(rows[place], row, strict=True)) for row in rows[place + 1 :]]
    assert told["Id"] == grave
    assert (told["Allvar"], told["Slags plats"], told["Anteckning"]) == ("hög", "inomhus", "'=1+1 åäö")

    name, path = await with_reason(page, "Hämta Excel")
    assert name.endswith("-ledljus.xlsx")
    book = load_workbook(io.BytesIO(path.read_bytes()))
    head, *lines = book["Händelser"].iter_rows()
    [line] = [dict(zip([cell.value for cell in head], line, strict=True)) for line in lines]
    assert (line["Id"].value, line["Allvar"].value) == (grave, "hög")
    note = line["Anteckning"]
    assert (note.value, note.data_type) == ("=1+1 åäö", "s")  # a text, and no formula


async def test_the_signs_of_a_site_s_checkpoints_are_saved_as_pdf(town: Town, take: TakePhone) -> None:
    page = await opened(take, town, "/admin/sites?q=Stationen", Role.TECHNICIAN)
    await page.get_by_role("link", name="Stationen", exact=True).click()
    await page.get_by_role("link", name="Kontrollpunkter på objektet").click()
    await page.get_by_role("link", name="Ny kontrollpunkt").click()
    await page.get_by_label("Namn (måste").fill("Nödutgången mot spår 2")
    await page.get_by_role("button", name="Spara", exact=True).click()
    await expect(page.get_by_role("link", name="Nödutgången mot spår 2")).to_be_visible()
    [site] = await town.rows("SELECT id FROM sites WHERE name = 'Stationen' ORDER BY id LIMIT 1")
    await page.goto(f"/admin/sites/{site['id']}")
    _, path = await downloaded(page, page.get_by_role("link", name="Skriv ut QR-skyltar (PDF)"))
    [sheet] = PdfReader(io.BytesIO(path.read_bytes())).pages
    lines = sheet.extract_text().splitlines()
    assert {"Nödutgången mot spår 2", "Stationen"} <= set(lines)
    assert any(is_code(line) for line in lines)
