"""What the architecture tests look at: the project's own files, as git knows them."""

import subprocess
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
FLOORS = {  # packages of api/ that are not features, from the ground up
    "kit",
    "access",
    "journal",
    "places",
    "attachments",
    "notify",
    "ladders",
    "integration",
    "situation",
    "demo",
    "jobs",
    "operations",
}


@cache
def files(*suffixes: str) -> list[Path]:
    """Files in git and new ones not ignored, relative to the root; all of them without suffixes."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    paths = sorted({Path(name) for name in listed.split("\0") if name})
    return [p for p in paths if (ROOT / p).is_file() and (not suffixes or p.suffix in suffixes)]


def features() -> list[Path]:
    """The folders of features, relative to the root."""
    packages = (p.parent for p in files(".py") if p.parts[0] == "api" and p.name == "__init__.py")
    return [p for p in packages if len(p.parts) == 2 and p.name not in FLOORS]


def contract(name: str) -> dict[str, Any]:
    """An import contract of pyproject.toml by its id."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts: list[dict[str, Any]] = settings["tool"]["importlinter"]["contracts"]
    return next(one for one in contracts if one["id"] == name)
