"""The testers are tested: each deliberate hole in a copy of the code is noticed."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.project import ROOT
from tests.authorisation.holes import HOLES, QUICK, Hole

COPIED = ("api", "migrations", "tests")
LINKED = ("pyproject.toml", "openapi.yaml", "pwa", "docs", "scripts")


@pytest.mark.parametrize("hole", HOLES, ids=lambda hole: hole.name)
def test_a_hole_is_noticed(hole: Hole, tmp_path: Path, scale: int) -> None:
    if hole.name not in QUICK and scale == 1:
        pytest.skip("all of them are dug by make torture")
    for name in COPIED:
        shutil.copytree(
            ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "node_modules")
        )
    for name in LINKED:
        (tmp_path / name).symlink_to(ROOT / name)
    file = tmp_path / hole.file
    text = file.read_text(encoding="utf-8")
    assert text.count(hole.old) == 1, "the hole's place has changed: dig it anew"
    file.write_text(text.replace(hole.old, hole.new), encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *hole.asked.split()]
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    # A test's own failure is what notices; code that no longer runs would prove nothing.
    assert told.returncode == 1 and re.search(r"\d+ failed", told.stdout), told.stdout[-3000:]
