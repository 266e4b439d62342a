"""Every command says what it does with an example, and takes each flag from the environment too."""

import re
import shlex
from collections.abc import Iterator
from typing import Any

import pytest
import typer.main
from typer.testing import CliRunner

from api.cli import cli
from tests.api.commands.ledljus import ledljus


def commands(group: Any, *names: str) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, *names, name)
        else:
            yield (*names, name), command


COMMANDS = dict(commands(typer.main.get_command(cli)))
NAMES = [pytest.param(names, id="-".join(names)) for names in COMMANDS]


def options(names: tuple[str, ...]) -> list[Any]:
    return [one for one in COMMANDS[names].params if one.opts[0].startswith("--")]


def test_there_are_these() -> None:
    assert {" ".join(names) for names in COMMANDS} >= {
        "run", "worker", "migrate", "municipality add", "person add", "key add", "areas import",
        "import police-events", "rebuild", "verify", "backup", "restore", "openapi",
    }  # fmt: skip


@pytest.mark.parametrize("names", NAMES)
def test_help_ends_with_an_example_that_the_command_takes(names: tuple[str, ...]) -> None:
    shown = CliRunner().invoke(cli, [*names, "--help"], env={"COLUMNS": "300", "TERM": "dumb"})
    assert shown.exit_code == 0
    example = next(line for line in shown.output.splitlines() if "Example: " in line)
    words = shlex.split(example.partition("ledljus ")[2].partition(" > ")[0])
    assert tuple(words[: len(names)]) == names
    known = {flag for option in options(names) for flag in option.opts}
    assert {word for word in words if word.startswith("--")} <= known
    required = {option.opts[0] for option in options(names) if option.required}
    assert required <= set(words)


@pytest.mark.parametrize("names", NAMES)
def test_every_flag_has_a_twin_of_its_name_in_the_environment(names: tuple[str, ...]) -> None:
    twins = {option.opts[0]: option.envvar for option in options(names) if option.opts[0] != "--help"}
    assert twins == {flag: "LEDLJUS_" + re.sub("-", "_", flag[2:]).upper() for flag in twins}


def test_a_flag_that_cannot_be_read_is_told_with_its_twin() -> None:
    ended = ledljus("run", port="many")
    assert ended.returncode == 2
    assert "LEDLJUS_PORT" in ended.stderr and "Traceback" not in ended.stderr


def test_a_value_that_cannot_be_used_is_told_by_name() -> None:
    ended = ledljus("run", "--port", "99999")
    assert ended.returncode == 1
    assert ended.stderr.startswith("ledljus: LEDLJUS_PORT: ") and ended.stderr.count("\n") == 1
