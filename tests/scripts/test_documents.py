"""The documents name what is there: files they link to, commands they list."""

import re
from pathlib import Path
from typing import Any

import typer

from api.cli import cli

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]


def test_links_lead_to_files() -> None:
    broken = [
        f"{document.relative_to(ROOT)}: {target}"
        for document in DOCUMENTS
        for target in re.findall(r"\]\((?!https?://|#)([^)#\s]+)", document.read_text(encoding="utf-8"))
        if not (document.parent / target).exists()
    ]
    assert broken == []


def inner(command: Any) -> dict[str, Any]:
    """The commands of a group by name; a command that is none has none."""
    found: dict[str, Any] = getattr(command, "commands", {})
    return found


def test_readme_lists_every_command() -> None:
    commands = set()
    for name, command in inner(typer.main.get_command(cli)).items():
        commands |= {f"{name} {each}" for each in inner(command)} or {name}
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [command for command in sorted(commands) if f"`{command}`" not in text] == []


def test_readme_names_every_target_of_make() -> None:
    targets = re.search(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert targets
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [target for target in targets[1].split() if f"make {target}" not in text] == []
