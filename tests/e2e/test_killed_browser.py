"""A browser killed at the word "Sparad", as by an empty battery, has the report when it starts again."""

import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import BrowserContext, async_playwright

from tests.e2e import faults
from tests.e2e.conftest import QUIET
from tests.e2e.phone import SAVED, options_of, watched
from tests.e2e.proxy import Proxy
from tests.e2e.town import Town

FACT = r"^PUT /api/v1/incidents/"


@asynccontextmanager
async def browser_with(profile: Path, program: str, origin: str) -> AsyncIterator[BrowserContext]:
    """A browser of its own whose storage outlives it."""
    async with async_playwright() as playwright:
        launch = playwright.chromium.launch_persistent_context
        context = await launch(profile, executable_path=program, args=list(QUIET), **options_of(origin))
        yield context
        await context.close()


async def kill(context: BrowserContext) -> None:
    """End the browser's main process; its tabs die with it."""
    gone = context.wait_for_event("close")
    assert context.browser is not None
    session = await context.browser.new_browser_cdp_session()
    processes = (await session.send("SystemInfo.getProcessInfo"))["processInfo"]
    [main] = [one["id"] for one in processes if one["type"] == "browser"]
    os.kill(main, signal.SIGKILL)
    await gone


async def test_a_killed_browser_has_what_it_called_saved(
    town: Town, proxy: Proxy, chromium_path: str, tmp_path: Path, scale: int
) -> None:
    guard = await town.person()
    notes = [f"Sparad i sista stund, {turn:02}." for turn in range(2 * scale)]
    async with browser_with(tmp_path, chromium_path, proxy.url) as context:
        phone = await watched(context)
        await phone.begin(guard)
    proxy.on(FACT, faults.bad_gateway)
    for note in notes:
        async with browser_with(tmp_path, chromium_path, proxy.url) as context:
            phone = await watched(context)
            await phone.page.goto("/")
            await phone.write(note)
            await phone.page.get_by_role("button", name="Spara", exact=True).tap()
            await phone.page.get_by_text(SAVED).wait_for()
            await kill(context)
    proxy.heal()
    async with browser_with(tmp_path, chromium_path, proxy.url) as context:
        phone = await watched(context)
        await phone.page.goto("/")
        await phone.all_sent()
    assert sorted(one["note"] for one in await town.reports_of(guard)) == notes
