"""Every screen passes axe in both themes and fits 320 pixels; the app's addresses open without network."""

import re

from playwright.async_api import expect

from api.access.permissions import Role
from tests.e2e.conftest import TakePhone
from tests.e2e.looks import Looks
from tests.e2e.phone import DESK as DESKTOP
from tests.e2e.pictures import camera_photo
from tests.e2e.proxy import Proxy
from tests.e2e.screens import DESK, FIELD, SIGNED_OUT
from tests.e2e.town import Town

PLANTED = """
() => {
  const main = document.querySelector("main");
  const plant = (tag, id, textContent) =>
    main.append(Object.assign(document.createElement(tag), { id, textContent }));
  plant("button", "nameless", "");
  plant("button", "small", "liten");
  plant("button", "big", "stor");
  plant("button", "close", "nära");
  plant("p", "grey", "grått");
  plant("p", "dim", "svagt");
  document.getElementById("big").className = "primary";
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    #grey { color: #777; background: #888; width: 900px }
    #dim { color: #808080; background: #000 }
    #small { min-height: 0; height: 40px; position: fixed; top: 300px }
    #close { position: fixed; top: 343px }
    #big { min-height: 0; height: 60px }
  `);
  document.adoptedStyleSheets = [sheet];
  document.getElementById("dim").animate({ opacity: [0.99, 1] }, { duration: 1e6 });
  plant("script", "script", "1");
}
"""
PLANTED_FAULTS = (
    r"button-name: #nameless",
    r"color-contrast: #grey",
    r"color-contrast-enhanced: #dim",
    r"wider than 320 px",
    r"target of .* not 48 px: liten",
    r"target of .* not 64 px: stor",
    r"gap of 3, not 8 px: liten \| nära",
    r"moves: .*dim",
    r"day, .* color-contrast: #grey",
)


async def test_what_is_planted_is_found(take: TakePhone) -> None:
    phone = await take()
    await phone.asks_to_sign_in("/")
    looks = Looks(phone.page)
    async with phone.page.expect_console_message(lambda said: "policy: script-src" in said.text):
        await phone.page.evaluate(PLANTED)
    await looks.look("planted")
    found = "\n".join(looks.faults)
    assert [planted for planted in PLANTED_FAULTS if not re.search(planted, found)] == [], found
    assert any("policy: script-src" in one for one in phone.troubles)
    phone.troubles.clear()


async def test_field_screens(town: Town, proxy: Proxy, take: TakePhone) -> None:
    phone = await take()
    looks = Looks(phone.page)
    for screen in SIGNED_OUT:
        await screen.open(phone, "")
        await looks.look(f"signed out {screen.name}")
    await phone.page.goto("/")
    await phone.begin(await town.person())
    report = await phone.report("Krossat glas.", camera_photo(640, 480))
    await phone.all_sent()
    await proxy.refuse()
    await phone.report("Väntar på nät.")
    for screen in FIELD:
        await screen.open(phone, report)
        await looks.look(screen.name)
    assert not looks.faults, "\n".join(looks.faults)


async def test_desk_screens(town: Town, take: TakePhone) -> None:
    phone = await take()
    await phone.begin(await town.person())
    report = await phone.report("Krossat glas.", camera_photo(640, 480))
    await phone.all_sent()
    for role in {screen.role for screen in DESK}:
        desk = await take(**DESKTOP)
        looks = Looks(desk.page, field=False)
        await desk.asks_to_sign_in("/desk")
        await desk.sign_in(await town.person(role, "Siv Skrivbord"))
        for screen in [screen for screen in DESK if screen.role is role]:
            await screen.open(desk, report)
            await looks.look(screen.name)
        assert not looks.faults, "\n".join(looks.faults)


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
