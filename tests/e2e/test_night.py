"""At night nothing light is ever painted, from the first frame on (UX-F7)."""

import asyncio
import base64
import io
from typing import Any

from PIL import Image
from playwright.async_api import Page, expect

from tests.e2e.conftest import TakePhone
from tests.e2e.proxy import Proxy
from tests.e2e.town import Town

NIGHT: dict[str, Any] = {"color_scheme": "dark"}  # what the system asks for is night at any hour
DARK = "data:text/html,<meta name=color-scheme content=dark><body style=background:black>"
LIGHT, MOST_LIGHT = 200, 0.2  # of 255; a tenth of the screen is letters, lines and one yellow button
# A page whose ground is light until everything is there, as it would be with its colours in a late file.
FLASH = """
const light = new CSSStyleSheet();
light.replaceSync("html { background: white !important }");
document.adoptedStyleSheets = [light];
addEventListener("load", () => (document.adoptedStyleSheets = []));
"""


class Film:
    """Every frame a page paints, as the share of it that is light."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.shares: list[float] = []
        self._keeping: list[asyncio.Future[None]] = []

    async def __aenter__(self) -> "Film":
        self._session = await self.page.context.new_cdp_session(self.page)
        self._session.on("Page.screencastFrame", self._see)
        await self._session.send("Page.startScreencast", {"format": "png", "everyNthFrame": 1})
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._session.send("Page.stopScreencast")
        await asyncio.gather(*self._keeping)

    def _see(self, frame: dict[str, Any]) -> None:
        self._keeping.append(asyncio.ensure_future(self._keep(frame)))

    async def _keep(self, frame: dict[str, Any]) -> None:
        picture = Image.open(io.BytesIO(base64.b64decode(frame["data"]))).convert("L")
        self.shares.append(sum(picture.histogram()[LIGHT:]) / (picture.width * picture.height))
        await self._session.send("Page.screencastFrameAck", {"sessionId": frame["sessionId"]})


async def painted(page: Page) -> None:
    """Wait until the app stands there, and what it paints at last is on the film."""
    await expect(page.locator("h1").filter(has_not_text="startar").first).to_be_attached()
    await page.wait_for_timeout(300)


async def started(page: Page) -> list[float]:
    """Open the app in a dark tab, and load it anew; how light each frame was."""
    await page.goto(DARK)
    async with Film(page) as film:
        await page.goto("/")
        await painted(page)
        await page.reload()
        await painted(page)
    return film.shares


async def test_no_frame_is_light_at_night(town: Town, proxy: Proxy, take: TakePhone) -> None:
    phone = await take(**NIGHT)
    films = {"first visit": await started(phone.page)}
    await phone.begin(await town.person())
    films["with network"] = await started(phone.page)
    await proxy.refuse()
    films["without network"] = await started(phone.page)
    for name, shares in films.items():
        print(name, f"{len(shares)} frames, the lightest {max(shares):.3f}")
        assert len(shares) >= 2 and max(shares) < MOST_LIGHT, (name, shares)


async def test_a_planted_flash_is_seen(town: Town, take: TakePhone) -> None:
    phone = await take(**NIGHT)
    await phone.context.add_init_script(FLASH)
    shares = await started(phone.page)
    assert max(shares) > 1 - MOST_LIGHT, shares
