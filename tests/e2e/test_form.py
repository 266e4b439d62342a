"""The report form: few taps, a place proposed and asked about once, what others have told already."""

import re
from typing import Any

from playwright.async_api import FilePayload, Geolocation, expect

from tests.e2e import faults
from tests.e2e.conftest import TakePhone
from tests.e2e.looks import Looks
from tests.e2e.phone import Phone
from tests.e2e.pictures import camera_photo
from tests.e2e.proxy import Proxy
from tests.e2e.town import Town

LAT, LON = 58.5620, 18.0700
SIMILAR = r"^GET /api/v1/incidents/similar"


def standing(metres_north: float = 0, accuracy: float = 8) -> dict[str, Any]:
    """How a phone is taken that may read its position, and stands there."""
    here = {"latitude": LAT + metres_north / 111_195, "longitude": LON, "accuracy": accuracy}
    return {"permissions": ["geolocation"], "geolocation": here}


async def save(phone: Phone) -> None:
    await phone.page.get_by_role("button", name="Spara", exact=True).tap()


async def saved(phone: Phone) -> None:
    await expect(phone.page.locator("[data-state]")).to_be_visible()


async def test_two_taps_where_a_place_is_proposed_and_three_where_none_is(
    town: Town, take: TakePhone
) -> None:
    for how, most in ((standing(), 2), ({"permissions": []}, 3)):
        phone = await take(**how)
        await phone.begin(await town.person())
        before = await phone.page.evaluate("__seen.taps")
        await phone.page.locator("[data-tile=vandalism]").tap()
        gps = phone.page.locator("[data-place=gps]")
        await expect(gps).to_have_attribute("aria-pressed", "true" if most == 2 else "false")
        await save(phone)
        if most == 3:
            await expect(phone.page.get_by_role("alert")).to_contain_text("plats")
            await save(phone)
        await saved(phone)
        assert await phone.page.evaluate("__seen.taps") - before == most
        assert await phone.page.evaluate("__seen.keys") == 0


async def test_a_rough_position_is_asked_about_once_and_a_dot_shows_while_it_is_read(
    town: Town, take: TakePhone
) -> None:
    phone = await take(**standing(accuracy=120))
    await phone.begin(await town.person())
    page = phone.page
    dot = page.get_by_text("Platsen läses")
    await expect(dot).to_have_count(0)
    await page.locator("[data-tile=vandalism]").tap()
    await expect(dot).to_be_visible()  # 120 m may still become better
    await expect(page.locator("[data-place=gps]")).to_contain_text("120 m")
    yes = page.get_by_role("button", name="Ja, det stämmer")
    await expect(page.get_by_text("Stämmer den?")).to_be_visible()
    await yes.tap()
    await expect(page.get_by_text("Stämmer den?")).to_have_count(0)
    await page.get_by_role("textbox", name="Vad har hänt?").fill("Krossat glas.")
    await page.reload()
    await expect(page.get_by_role("textbox", name="Vad har hänt?")).to_have_value("Krossat glas.")
    await expect(page.get_by_text("Stämmer den?")).to_have_count(0)
    await phone.context.set_geolocation(Geolocation(latitude=LAT, longitude=LON, accuracy=5))
    await page.get_by_role("button", name="Tillbaka").tap()
    await expect(dot).to_have_count(0)


async def tell_nearby(town: Town, take: TakePhone) -> str:
    """A colleague's report with a photo, 40 m away; its id."""
    theirs = await take(**standing(metres_north=40))
    await theirs.begin(await town.person())
    await theirs.page.locator("[data-tile=vandalism]").tap()
    photo: FilePayload = {"name": "b.jpg", "mimeType": "image/jpeg", "buffer": camera_photo(640, 480)}
    await theirs.page.locator("input[type=file]").set_input_files(photo)
    await expect(theirs.page.get_by_role("img", name="Bild 1")).to_be_visible()
    first = await theirs.save()
    await theirs.all_sent()
    return first


async def test_what_a_colleague_has_told_can_be_added_to(town: Town, take: TakePhone) -> None:
    first, guard = await tell_nearby(town, take), await town.person()
    phone = await take(**standing())
    await phone.begin(guard)
    page = phone.page
    await page.locator("[data-tile=vandalism]").tap()
    card = page.locator(f"[data-similar='{first}']")
    pattern = re.compile(r"Liknande rapport 40 m bort, \d\d:\d\d \(foto\): Skadegörelse")
    await expect(card).to_contain_text(pattern)
    looks = Looks(page)
    await looks.look("similar report")
    assert not looks.faults, "\n".join(looks.faults)
    await card.get_by_role("button", name="Samma händelse").tap()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Komplettering: Skadegörelse")
    await page.reload()  # the choice is part of the draft
    await expect(page.get_by_text("läggs till i händelsen")).to_be_visible()
    await save(phone)
    await saved(phone)
    await phone.all_sent()
    assert await town.reports_of(guard) == []
    entries = await town.rows(
        "SELECT kind, subject_id FROM journal WHERE author_id = $1 AND subject_type = 'incidents'", guard.id
    )
    assert [(one["kind"], str(one["subject_id"])) for one in entries] == [("incident.noted", first)]

    await phone.home()
    await page.locator("[data-tile=vandalism]").tap()
    await card.get_by_role("button", name="Samma händelse").tap()
    await page.get_by_role("button", name="Ny händelse").tap()  # changed their mind
    await expect(page.get_by_role("heading", level=1)).to_have_text("Skadegörelse")
    await expect(page.get_by_role("textbox", name="Vad har hänt?")).to_have_value("")
    await expect(card).to_have_count(0)
    await save(phone)
    await saved(phone)
    await phone.all_sent()
    assert len(await town.reports_of(guard)) == 1


async def test_looking_for_the_same_incident_delays_nothing(
    town: Town, proxy: Proxy, take: TakePhone
) -> None:
    phone = await take(**standing())
    await phone.begin(await town.person())
    for fault in (faults.silence, faults.portal, faults.problem(403, "forbidden")):
        rule = proxy.on(SIMILAR, fault)
        await phone.page.locator("[data-tile=vandalism]").tap()
        await rule.until_begun()
        await save(phone)
        await expect(phone.page.locator("[data-state]")).to_be_visible(timeout=5_000)
        await phone.home()
    await phone.all_sent()


async def test_a_warning_of_personal_data_stops_nobody(town: Town, take: TakePhone) -> None:
    guard = await town.person()
    phone = await take()
    await phone.begin(guard)
    page = phone.page
    await page.locator("[data-tile=vandalism]").tap()
    note = page.get_by_role("textbox", name="Vad har hänt?")
    await expect(note).to_have_attribute("placeholder", "Beskriv händelsen, inte personen")
    await expect(page.get_by_text("Tryck på mikrofonen på tangentbordet")).to_be_attached()
    await page.get_by_role("button", name="Krossad ruta.").tap()
    await expect(note).to_have_value("Krossad ruta.")
    await note.press_sequentially(" Ring 070-174 06 05.")
    await expect(page.get_by_text("Texten kan innehålla en personuppgift")).to_be_visible()
    await save(phone)
    await save(phone)
    await saved(phone)
    await phone.all_sent()
    [report] = await town.reports_of(guard)
    assert "070-174" not in report["note"] and report["note"].startswith("Krossad ruta. Ring")


async def test_several_drafts_wait_side_by_side(town: Town, take: TakePhone) -> None:
    phone = await take()
    await phone.begin(await town.person())
    page = phone.page
    for tile, note in (("vandalism", "Första"), ("lighting_fault", "Andra")):
        await page.locator(f"[data-tile={tile}]").tap()
        await page.get_by_role("textbox", name="Vad har hänt?").fill(note)
        await page.get_by_role("button", name="Tillbaka").tap()
    await page.get_by_role("link", name="Fortsätt på 2 utkast").tap()
    for name, note in (("Skadegörelse", "Första"), ("Belysningsfel", "Andra")):
        await page.goto("/#reports")
        await page.get_by_role("link", name=name).tap()
        await expect(page.get_by_role("textbox", name="Vad har hänt?")).to_have_value(note)


async def test_save_is_under_the_thumb_of_either_hand(town: Town, take: TakePhone) -> None:
    phone = await take()
    await phone.begin(await town.person())
    page, middle = phone.page, {"Höger": 1, "Vänster": -1}
    for hand, side in middle.items():
        await page.goto("/#menu")
        await page.get_by_role("button", name=hand, exact=True).tap()
        await page.goto("/")
        await page.locator("[data-tile=vandalism]").tap()
        await expect(page.get_by_role("button", name="Spara", exact=True)).to_be_visible()
        boxes = [
            await page.get_by_role("button", name=name, exact=True).bounding_box()
            for name in ("Tillbaka", "Spara")
        ]
        assert boxes[0] and boxes[1]
        assert (boxes[1]["x"] - boxes[0]["x"]) * side > 0
        assert boxes[1]["y"] > 640 * 0.4  # UX-F3: within the lower 60 %


async def test_112_is_there_where_nothing_else_works(town: Town, proxy: Proxy, take: TakePhone) -> None:
    """UX-F30: without scripts, and where the app's own files never come."""
    phone = await take(java_script_enabled=False)
    await phone.page.goto("/")
    call = phone.page.locator("a[href='tel:112']")
    await expect(call).to_have_text("Ring 112 – pågående brott eller fara för liv")
    boxes = [await call.bounding_box()]
    halting = await take()
    proxy.on(r"^GET /assets/.*\.js", faults.silence)
    await halting.page.goto("/", wait_until="commit")
    await expect(halting.page.locator("a[href='tel:112']")).to_be_visible()
    boxes.append(await halting.page.locator("a[href='tel:112']").bounding_box())
    proxy.heal()
    await halting.page.goto("/")
    await halting.begin(await town.person())
    for address in ("/", "/#menu", "/#emergency", "/#reports"):
        await halting.page.goto(address)
        boxes.append(await halting.page.locator("a[href='tel:112']").bounding_box())
    assert boxes[0] and boxes[0]["height"] >= 64
    assert all(box == boxes[0] for box in boxes), boxes
    where = halting.page.get_by_role("link", name="Var är jag?")
    for address in ("/", "/#reports"):  # one tap to where I am and whom else to call (UX-F32, F33)
        await halting.page.goto(address)
        await where.tap()
        await expect(halting.page.get_by_role("link", name="Ring polisen 114 14")).to_be_attached()
        await expect(halting.page.get_by_role("link", name=re.compile("08-555 01 00"))).to_be_attached()
