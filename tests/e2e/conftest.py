"""A real server, a proxy that breaks what it is told to, and a real browser in between."""

import os
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, async_playwright

from api import commands
from api.kit.embedded import EmbeddedServer
from api.kit.pages import DIST
from scripts.chromium import find_chromium
from tests.conftest import SHARED
from tests.databases import copy_database, settings_on
from tests.e2e.phone import Phone, take_phone
from tests.e2e.proxy import Proxy
from tests.e2e.town import Town
from tests.servers import free_port

# Of several lists of features a browser takes the last: this is Playwright's, and pop-ups of the address
# bar, which nobody sees here and which took two thirds of what a new phone costs.
_WITHOUT = (
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxFullPopup",
)
# The browser's own errands (updates, safe browsing, spelling) are no business of a test's.
QUIET = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-pings",
    f"--disable-features={','.join(_WITHOUT)}",
)

TakePhone = Callable[..., Awaitable[Phone]]


@pytest.fixture(scope="session")
def built_app() -> None:
    """The app as it is served; `make setup` has usually built it."""
    if not (DIST / "index.html").exists():
        subprocess.run(["npm", "run", "build"], cwd=DIST.parent, check=True)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The program of the browser."""
    return find_chromium()


@pytest.fixture(scope="session")
async def chromium(built_app: None, chromium_path: str) -> AsyncIterator[Browser]:
    """One browser for the whole run; every phone is a context of its own in it."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium_path, args=list(QUIET))
        yield browser
        await browser.close()


@pytest.fixture(scope="session")
async def standing_proxy() -> AsyncIterator[Proxy]:
    proxy = Proxy(server_port=free_port())
    yield proxy
    await proxy.refuse()


@pytest.fixture(scope="session")
async def town(
    postgres: EmbeddedServer, standing_proxy: Proxy, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Town]:
    """A municipality on a server of its own, which people reach through the proxy."""
    addresses = await copy_database(postgres, Path(os.environ[SHARED]))
    outside = {"public_url": standing_proxy.url, "outbound_loopback": True}
    settings = settings_on(addresses, tmp_path_factory.mktemp("e2e"), **outside)
    async with commands.bench(settings) as bench:
        town = Town(settings, addresses.admin_url, standing_proxy.server_port, bench)
        await town.found()
        yield town
        await town.stop()


@pytest.fixture
async def proxy(town: Town, standing_proxy: Proxy) -> AsyncIterator[Proxy]:
    """The way to the server; both are there at the beginning of each test."""
    await town.start()
    await standing_proxy.accept()
    standing_proxy.asked.clear()
    yield standing_proxy
    standing_proxy.heal()


@pytest.fixture
async def take(chromium: Browser, proxy: Proxy) -> AsyncIterator[TakePhone]:
    """Take new phones; at the end none of them may have met an error or stopped something by policy."""
    taken: list[Phone] = []

    async def one(**how: Any) -> Phone:
        taken.append(await take_phone(chromium, proxy.url, **how))
        return taken[-1]

    yield one
    for phone in taken:
        await phone.context.close()
    assert [trouble for phone in taken for trouble in phone.troubles] == []
