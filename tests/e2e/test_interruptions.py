"""Whatever breaks off the writing of a report, all that was put in is there when it goes on (UX-X5)."""

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import FilePayload, Page, expect

from tests.e2e.conftest import TakePhone
from tests.e2e.phone import Phone, crash
from tests.e2e.pictures import camera_photo
from tests.e2e.town import Town

HIDE = """
() => {
  Object.defineProperty(document, "visibilityState", { get: () => "hidden", configurable: true });
  Object.defineProperty(document, "hidden", { get: () => true, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}
"""
QUICKEST_MS = 300  # no thumb is quicker from the camera to the next thing; letters are given no time at all
NOTE, PLACE = "Vad har hänt?", "Beskriv platsen"
Step = Callable[[Page], Awaitable[None]]


async def type_note(page: Page) -> None:
    await page.get_by_role("textbox", name=NOTE).fill("Krossat glas vid rampen")


async def see_note(page: Page) -> None:
    await expect(page.get_by_role("textbox", name=NOTE)).to_have_value("Krossat glas vid rampen")


async def type_place(page: Page) -> None:
    await page.get_by_role("button", name="Skriv plats").tap()
    await page.get_by_label(PLACE).fill("Bakom kiosken")


async def see_place(page: Page) -> None:
    await expect(page.get_by_label(PLACE)).to_have_value("Bakom kiosken")


async def choose_site(page: Page) -> None:
    await page.get_by_role("button", name="Objekt").tap()
    await page.get_by_role("button", name="Fyrskolan").tap()


async def see_site(page: Page) -> None:
    await expect(page.get_by_role("button", name="Fyrskolan")).to_have_attribute("aria-pressed", "true")


async def choose_details(page: Page) -> None:
    for name in ("Stort", "Polis", "Räddningstjänst"):
        await page.get_by_role("button", name=name, exact=True).tap()


async def see_details(page: Page) -> None:
    for name in ("Stort", "Polis", "Räddningstjänst"):
        button = page.get_by_role("button", name=name, exact=True)
        await expect(button).to_have_attribute("aria-pressed", "true")


async def insert_phrase(page: Page) -> None:
    await page.get_by_role("button", name="Krossad ruta.").tap()


async def see_phrase(page: Page) -> None:
    await expect(page.get_by_role("textbox", name=NOTE)).to_have_value("Krossad ruta.")


async def take_photo(page: Page) -> None:
    file: FilePayload = {"name": "b.jpg", "mimeType": "image/jpeg", "buffer": camera_photo(640, 480)}
    await page.locator("input[type=file]").set_input_files(file)
    await expect(page.get_by_role("img", name="Bild 1")).to_be_visible()
    # The form is the same one: made anew it would lose a photo that is still being read.
    await page.evaluate("document.querySelector('textarea').dataset.same = 1")
    await page.evaluate("dispatchEvent(new HashChangeEvent('hashchange')), null")
    await page.wait_for_timeout(QUICKEST_MS)
    assert await page.locator("textarea[data-same]").count() == 1


async def see_photo(page: Page) -> None:
    await expect(page.get_by_role("img", name="Bild 1")).to_be_visible()


ACTS: dict[str, tuple[Step, Step]] = {
    "note": (type_note, see_note),
    "phrase": (insert_phrase, see_phrase),
    "place": (type_place, see_place),
    "site": (choose_site, see_site),
    "details": (choose_details, see_details),
    "photo": (take_photo, see_photo),
}


async def back(phone: Phone) -> None:
    """By the phone's own key, and on again from home or the list."""
    address = phone.page.url
    await phone.page.go_back()
    await phone.page.goto(address)


async def forth(phone: Phone) -> None:
    """Back and forward again; browsers tell of each twice."""
    await phone.page.go_back()
    await phone.page.go_forward()
    await phone.page.evaluate("dispatchEvent(new HashChangeEvent('hashchange')), null")


async def reload(phone: Phone) -> None:
    await phone.page.reload()


async def rotate(phone: Phone) -> None:
    await phone.page.set_viewport_size({"width": 640, "height": 360})
    await phone.page.set_viewport_size({"width": 360, "height": 640})


async def call(phone: Phone) -> None:
    """The page is put away, frozen, and comes back."""
    await phone.page.evaluate(HIDE)
    session = await phone.context.new_cdp_session(phone.page)
    await session.send("Page.setWebLifecycleState", {"state": "frozen"})
    await session.send("Page.setWebLifecycleState", {"state": "active"})


async def lock(phone: Phone) -> None:
    """The page is put away, and the phone throws it out of its memory."""
    address, page = phone.page.url, phone.page
    await page.evaluate(HIDE)
    await crash(page)
    await phone.tab(address)


INTERRUPTIONS = (back, forth, reload, rotate, call, lock)


async def new_report(phone: Phone, _report: str) -> None:
    await phone.page.evaluate("location.hash = ''")
    await phone.page.locator("[data-tile=vandalism]").tap()


async def addition(phone: Phone, report: str) -> None:
    await phone.page.goto(f"/#reports/{report}")
    await phone.page.get_by_role("button", name="Komplettera").tap()


async def correction(phone: Phone, report: str) -> None:
    await phone.page.goto(f"/#reports/{report}")
    await phone.page.get_by_role("button", name="Rätta", exact=True).tap()


FORMS: dict[Callable[[Phone, str], Awaitable[None]], dict[str, tuple[Step, Step]]] = {
    new_report: ACTS,
    addition: {name: ACTS[name] for name in ("note", "photo")},
    correction: {name: ACTS[name] for name in ("note", "site")},
}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
async def test_nothing_that_was_put_in_is_lost(
    town: Town, take: TakePhone, form: Callable[[Phone, str], Awaitable[None]]
) -> None:
    phone = await take()
    await phone.begin(await town.person())
    report = "" if form is new_report else await phone.report("Först.")
    for interruption in INTERRUPTIONS:
        for name, (put, see) in FORMS[form].items():
            await form(phone, report)
            await put(phone.page)
            await interruption(phone)
            try:
                await see(phone.page)
            except AssertionError as error:
                raise AssertionError(f"{name} lost by {interruption.__name__}") from error
