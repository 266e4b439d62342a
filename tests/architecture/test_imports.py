"""Who may import whom: the contracts of pyproject.toml, and what they cannot say."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.project import ROOT, contract, features, files

CODE = [path for path in files(".py") if path.parts[0] == "api"]
WEB = {"app.py", "kit", "access"}  # the part of api/ that may know the web framework
SIX_FILES = {
    "__init__.py",
    "models.py",
    "rules.py",
    "schemas.py",
    "queries.py",
    "service.py",
    "routes.py",
}


def test_the_layers_hold() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    held = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert held.returncode == 0, held.stdout


def test_every_feature_stands_in_the_contracts() -> None:
    in_house = " ".join(contract("house")["layers"])
    for feature in features():
        assert feature.name in in_house, f"give {feature} its place among the layers"
        assert ".".join(feature.parts) in contract("feature")["containers"]


def test_a_feature_is_six_files() -> None:
    """What outgrows them becomes two features."""
    others = [
        str(path)
        for feature in features()
        for path in CODE
        if path.is_relative_to(feature) and path.name not in SIX_FILES
    ]
    assert others == []


def test_only_routes_and_the_lowest_floors_know_the_web_framework() -> None:
    others = [path for path in CODE if path.parts[1] not in WEB and path.name != "routes.py"]
    assert _importers(others, "fastapi", "starlette") == []


def test_geometry_stays_in_two_files() -> None:
    others = [path for path in CODE if path not in (Path("api/kit/geo.py"), Path("api/kit/crs.py"))]
    assert _importers(others, "shapely", "pyproj") == []


def test_rules_of_a_feature_know_nothing_of_ours() -> None:
    rules = [path for path in CODE if path.parent in features() and path.name == "rules.py"]
    assert _importers(rules, "api") == []


def _importers(paths: list[Path], *packages: str) -> list[str]:
    return [str(path) for path in paths if set(packages) & set(_packages(path))]


def _packages(path: Path) -> Iterator[str]:
    """The top packages a file imports, also inside functions and for types only."""
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "api" if node.level else (node.module or "").split(".")[0]
