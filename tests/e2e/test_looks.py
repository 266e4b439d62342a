"""Every screen passes axe in both themes and fits 320 pixels; the app's addresses open without network."""

import re

import pytest
from playwright.async_api import expect

from api.access.permissions import Role
from tests.e2e import faults
from tests.e2e.conftest import TakePhone
from tests.e2e.looks import Looks
from tests.e2e.phone import DESK as DESKTOP
from tests.e2e.pictures import camera_photo
from tests.e2e.proxy import Proxy
from tests.e2e.screens import DESK, FIELD, SIGNED_OUT
from tests.e2e.town import Town

FACT = r"^PUT /api/v1/incidents/"
# What a thumb cannot reach, a line of which only a part is seen, a status that is a story.
HOME_FAULTS = """
async () => {
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  const status = document.querySelector("[data-status]");
  const { width, height } = status.getBoundingClientRect();
  const lines = (height - 8) / parseFloat(getComputedStyle(status).lineHeight);
  const call = ["server_silent", "cannot_save"]; // with a number to call
  const most = call.includes(status.dataset.status) ? 3 : 2;
  const tiles = [...document.querySelectorAll("[data-tile]")].filter((tile) => {
    const { left, top, width, height } = tile.getBoundingClientRect();
    const edges = [[left + width / 2, top + 1], [left + width / 2, top + height - 2]];
    return edges.some(([x, y]) => !tile.contains(document.elementFromPoint(x, y)));
  });
  const list = document.querySelector(".latest ol")?.getBoundingClientRect();
  const cut = [...document.querySelectorAll(".latest li")].filter((line) => {
    const { left, bottom } = line.getBoundingClientRect();
    return left < list.right && bottom > list.bottom + 0.5;
  });
  return [
    ...tiles.map((tile) => `out of reach: ${tile.innerText}`),
    ...cut.map((line) => `cut: ${line.innerText}`),
    ...(width > innerWidth - 32 && lines < most + 0.2 ? [] : [`status: ${lines} lines on ${width} px`]),
  ];
}
"""
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


async def test_field_states(town: Town, proxy: Proxy, take: TakePhone) -> None:
    """Home with every status and notice; a state stays while the next ones come."""
    phone = await take()
    looks, page = Looks(phone.page), phone.page
    guard = await town.person()
    await phone.asks_to_sign_in("/")
    await page.get_by_label("Användarnamn").fill(guard.username)
    await page.get_by_label("Lösenord", exact=True).fill("fel")
    await page.get_by_role("button", name="Logga in", exact=True).click()
    await see(looks, "wrong password", "Användarnamnet eller lösenordet stämmer inte.")
    await phone.sign_in(guard)
    await phone.prepared()
    await see_home(looks, "nothing yet", "Inga rapporter på telefonen än")
    await phone.context.set_offline(True)
    await see_home(looks, "no coverage", "Ingen täckning.")
    await phone.context.set_offline(False)
    errors = [{"field": "place", "reason": "missing"}]
    proxy.on(FACT, faults.problem(422, "invalid", errors=errors), times=1)
    rejected = await phone.report("Den här tar servern inte emot.")
    await see_home(looks, "rejected", "1 rapport behöver åtgärdas")
    await page.goto(f"/#reports/{rejected}")
    await see(looks, "a rejected report", "Behöver åtgärdas")
    await phone.home()
    proxy.on(FACT, faults.portal)
    await phone.report("Bakom ett hotells inloggning.")
    await see_home(looks, "portal", "Nätet kräver inloggning i webbläsaren")
    proxy.heal()  # what is pressing comes first, and nothing is offered while something is sent
    await phone.network_back()
    proxy.on("^GET /sw.js", faults.newer_app(1))
    await page.evaluate("navigator.serviceWorker.ready.then((worker) => void worker.update())")
    await see_home(looks, "new version", "Ny version finns.")
    await page.goto("/#menu")
    await page.get_by_role("button", name="Vänster").tap()
    await page.get_by_role("button", name="English").tap()
    await page.get_by_role("button", name="Back").tap()  # what is told is told in English without a new start
    await see_home(looks, "in English, left hand", "The app is not installed on the phone.")
    assert not looks.faults, "\n".join(looks.faults)


async def see(looks: Looks, name: str, told: str) -> None:
    """Wait until the screen tells so, and look at it."""
    await expect(looks.page.get_by_text(told).first).to_be_visible()
    await looks.look(name)


async def see_home(looks: Looks, name: str, told: str) -> None:
    """Look at home: eight tiles to tap without scrolling and nothing cut, whatever there is to tell (F1)."""
    await see(looks, name, told)
    await expect(looks.page.locator("[data-tile]")).to_have_count(8)
    looks.faults += [f"{name}: {fault}" for fault in await looks.page.evaluate(HOME_FAULTS)]


@pytest.mark.parametrize("role", sorted({screen.role for screen in DESK}))
async def test_desk_screens(town: Town, take: TakePhone, role: Role) -> None:
    phone = await take()
    await phone.begin(await town.person())
    report = await phone.report("Krossat glas.", camera_photo(640, 480))
    await phone.all_sent()
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
        ("/", "Inga rapporter på telefonen än"),
        ("/desk", "Listan kan inte hämtas: servern nås inte"),
        ("/desk/incidents/0192a1b2-0000-7000-8000-000000000000", "servern nås inte"),
        ("/#menu", "Logga ut"),
    ):
        page = await phone.tab(address)
        await expect(page.get_by_text(said).filter(visible=True).first).to_be_visible()
        await page.close()
