"""The table of parts tells time and verdict, and the last line adds up what pytest counted."""

import sys
from pathlib import Path

import pytest

from scripts.chromium import find_chromium
from scripts.parts import Part, report, run


def part(name: str, program: str, budget_s: int = 9) -> Part:
    return Part(name, (sys.executable, "-c", program), budget_s)


def test_a_failing_part_is_named_and_decides(capsys: pytest.CaptureFixture[str]) -> None:
    results = [run(part("good", "print('fine')")), run(part("bad", "raise SystemExit(3)"))]
    assert report(results, 0.0) == 1
    said = capsys.readouterr().out
    assert "fine" in said
    rows = {line.split()[0]: line for line in said.splitlines() if line.strip()}
    assert rows["good"].endswith("passed")
    assert rows["bad"].endswith("FAILED")


def test_a_late_part_is_told_but_passes(capsys: pytest.CaptureFixture[str]) -> None:
    assert report([run(part("late", "pass", budget_s=0))], 0.0) == 0
    assert "over its budget" in capsys.readouterr().out


def test_the_last_line_adds_up_what_pytest_counted(capsys: pytest.CaptureFixture[str]) -> None:
    counted = "print('2 passed'); print('= 1 failed, 40 passed, 2 skipped in 3.1s (0:00:03) =')"
    results = [
        run(part("one", f"'pytest'; {counted}")),
        run(part("two", "'pytest'; print('3 passed, 1 error in 1s')")),
    ]
    report(results, 12.0)
    last = capsys.readouterr().out.splitlines()[-1]
    assert last.strip("= ") == "1 failed, 43 passed, 2 skipped, 1 error in 12.00s"


def test_a_chromium_that_is_named_or_installed_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = tmp_path / "chromium"
    browser.write_text("#!/bin/sh\n")
    browser.chmod(0o755)
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_chromium() == str(browser)
    monkeypatch.setenv("CHROMIUM", "elsewhere")
    assert find_chromium() == "elsewhere"
