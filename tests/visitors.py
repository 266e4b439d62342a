"""Other processes that use an embedded server beside the test."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

VISIT = """
import sys
from pathlib import Path
from api.kit.embedded import running
with running(Path(sys.argv[1])) as server:
    print(server.app_url, flush=True)
    sys.stdin.read()
"""


@contextmanager
def another_user(
    data_dir: Path, user: str | None = None, python: str = sys.executable
) -> Iterator[subprocess.Popen[str]]:
    """Another process that uses the server until it is told to leave, or killed."""
    command = [python, "-c", VISIT, str(data_dir)]
    pipe = subprocess.PIPE
    process = subprocess.Popen(
        command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, user=user, cwd=Path.cwd()
    )
    try:
        yield process
    finally:
        process.communicate()  # closes its input, which tells it to leave


def wait_until_in(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()
