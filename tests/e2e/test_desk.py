"""The coordinator's desk shows what came from the field, to those who may read it."""

from playwright.async_api import expect

from api.access.permissions import Role
from tests.e2e.conftest import TakePhone
from tests.e2e.phone import DESK
from tests.e2e.pictures import camera_photo
from tests.e2e.town import Town

NOTE = "Trasig lykta och krossat glas vid rampen."


async def test_the_desk_lists_and_opens_a_report(town: Town, take: TakePhone) -> None:
    guard = await town.person()
    phone = await take()
    await phone.begin(guard)
    report = await phone.report(NOTE, camera_photo(640, 480))
    await phone.all_sent()
    receipt = await phone.receipt_of(report)

    coordinator = await town.person(Role.COORDINATOR, "Siv Samordnare")
    desk = await take(**DESK)
    await desk.page.goto("/")
    await desk.sign_in(coordinator)
    await desk.page.wait_for_url("**/lagesbild")
    await desk.page.get_by_role("link", name="Händelser", exact=True).click()
    row = desk.page.locator(f"[data-incident='{report}']")
    await expect(row).to_contain_text("Gångtunneln vid stationen")
    await row.get_by_role("link").click()
    page = desk.page
    await expect(page.get_by_role("heading", name="Skadegörelse")).to_be_visible()
    await expect(page.get_by_text(NOTE, exact=True)).to_be_visible()
    await expect(page.get_by_text(receipt).first).to_be_visible()
    picture = page.get_by_role("img", name="Bild 1")
    await picture.scroll_into_view_if_needed()
    await expect(picture).to_have_js_property("complete", True)
    assert await picture.evaluate("picture => picture.naturalWidth") > 0
    await page.reload()
    await expect(page.get_by_text(NOTE, exact=True)).to_be_visible()


async def test_a_reader_meets_no_text_and_no_photo(town: Town, take: TakePhone) -> None:
    phone = await take()
    await phone.begin(await town.person())
    report = await phone.report(NOTE, camera_photo(640, 480))
    await phone.all_sent()

    desk = await take(**DESK)
    heard: list[str] = []
    desk.context.on("response", lambda response: heard.append(response.url))
    await desk.page.goto(f"/desk/incidents/{report}")
    await desk.sign_in(await town.person(Role.READER, "Rut Läsare"))
    await expect(desk.page.get_by_text("Din roll läser händelser utan fritext")).to_be_visible()
    said = await desk.page.locator("main").inner_text()
    assert "lykta" not in said and "Gångtunneln" not in said
    assert [url for url in heard if "/attachments/" in url] == []
    await desk.page.goto("/")  # the field app is for those who write
    await desk.page.wait_for_url("**/desk")


async def test_field_staff_start_at_the_tiles(town: Town, take: TakePhone) -> None:
    phone = await take()
    await phone.page.goto("/#sign-in")
    await phone.sign_in(await town.person(Role.HOST, "Vera Värd"))
    await phone.prepared()
    assert phone.page.url.removeprefix(phone.page.url.split("/", 3)[0]).endswith("/")
