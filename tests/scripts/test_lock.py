"""The locks hold everything that pyproject.toml asks for, or a fresh checkout lacks it."""

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]


def asked_for(*extras: str) -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    optional = project["optional-dependencies"]
    lines = [*project["dependencies"], *(line for extra in extras for line in optional[extra])]
    return {canonicalize_name(Requirement(line).name) for line in lines}


def locked(name: str) -> set[str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return {canonicalize_name(found) for found in re.findall(r"^([\w.-]+)==", text, re.MULTILINE)}


def test_the_locks_hold_what_is_asked_for() -> None:
    assert asked_for("embedded") - locked("requirements.txt") == set()
    assert asked_for("embedded", "dev") - locked("requirements-dev.txt") == set()


def test_both_locks_hold_the_same_versions() -> None:
    versions = [
        set(re.findall(r"^([\w.-]+==\S+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))
        for name in ("requirements.txt", "requirements-dev.txt")
    ]
    assert versions[0] <= versions[1]
