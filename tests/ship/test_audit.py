"""What the tools say of holes is told from what they could not ask."""

import json

import pytest

from scripts.audit import npm_findings, python_findings

CLEAN = {"name": "httpx", "version": "0.28", "vulns": []}
HOLE = {"name": "pillow", "version": "1", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2", "3"]}]}
SKIPPED = {"name": "uv", "skip_reason": "Dependency not found on PyPI and could not be audited: uv (1)"}


@pytest.mark.parametrize(
    ("packages", "found"),
    [
        ([CLEAN], []),
        ([CLEAN, HOLE], ["pillow 1: PYSEC-1, mended in 2, 3"]),
        ([SKIPPED, HOLE], [None, "pillow 1: PYSEC-1, mended in 2, 3"]),
    ],
)
def test_a_python_package_is_clean_holed_or_unasked(
    packages: list[dict[str, object]], found: list[str | None]
) -> None:
    assert list(python_findings(json.dumps({"dependencies": packages}))) == found


@pytest.mark.parametrize("said", ["", "<html>", '{"message": "405 Method Not Allowed"}', "[]"])
def test_no_answer_is_not_a_clean_one(said: str) -> None:
    assert list(python_findings(said)) == [None]
    assert list(npm_findings(said)) == [None]


def test_a_holed_package_of_npm_is_told() -> None:
    holed = {"vulnerabilities": {"vite": {"severity": "high", "range": "<=8.0.0"}}}
    assert list(npm_findings(json.dumps(holed))) == ["vite <=8.0.0: high"]
    assert list(npm_findings('{"vulnerabilities": {}}')) == []
