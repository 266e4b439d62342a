"""A machine without GDAL and QGIS gets them from its system, or is told what is left out and why."""

from pathlib import Path

import pytest

from scripts import gis


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The programs of a machine that has none of them, nor an apt-get yet."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(gis, "_SYSTEM_PYTHON", str(tmp_path / "python3"))
    return tmp_path


def _program(machine: Path, name: str, does: str) -> None:
    program = machine / name
    program.write_text(f"#!/bin/sh\n{does}\n")
    program.chmod(0o755)


def test_what_the_system_offers_is_installed_once(machine: Path, capfd: pytest.CaptureFixture[str]) -> None:
    made = {"gdal-bin": machine / "ogr2ogr", "python3-qgis": machine / "python3"}
    cases = "\n".join(
        f"{package}) printf '#!/bin/sh\\n' > {path}; /bin/chmod +x {path};;" for package, path in made.items()
    )
    _program(machine, "apt-get", f'case "$4" in\n{cases}\nesac')
    gis.install_missing()
    assert (gis.ogr2ogr(), gis.qgis_python()) == (str(machine / "ogr2ogr"), str(machine / "python3"))
    assert capfd.readouterr().err == "apt-get install gdal-bin\napt-get install python3-qgis\n"
    gis.install_missing()
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize(
    ("does", "why"),
    [
        (
            "echo Reading... >&2; echo 'E: Unable to locate package' >&2; exit 100",
            "E: Unable to locate package",
        ),
        ("exit 1", "no word of why"),
        ("exec /bin/sleep 9", "timed out"),
        (None, None),
    ],
)
def test_what_cannot_be_had_is_said(
    machine: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, does: str | None,
    why: str | None,
) -> None:  # fmt: skip
    if does is not None:
        _program(machine, "apt-get", does)
    if why == "timed out":
        monkeypatch.setattr(gis, "_LIMIT_S", 0.2)
    gis.install_missing()
    said = capfd.readouterr().err
    for package in gis.PACKAGES:
        assert f"tests that need {package} are skipped: not installed" in said
    assert said.count("that did not work") == (0 if why is None else 2) and (why or "") in said
