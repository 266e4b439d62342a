"""Every screen passes axe in both themes and fits 320 pixels; the app's addresses open without network."""

from functools import cache

from playwright.async_api import Page, expect

from api.access.permissions import Role
from api.kit.pages import DIST
from tests.e2e.conftest import TakePhone
from tests.e2e.phone import DESK, Phone
from tests.e2e.pictures import camera_photo
from tests.e2e.proxy import Proxy
from tests.e2e.town import Town

RUN_AXE = """
async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  return violations.flatMap(({ id, nodes }) => nodes.map((n) => `${id}: ${n.target} ${n.failureSummary}`));
}
"""
PLANTED = """
() => {
  const main = document.querySelector("main");
  main.append(document.createElement("button"));
  main.append(Object.assign(document.createElement("p"), { textContent: "grått", id: "grey" }));
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("#grey { color: #777; background: #888; width: 900px }");
  document.adoptedStyleSheets = [sheet];
  main.append(Object.assign(document.createElement("script"), { textContent: "1" }));
}
"""
IS_WIDER = "width => document.scrollingElement.scrollWidth > width"  # innerWidth grows with the page
FIELD_SCREENS = ("/", "/#reports", "/#emergency", "/#sign-out", "/#help", "/#phone", "/#my-data")
THEMES = {"night": "Mörkt", "day": "Ljust"}


@cache
def axe() -> str:
    return (DIST.parent / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")


class Looks:
    """Collects what axe and the ruler say of each screen."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.faults: list[str] = []

    async def look(self, name: str) -> None:
        """Examine the screen that is open."""
        if not await self.page.evaluate("'axe' in window"):
            await self.page.evaluate(axe() + ";null")
        found: list[str] = await self.page.evaluate(RUN_AXE)
        self.faults += [f"{name}: {one}" for one in found]
        size = self.page.viewport_size
        assert size is not None
        for width in (size["width"], 320):
            await self.page.set_viewport_size({"width": width, "height": size["height"]})
            if await self.page.evaluate(IS_WIDER, width):
                self.faults.append(f"{name}: wider than {width} px")
        await self.page.set_viewport_size(size)


async def choose_theme(page: Page, theme: str) -> None:
    await page.goto("/#menu")
    await page.get_by_role("button", name=THEMES[theme], exact=True).click()
    await expect(page.locator("html")).to_have_attribute("data-theme", theme)


async def test_what_is_planted_is_found(take: TakePhone) -> None:
    phone = await take()
    await phone.asks_to_sign_in("/")
    looks = Looks(phone.page)
    async with phone.page.expect_console_message(lambda said: "policy: script-src" in said.text):
        await phone.page.evaluate(PLANTED)
    await looks.look("planted")
    for fault in ("button-name", "color-contrast", "wider than 320 px"):
        assert any(fault in one for one in looks.faults), fault
    assert any("policy: script-src" in one for one in phone.troubles)
    phone.troubles.clear()


async def test_field_screens(town: Town, proxy: Proxy, take: TakePhone) -> None:
    guard = await town.person()
    phone = await take(color_scheme="dark")
    looks = Looks(phone.page)
    await phone.asks_to_sign_in("/")
    await looks.look("sign-in, night")
    await phone.begin(guard)
    report = await phone.report("Krossat glas.", camera_photo(640, 480))
    await phone.all_sent()
    await proxy.refuse()
    await phone.report("Väntar på nät.")
    for theme in THEMES:
        await choose_theme(phone.page, theme)
        await looks.look(f"menu, {theme}")
        await see_field_screens(phone, looks, report, theme)
    await phone.page.goto("/#sign-out")
    await phone.page.get_by_role("button", name="Logga ut").tap()
    await expect(phone.page.get_by_label("Användarnamn")).to_be_visible()
    await looks.look("sign-in, day")
    assert looks.faults == []


async def see_field_screens(phone: Phone, looks: Looks, report: str, theme: str) -> None:
    page = phone.page
    for address in (*FIELD_SCREENS, f"/#reports/{report}"):
        await page.goto(address)
        await expect(phone.status).to_be_visible()
        await expect(page.get_by_role("heading", level=1)).to_be_attached()  # some screens are fetched
        await looks.look(f"{address}, {theme}")
    await page.goto("/")
    await phone.write("Ring 070-174 06 05 om grinden.", photo=camera_photo(640, 480))
    await page.get_by_role("button", name="Objekt").tap()
    await looks.look(f"report, {theme}")
    await page.get_by_role("button", name="Kasta utkastet").tap()
    await looks.look(f"discard, {theme}")
    await page.get_by_role("button", name="Kasta utkastet").tap()
    await expect(page.locator("[data-tile]").first).to_be_visible()


async def test_desk_screens(town: Town, take: TakePhone) -> None:
    phone = await take()
    await phone.begin(await town.person())
    report = await phone.report("Krossat glas.", camera_photo(640, 480))
    await phone.all_sent()
    desk = await take(**DESK)
    looks = Looks(desk.page)
    await desk.asks_to_sign_in("/desk")
    await looks.look("sign-in at the desk")
    await desk.sign_in(await town.person(Role.COORDINATOR, "Siv Samordnare"))
    for theme in THEMES:
        await choose_theme(desk.page, theme)
        await desk.page.goto("/desk")
        await expect(desk.page.locator(f"[data-incident='{report}']")).to_be_visible()
        await looks.look(f"desk list, {theme}")
        await desk.page.goto(f"/desk/incidents/{report}")
        await expect(desk.page.get_by_role("img", name="Bild 1")).to_be_visible()
        await looks.look(f"desk detail, {theme}")
    assert looks.faults == []


async def test_deep_links_open_without_network_and_server(town: Town, proxy: Proxy, take: TakePhone) -> None:
    phone = await take()
    await phone.page.goto("/desk")
    await phone.sign_in(await town.person(Role.COORDINATOR, "Siv Samordnare"))
    await phone.page.goto("/")
    await phone.prepared()
    await proxy.refuse()
    for address, said in (
        ("/", "Inga rapporter än"),
        ("/desk", "Listan kan inte hämtas: servern nås inte"),
        ("/desk/incidents/0192a1b2-0000-7000-8000-000000000000", "servern nås inte"),
        ("/#menu", "Logga ut"),
    ):
        page = await phone.tab(address)
        await expect(page.get_by_text(said).first).to_be_visible()
        await page.close()
