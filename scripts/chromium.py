"""Find a Chromium for the browser tests, or get one, and say which way it went."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

INSTALLED = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
ELSEWHERE = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


def find_chromium() -> str:
    """Path of a Chromium: named by CHROMIUM, installed, Playwright's own, or the system's package.

    Raises SystemExit with what was tried.
    """
    ways = (_named, _installed, _playwrights, _download, _package)
    for way in ways:
        if path := way():
            return path
    raise SystemExit(
        "browser tests need a Chromium: none is installed, Playwright could not download one and "
        "the system's package could not be installed; install one or set CHROMIUM to its path"
    )


def _named() -> str | None:
    return os.environ.get("CHROMIUM")


def _installed() -> str | None:
    found = next((path for name in INSTALLED if (path := shutil.which(name))), None)
    found = found or next((path for path in ELSEWHERE if Path(path).exists()), None)
    if found:
        _say(f"browser tests use the installed {found}")
    return found


def _playwrights() -> str | None:
    program = "from playwright.sync_api import sync_playwright as start; "
    program += "playwright = start().start(); print(playwright.chromium.executable_path)"
    command = [sys.executable, "-c", program + "; playwright.stop()"]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    path = told.stdout.strip()
    if not path or not Path(path).exists():
        return None
    _say(f"browser tests use Playwright's {path}")
    return path


def _download() -> str | None:
    _say("no Chromium is installed: playwright install chromium")
    _try([sys.executable, "-m", "playwright", "install", "chromium"], limit_s=300)
    return _playwrights()


def _package() -> str | None:
    if not shutil.which("apt-get"):
        return None
    _say("Playwright's download failed: apt-get install chromium")
    _try(["apt-get", "install", "-y", "--no-install-recommends", "chromium"], limit_s=300)
    return _installed()


def _try(command: list[str], limit_s: int) -> None:
    try:
        subprocess.run(command, check=False, timeout=limit_s, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired) as error:
        _say(f"that did not work: {error}")


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    print(find_chromium())
