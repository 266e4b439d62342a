"""The command as an operator runs it: a process of its own, with what it said and how it ended."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

COMMAND = (sys.executable, "-m", "api.cli")
LIMIT_S = 60
SAMPLE = Path("api/integration/police/sample.jsonl")

# Starting Python and loading the system is most of what a short command costs.
IN_TURN = """
import io, json, sys
from contextlib import redirect_stderr, redirect_stdout
from api.cli import main
for words in json.loads(sys.argv[1]):
    sys.argv, sys.stdin = ["ledljus", *words], io.StringIO("kort")
    out, err, code = io.StringIO(), io.StringIO(), 0
    with redirect_stdout(out), redirect_stderr(err):
        try:
            main()
        except SystemExit as left:
            code = left.code
    print(json.dumps([code, out.getvalue(), err.getvalue()]))
"""

Ended = subprocess.CompletedProcess[str]


def ledljus(*words: str, stdin: str = "", **environment: str) -> Ended:
    """Run `ledljus` with these words and LEDLJUS_… settings."""
    return subprocess.run(
        [*COMMAND, *words],
        input=stdin,
        env=os.environ | {f"LEDLJUS_{name.upper()}": value for name, value in environment.items()},
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )


def ledljus_in_turn(acts: Sequence[Sequence[str]], data_dir: Path) -> list[Ended]:
    """Run several commands one after another in one process, each with `kort` on standard input."""
    command = [sys.executable, "-c", IN_TURN, json.dumps(acts)]
    environment = os.environ | {"LEDLJUS_DATA_DIR": str(data_dir)}
    said = subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, text=True, timeout=LIMIT_S, check=True
    )
    ended = [json.loads(line) for line in said.stdout.splitlines()]
    return [Ended(list(words), *one) for words, one in zip(acts, ended, strict=True)]


def told_in_one_line(ended: Ended) -> str:
    """What a command that did nothing says why: one line, after its name."""
    assert ended.returncode == 1, ended
    assert ended.stdout == ""
    assert ended.stderr.startswith("ledljus: ") and ended.stderr.count("\n") == 1, ended.stderr
    return ended.stderr.removeprefix("ledljus: ").rstrip()


def on_a_terminal(*words: str, **environment: str) -> str:
    """What a person at a terminal sees on standard error."""
    ours, theirs = pty.openpty()
    settings = {f"LEDLJUS_{name.upper()}": value for name, value in environment.items()}
    shown = {"TERM": "xterm", "COLUMNS": "100"}
    process = subprocess.Popen(
        [*COMMAND, *words], env=os.environ | settings | shown, stdout=subprocess.DEVNULL, stderr=theirs
    )
    os.close(theirs)
    said = b""
    try:
        while part := os.read(ours, 65536):
            said += part
    except OSError:  # the other end is closed: so Linux says that a terminal's user has left
        pass
    os.close(ours)
    assert process.wait(LIMIT_S) == 0
    return said.decode()
