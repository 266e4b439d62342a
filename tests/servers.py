"""A server process of a test's own, as a municipality would run it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from api.kit.env import Settings

START_LIMIT_S = 30
STOP_LIMIT_S = 5


@dataclass
class LiveServer:
    """`python -m api.cli run` on a free port of this machine; `url` has no slash at its end."""

    url: str
    log: Path
    process: subprocess.Popen[bytes]

    def kill(self) -> None:
        """End it as a power cut would: every process of it, at once."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(settings: Settings, *flags: str, port: int | None = None) -> Iterator[LiveServer]:
    """Run a server with these settings until it is healthy, and stop it at the end."""
    port = port or free_port()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    log = settings.data_dir / f"server-{port}.log"
    command = [sys.executable, "-m", "api.cli", "run", "--port", str(port), *flags]
    with log.open("ab") as out:
        process = subprocess.Popen(
            command, env=environment(settings), stdout=out, stderr=out, start_new_session=True
        )
    server = LiveServer(f"http://127.0.0.1:{port}", log, process)
    try:
        _wait_until_healthy(server)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            raise
        _check_nobody_is_left(server)


@dataclass
class LiveWorker:
    """`python -m api.cli worker`."""

    log: Path
    process: subprocess.Popen[bytes]

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.wait()


@contextmanager
def working(settings: Settings) -> Iterator[LiveWorker]:
    """Run a worker process with these settings, and stop it at the end."""
    log = settings.data_dir / "worker.log"
    with log.open("ab") as out:
        command = [sys.executable, "-m", "api.cli", "worker"]
        process = subprocess.Popen(command, env=environment(settings), stdout=out, stderr=out)
    try:
        yield LiveWorker(log, process)
    finally:
        process.terminate()
        process.wait(20)


def environment(settings: Settings) -> dict[str, str]:
    """The same settings as a process is given them."""
    values = settings.model_dump(exclude_none=True, exclude={"trusted_proxies", "port"})
    return os.environ | {f"LEDLJUS_{name.upper()}": str(value) for name, value in values.items()}


def _check_nobody_is_left(server: LiveServer) -> None:
    """A stopped server takes the processes it started with it, the worker first of all."""
    deadline = time.monotonic() + STOP_LIMIT_S
    while time.monotonic() < deadline:
        try:
            os.killpg(server.process.pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    os.killpg(server.process.pid, signal.SIGKILL)
    raise AssertionError("the server left processes behind")


def _wait_until_healthy(server: LiveServer) -> None:
    deadline = time.monotonic() + START_LIMIT_S
    while time.monotonic() < deadline and server.process.poll() is None:
        try:
            if httpx.get(f"{server.url}/healthz").is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise AssertionError(f"the server did not become healthy:\n{server.log.read_text()[-4000:]}")
