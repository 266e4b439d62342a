"""A person's phone (or desk): a browser context of its own with the acts a person does there."""

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import Any

from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    FilePayload,
    Locator,
    Page,
    expect,
)

from tests.e2e.stored import READ_STORE, Stored
from tests.e2e.town import PASSWORD, Person

WATCH = Path(__file__).with_name("watch.js")
POCKET = {"viewport": {"width": 360, "height": 640}, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1366, "height": 768}, "has_touch": False, "is_mobile": False}
PATIENCE_MS = 30_000  # a machine that also does other things; what has a limit of its own says so
ALL_SENT, WAITING = "Allt skickat", "väntar på att skickas"
SAVED = "Sparad på telefonen"

expect.set_options(timeout=PATIENCE_MS)


class Phone:
    """One browser context; `page` is the tab in front. `troubles` is what should never be said there."""

    def __init__(self, context: BrowserContext, page: Page) -> None:
        self.context, self.page = context, page
        self.troubles: list[str] = []
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.troubles.append(f"thrown: {error.error}"))

    def _hear(self, message: ConsoleMessage) -> None:
        # A browser also logs every refused connection and every 4xx: here those are planted.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.troubles.append(message.text)

    @property
    def status(self) -> Locator:
        """The one status line."""
        return self.page.locator("[data-status]")

    async def asks_to_sign_in(self, path: str) -> None:
        """Open a page with nobody signed in."""
        await self.page.goto(path)
        await expect(self.page.get_by_label("Användarnamn")).to_be_visible()

    async def sign_in(self, person: Person) -> None:
        """Sign in at whatever page asks for it, and wait until the phone is ready for a dead zone."""
        page = self.page
        await page.get_by_label("Användarnamn").fill(person.username)
        await page.get_by_label("Lösenord", exact=True).fill(PASSWORD)
        await page.get_by_role("button", name="Logga in", exact=True).click()
        # An expectation asks again after a second; a wait, after a tenth of one: everybody signs in.
        await page.locator("#username").wait_for(state="detached")  # registers have the label too

    async def begin(self, person: Person) -> None:
        """Load the app, sign in, and have worker, field kit and enrolment in place."""
        await self.page.goto("/")
        await self.sign_in(person)
        await self.prepared()

    async def tap_digits(self, pin: str) -> None:
        """Tap a PIN on the phone's own keys."""
        for digit in pin:
            await self.page.locator(f"[data-digit='{digit}']").tap()

    async def choose_pin(self, pin: str) -> None:
        """Choose a PIN for whoever is signed in, and go home."""
        await self.page.goto("/#pin")
        await self.tap_digits(pin)
        await expect(self.page.get_by_role("heading", name="Samma siffror en gång till")).to_be_visible()
        await self.tap_digits(pin)
        await expect(self.page.get_by_role("heading", name="PIN är vald")).to_be_visible()
        await self.page.get_by_role("link", name="Ny rapport").tap()

    async def lock(self) -> None:
        """Lock the phone by its menu, as one does who hands it over."""
        await self.page.get_by_role("link", name="Meny").tap()
        await self.page.locator("[data-hand-over]").tap()
        await expect(self.page.locator("[data-locked]")).to_be_visible()

    async def unlock(self, person: Person, pin: str) -> None:
        """Choose a name where there is a choice, and give the PIN."""
        choice = self.page.get_by_role("button", name=person.name)
        heading = self.page.get_by_role("heading", name=person.name)
        await expect(choice.or_(heading)).to_be_visible()
        if await choice.count():
            await choice.tap()
        await self.tap_digits(pin)

    async def prepared(self) -> None:
        """Wait until the phone could be taken into a dead zone: worker, field kit, enrolment."""
        await self.page.locator("[data-tile]").nth(7).wait_for()
        await self.page.locator("[data-notice=not_enrolled]").wait_for(state="detached")
        await self.page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        await expect(self.status).to_be_visible()

    async def write(self, note: str, tile: str = "vandalism", photo: bytes | None = None) -> None:
        """Fill a report: tile, place in words, note, photo."""
        page = self.page
        await page.locator(f"[data-tile={tile}]").tap()
        await page.get_by_role("button", name="Skriv plats").tap()
        await page.get_by_label("Beskriv platsen").fill("Gångtunneln vid stationen")
        await page.get_by_role("textbox", name="Vad har hänt?").fill(note)
        if photo:
            file: FilePayload = {"name": "bild.jpg", "mimeType": "image/jpeg", "buffer": photo}
            await page.locator("input[type=file]").set_input_files(file)
            await expect(page.get_by_role("img", name="Bild 1")).to_be_visible()

    async def save(self) -> str:
        """Press Save, wait for the phone's word, and go home; the report's id."""
        await self.page.get_by_role("button", name="Spara", exact=True).tap()
        await self.page.wait_for_url("**/#reports/*")
        await expect(self.page.locator("[data-state]")).to_be_visible()
        return self.page.url.rpartition("/")[2]

    async def home(self) -> None:
        """Back to the tiles."""
        await self.page.get_by_role("link", name="Ny rapport").tap()
        await expect(self.page.locator("[data-tile]").first).to_be_visible()

    async def report(self, note: str, photo: bytes | None = None) -> str:
        """Write and save a report, and go home; its id."""
        await self.write(note, photo=photo)
        found = await self.save()
        await self.home()
        return found

    async def all_sent(self) -> None:
        """Wait for the phone to say that everything is sent."""
        await self.page.locator("[data-status]", has_text=ALL_SENT).wait_for(timeout=2 * PATIENCE_MS)

    async def network_back(self) -> None:
        """Tell the page what a browser tells it when there is a network again."""
        await self.page.evaluate("dispatchEvent(new Event('online')), null")

    async def receipt_of(self, report: str) -> str:
        """The receipt number the phone shows for a report."""
        await self.page.goto(f"/#reports/{report}")
        shown = self.page.locator(".receipt strong")
        await expect(shown).to_be_visible()
        return await shown.inner_text()

    async def stored(self) -> Stored:
        """What lies in the phone's database."""
        told: dict[str, Any] = await self.page.evaluate(READ_STORE)
        return Stored(told)

    async def turn_to(self, page: Page) -> None:
        """Bring another tab in front; browsers draw those behind it once a second at most."""
        self.page = page
        await page.bring_to_front()

    async def tab(self, path: str = "/") -> Page:
        """Open one more tab, which is then in front."""
        self.page = await self.context.new_page()
        await self.page.goto(path)
        return self.page

    async def die_and_open(self) -> Page:
        """The tab in front is killed, and the app opened again."""
        await crash(self.page)
        return await self.tab()


def options_of(origin: str, **how: Any) -> dict[str, Any]:
    """How a browser context becomes a Swedish phone; `how` comes before."""
    swedish = {"locale": "sv-SE", "timezone_id": "Europe/Stockholm", "base_url": origin}
    return swedish | POCKET | how


async def watched(context: BrowserContext) -> Phone:
    """The phone of a context, with an eye on every page of it."""
    context.set_default_timeout(PATIENCE_MS)
    await context.add_init_script(path=WATCH)
    return Phone(context, await context.new_page())


async def take_phone(browser: Browser, origin: str, **how: Any) -> Phone:
    """A new phone out of its box; `how` goes to the browser context."""
    return await watched(await browser.new_context(**options_of(origin, **how)))


async def crash(page: Page) -> None:
    """End the tab's process, as a phone without memory does."""
    crashed = asyncio.Event()
    page.on("crash", lambda _: crashed.set())
    session = await page.context.new_cdp_session(page)
    ending = asyncio.create_task(session.send("Page.crash"))
    async with asyncio.timeout(30):
        await crashed.wait()
    ending.cancel()
    with suppress(Error, asyncio.CancelledError):
        await ending
    await page.close()
