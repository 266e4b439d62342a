"""One selection in list, map and table, by keys alone, kept live, and never with text for who reads none."""

import re

from playwright.async_api import expect

from api.access.permissions import Role
from tests.e2e.conftest import TakePhone
from tests.e2e.phone import DESK, Phone
from tests.e2e.proxy import Proxy
from tests.e2e.town import Town

HARBOUR = {"lat": 58.5633, "lon": 18.0577, "accuracy_m": 8}
GONE_TILES = {"url": "/gone/{z}/{x}/{y}.png", "attribution": "Ingen"}


async def at_desk(town: Town, take: TakePhone, path: str, role: Role = Role.COORDINATOR) -> Phone:
    """Somebody signed in at a page of the desk."""
    desk = await take(**DESK)
    await desk.page.goto(path)
    await desk.sign_in(await town.person(role, "Siv Samordnare"))
    return desk


async def test_a_selection_is_shared_by_the_views_and_kept_by_back_and_forward(
    town: Town, take: TakePhone
) -> None:
    guard = await town.person()
    noise = await town.told(guard, category="noise", place="Hamnen", position=HARBOUR)
    other = await town.told(guard, category="traffic", place="Torget")
    page = (await at_desk(town, take, "/desk")).page
    await expect(page.locator(f"[data-incident='{other}']")).to_be_visible()
    await page.get_by_text("Urval", exact=True).click()  # folded on a low screen, where the list comes first
    await page.get_by_label("Händelsetyp").select_option("noise")
    await expect(page.locator(f"[data-incident='{other}']")).to_have_count(0)
    await page.get_by_role("link", name="Tabell").click()
    await page.wait_for_url("**/desk?category=noise&view=table")
    await expect(page.locator(f"tr[data-incident='{noise}']")).to_be_visible()
    await page.get_by_role("link", name="Mottagen").click()
    await expect(page.get_by_role("columnheader", name="Mottagen")).to_have_attribute(
        "aria-sort", "descending"
    )
    await page.get_by_role("link", name="Karta").click()
    await page.wait_for_url("**/desk?category=noise&view=map&sort=-received_at")
    await expect(page.locator(f"li[data-incident='{noise}']")).to_be_visible()
    await page.go_back()
    await expect(page.locator(f"tr[data-incident='{noise}']")).to_be_visible()
    for _ in range(3):
        await page.go_back()
    await page.wait_for_url("**/desk")
    await expect(page.locator(f"[data-incident='{other}']")).to_be_visible()
    await page.go_forward()
    await expect(page.locator(f"[data-incident='{other}']")).to_have_count(0)
    await page.get_by_role("button", name="Spara urval").click()
    await page.get_by_label("Namn på urvalet").fill("Bara buller")
    await page.get_by_role("button", name="Spara urvalet").click()
    await page.goto("/desk")
    await page.get_by_role("combobox", name="Sparade urval").select_option(label="Bara buller")
    await page.wait_for_url("**/desk?category=noise")


async def test_everything_is_done_by_keys(town: Town, take: TakePhone) -> None:
    guard = await town.person()
    older = await town.told(guard, place="Kajen", category="litter")
    newer = await town.told(guard, place="Bryggan", category="litter")
    page = (await at_desk(town, take, "/desk?category=litter")).page
    await expect(page.locator(f"[data-incident='{newer}']")).to_be_visible()
    await page.keyboard.press("j")
    await page.keyboard.press("j")
    await expect(page.locator(f"[data-incident='{older}'] a")).to_be_focused()
    await page.keyboard.press("k")
    await page.keyboard.press("Enter")
    await page.wait_for_url(f"**/desk/incidents/{newer}?category=litter")
    await expect(page.get_by_text("Bryggan").first).to_be_visible()
    await page.keyboard.press("j")
    await page.wait_for_url(f"**/desk/incidents/{older}?category=litter")
    await expect(page.get_by_text("Kajen").first).to_be_visible()
    await page.keyboard.press("u")
    await expect(page.locator(f"[data-incident='{older}'] a")).to_be_focused()
    await page.keyboard.press("3")
    await expect(page.locator(f"tr[data-incident='{newer}']")).to_be_visible()
    await page.keyboard.press("/")
    await expect(page.get_by_role("searchbox")).to_be_focused()
    await page.keyboard.type("j?3")  # in a field keys are letters
    await expect(page.get_by_role("searchbox")).to_have_value("j?3")
    await page.keyboard.press("Escape")
    await page.get_by_role("heading", level=1).click()
    await page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Kortkommandon")
    await expect(dialog.get_by_text("Nästa händelse", exact=True)).to_be_visible()
    await dialog.get_by_label("Enstaka tangenter gör något").uncheck()
    await page.keyboard.press("Escape")
    await page.keyboard.press("1")
    await expect(page.locator(f"tr[data-incident='{newer}']")).to_be_visible()


async def test_the_open_list_and_detail_follow_without_moving(
    town: Town, proxy: Proxy, take: TakePhone
) -> None:
    guard = await town.person()
    first = await town.told(guard, place="Gamla bron", category="fire")
    desk = await at_desk(town, take, "/desk?category=fire")
    row = desk.page.locator(f"[data-incident='{first}']")
    await expect(row).to_be_visible()
    before = await row.bounding_box()
    detail = await desk.tab(f"/desk/incidents/{first}")
    await expect(detail.locator("[data-record]")).to_have_count(1)
    second = await town.told(guard, place="Nya bron", category="fire")
    await town.said(guard, first, "note", note="Brandbilen är på plats.")
    await expect(detail.locator("[data-record='note']")).to_contain_text("Brandbilen är på plats.")
    page = desk.context.pages[0]
    await expect(page.get_by_role("button", name="1 ny. Visa")).to_be_visible()
    await expect(row).to_contain_text("1 tillägg")
    after = await row.bounding_box()
    assert before is not None and after is not None and before["y"] == after["y"]
    await page.get_by_role("button", name="1 ny. Visa").click()
    await expect(page.locator(f"[data-incident='{second}']")).to_be_visible()
    assert len(proxy.requests("GET /api/v1/journal/stream")) == 1, "one stream for both tabs"


async def test_the_map_stands_without_its_tiles(town: Town, take: TakePhone) -> None:
    guard = await town.person()
    near = [await town.told(guard, category="parking_fault", position=HARBOUR, place=None) for _ in range(3)]
    desk = await take(**DESK)
    await desk.context.route("**/api/v1/map-tiles", lambda route: route.fulfill(json=GONE_TILES))
    await desk.page.goto("/desk?category=parking_fault&view=map&bbox=18.0,58.5,18.1,58.6")
    await desk.sign_in(await town.person(Role.COORDINATOR, "Siv Samordnare"))
    page = desk.page
    await expect(page.get_by_text("Kartbakgrunden kan inte hämtas")).to_be_visible()
    await expect(page.locator(".cluster-mark")).to_have_text("3")
    await expect(page.get_by_text("3 i kartbilden")).to_be_visible()
    for one in near:
        await expect(page.locator(f"li[data-incident='{one}']")).to_be_visible()
    await page.get_by_role("button", name="Begränsa till kartbilden").click()
    await page.wait_for_url(re.compile("bbox=17"))
    await page.get_by_role("button", name="Ta bort begränsningen").click()
    await page.wait_for_url(lambda url: "bbox" not in url)


async def test_who_reads_no_text_meets_none_in_any_view(town: Town, take: TakePhone) -> None:
    guard = await town.person()
    note, place = "Splittrad spegelglasruta", "Hemliga gränden"
    made = await town.told(guard, category="burglary", note=note, place=place, position=HARBOUR)
    await town.said(guard, made, "correction", note=f"{note} och karm", reason="Såg mer")
    page = (await at_desk(town, take, "/desk?category=burglary", Role.READER)).page
    for path in ("", "&view=table", "&view=map"):
        await page.goto(f"/desk?category=burglary{path}")
        await expect(page.locator(f"[data-incident='{made}']")).to_be_visible()
        await expect(page.get_by_text("Din roll läser utan fritext")).to_be_visible()
        said = await page.locator("main").inner_text()
        assert not any(word in said for word in ("spegelglas", "gränden", "Såg mer"))
    await page.goto(f"/desk/incidents/{made}")
    await expect(page.get_by_text("Rollen läsare är till för")).to_be_visible()
    said = await page.locator("main").inner_text()
    assert not any(word in said for word in ("spegelglas", "gränden", "Såg mer"))


async def test_the_first_page_counts_what_waits(town: Town, take: TakePhone) -> None:
    guard = await town.person()
    desk = await at_desk(town, take, "/", Role.SAFETY_CHIEF)
    await desk.page.wait_for_url("**/lagesbild")
    counts = desk.page.locator("li strong")
    await expect(counts).to_have_count(5)
    before = int(await counts.nth(1).inner_text())
    await town.told(guard, category="nowhere")
    await expect(counts.nth(1)).to_have_text(str(before + 1))
    await desk.page.get_by_role("link", name="behöver ses över").click()
    await desk.page.wait_for_url("**/desk?needs=flagged")
    await expect(desk.page.locator("[data-incident]").first).to_contain_text("Behöver ses över")
