"""GDAL and QGIS, by which tests read our features: found, installed by the system, or said to be missing."""

import shutil
import subprocess
import sys
from pathlib import Path

_SYSTEM_PYTHON = "/usr/bin/python3"  # a package's bindings are for the system's own
_LIMIT_S = 600


def ogr2ogr() -> str | None:
    """Path of GDAL's ogr2ogr, None where it is not installed."""
    return shutil.which("ogr2ogr")


def qgis_python() -> str | None:
    """A Python that has QGIS' bindings, None where none has."""
    if not Path(_SYSTEM_PYTHON).exists():
        return None
    command = [_SYSTEM_PYTHON, "-c", "import qgis.core"]
    told = subprocess.run(command, capture_output=True, check=False)
    return _SYSTEM_PYTHON if told.returncode == 0 else None


PACKAGES = {"gdal-bin": ogr2ogr, "python3-qgis": qgis_python}


def install_missing() -> None:
    """Try to get what is not installed; tests of what cannot be had are skipped and say so."""
    for package, find in PACKAGES.items():
        if find() is None and shutil.which("apt-get"):
            _say(f"apt-get install {package}")
            _install(package)
        if find() is None:
            _say(f"tests that need {package} are skipped: not installed")


def _install(package: str) -> None:
    command = ["apt-get", "install", "-y", "--no-install-recommends", package]
    try:
        told = subprocess.run(
            command, check=False, timeout=_LIMIT_S, stdin=subprocess.DEVNULL, capture_output=True, text=True
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        _say(f"that did not work: {error}")
        return
    if told.returncode != 0:
        _say(f"that did not work: {(told.stderr.strip() or 'no word of why').splitlines()[-1]}")


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)
