"""What Lighthouse says of the app's first page on a cheap phone and a slow line (its own mobile profile)."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from api.kit.env import read_settings
from scripts.chromium import find_chromium
from tests.servers import serving

LIGHTHOUSE = Path(__file__).parents[1] / "peers" / "node_modules" / ".bin" / "lighthouse"
CATEGORIES = ("performance", "accessibility", "best-practices")
TIMES = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time")


@dataclass(frozen=True, slots=True)
class Report:
    """Scores of 0 to 100 by category, times in ms by name."""

    scores: dict[str, float]
    times_ms: dict[str, float]


def measured(folder: Path) -> Report:
    """Lighthouse's word on the demonstration that lies in a folder. Raises CalledProcessError.

    It is asked again when it has lost its own trace of the page, as it now and then does.
    """
    with serving(read_settings(data_dir=folder), "--demo") as server:
        try:
            told = json.loads(_lighthouse(server.url))
        except subprocess.CalledProcessError:
            told = json.loads(_lighthouse(server.url))
    scores = {name: 100 * told["categories"][name]["score"] for name in CATEGORIES}
    return Report(scores, {name: told["audits"][name]["numericValue"] for name in TIMES})


def _lighthouse(url: str) -> str:
    options = ("--quiet", "--output=json", f"--only-categories={','.join(CATEGORIES)}")
    browser = "--chrome-flags=--headless=new --no-sandbox"
    command = [str(LIGHTHOUSE), url, *options, browser]
    environment = os.environ | {"CHROME_PATH": find_chromium()}
    told = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=sys.stderr, env=environment)
    return told.stdout.decode()
