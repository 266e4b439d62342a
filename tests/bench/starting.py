"""How long a start and an import take, as who runs them sees it."""

import subprocess
import sys
import time
from pathlib import Path

from tests.bench.stage import data_folder
from tests.servers import serving

EVENTS = Path(__file__).parents[3] / "shared" / "data" / "police-events-2023-2024.jsonl.gz"


def healthy_after(folder: Path) -> float:
    """Seconds from the command to a healthy demonstration on a folder that held one before."""
    from api.kit.env import read_settings

    settings = read_settings(data_dir=folder)
    with serving(settings, "--demo"):
        pass
    start = time.monotonic()
    with serving(settings, "--demo"):
        return time.monotonic() - start


def import_rate() -> tuple[float, int] | None:
    """Events a second and how many, by the command as a whole; None without the real file."""
    if not EVENTS.exists():
        return None
    with data_folder() as folder:
        _ledljus(
            folder, "municipality", "add", "--slug", "test", "--name", "Test", "--domain", "test.example"
        )
        start = time.monotonic()
        said = _ledljus(folder, "import", "police-events", str(EVENTS), "--municipality", "test")
        seconds = time.monotonic() - start
    imported = int(said.split(":")[1].split()[0])
    return imported / seconds, imported


def _ledljus(folder: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "api.cli", *arguments, "--data-dir", str(folder)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
