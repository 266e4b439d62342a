"""The picture of README: the phone's home and the coordinator's desk of a running demonstration."""

import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect, sync_playwright

from scripts.chromium import find_chromium

TARGET = Path(__file__).resolve().parents[1] / "docs" / "screenshot.png"
PHONE, DESK = ViewportSize(width=360, height=640), ViewportSize(width=1366, height=768)
MARGIN = 32  # pixels round and between the two
BACKGROUND = "#d9dde3"


def main(url: str) -> None:
    """Take both screens of the demonstration at `url` and put them side by side."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        phone = _sign_in(browser, url, "vaktare@ljusvik.example", PHONE)
        _choose_theme(phone, url, "Mörkt")
        _open(phone, url, shown=phone.locator("[data-tile]").nth(7))
        desk = _sign_in(browser, url, "samordnare@ljusvik.example", DESK)
        _choose_theme(desk, url, "Ljust")
        _open(desk, f"{url}/desk?view=table", shown=desk.locator("[data-incident]").nth(5))
        _side_by_side(_picture(phone), _picture(desk)).save(TARGET, optimize=True)
        browser.close()


def _sign_in(browser: Browser, url: str, username: str, size: ViewportSize) -> Page:
    """A page of somebody's own after signing in."""
    handheld = size["width"] < 600
    context = browser.new_context(
        viewport=size,
        locale="sv-SE",
        timezone_id="Europe/Stockholm",
        is_mobile=handheld,
        has_touch=handheld,
    )
    page = context.new_page()
    page.goto(url)
    page.get_by_label("Användarnamn").fill(username)
    page.get_by_label("Lösenord", exact=True).fill("ljusvik-demo")
    page.get_by_role("button", name="Logga in", exact=True).click()
    expect(page.get_by_label("Användarnamn")).to_have_count(0)
    return page


def _choose_theme(page: Page, url: str, theme: str) -> None:
    """The phone by night and the desk by day."""
    page.goto(f"{url}/#menu")
    page.get_by_role("button", name=theme, exact=True).click()


def _open(page: Page, address: str, shown: Locator) -> None:
    """Go to where the person works, and wait until `shown` stands there."""
    page.goto(address)
    expect(shown).to_be_visible()


def _picture(page: Page) -> Image.Image:
    page.wait_for_timeout(1500)  # the live stream never ends, so the network is never idle
    return Image.open(BytesIO(page.screenshot()))


def _side_by_side(phone: Image.Image, desk: Image.Image) -> Image.Image:
    width = phone.width + desk.width + 3 * MARGIN
    both = Image.new("RGB", (width, desk.height + 2 * MARGIN), BACKGROUND)
    both.paste(phone, (MARGIN, (both.height - phone.height) // 2))
    both.paste(desk, (phone.width + 2 * MARGIN, MARGIN))
    return both


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
