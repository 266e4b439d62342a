"""compose.yaml's services as containers of podman's, on this machine's network; nothing needs a daemon."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import yaml

ROOT = Path(__file__).resolve().parents[2]
IMAGE = os.environ.get("TESTED_IMAGE")
PODMAN = ("podman", "--runtime=runc", "--cgroup-manager=cgroupfs")
# What a machine without systemd and user namespaces of its own can give.
HERE = ("--network=host", "--cgroupns=host", "--ulimit=nofile=1024:1024", "--ulimit=nproc=1000:1000")
VARIABLE = re.compile(r"(?<!\$)\$\{(\w+)(?::[-?]([^}]*))?\}")
# Each service has an address of this machine of its own, as it would have in compose's network.
HOSTS = {"postgres": "127.0.0.77", "api-a": "127.0.0.78", "api-b": "127.0.0.79", "worker": "127.0.0.80"}


@dataclass
class Compose:
    """The project in a folder: settings as `.env` has them, `secrets/` and the volumes' names."""

    folder: Path
    settings: dict[str, str]
    prefix: str = field(default_factory=lambda: f"ledljus-{uuid4().hex[:8]}")

    def __post_init__(self) -> None:
        text = (ROOT / "compose.yaml").read_text(encoding="utf-8")
        filled = VARIABLE.sub(lambda one: self.settings.get(one[1], one[2] or ""), text)
        self.services: dict[str, Any] = yaml.safe_load(filled)["services"]

    def name(self, service: str) -> str:
        """The container's name."""
        return f"{self.prefix}-{service}"

    def run(self, service: str, *words: str, stdin: str = "") -> str:
        """`docker compose run --rm SERVICE WORDS`: what it wrote. Raises CalledProcessError."""
        return podman(
            "run", "--rm", "--interactive", *self._flags(service), *self._words(service, words), stdin=stdin
        )

    def start(self, service: str) -> None:
        """`docker compose up --detach SERVICE`."""
        podman("run", "--detach", *self._flags(service), *self._words(service, ()))

    def stop(self, service: str) -> int:
        """SIGTERM, and the exit code."""
        podman("stop", "--time", "20", self.name(service))
        code = int(podman("inspect", "--format", "{{.State.ExitCode}}", self.name(service)))
        podman("rm", self.name(service))
        return code

    def inside(self, service: str, *words: str) -> subprocess.CompletedProcess[str]:
        """`docker compose exec SERVICE WORDS`."""
        return subprocess.run(
            [*PODMAN, "exec", self.name(service), *words], capture_output=True, text=True, check=False
        )

    def healthy(self, service: str) -> bool:
        """Whether its health check passes just now."""
        test = self.services[service].get("healthcheck", {}).get("test") or _image_check()
        return self.inside(service, *test[1:]).returncode == 0

    @contextmanager
    def project(self) -> Iterator["Compose"]:
        """Its containers and volumes, removed at the end."""
        shutil.copytree(ROOT / "deploy", self.folder / "deploy")
        subprocess.run([self.folder / "deploy/secrets.sh"], check=True)
        try:
            yield self
        finally:
            names = podman("ps", "--all", "--quiet", "--filter", f"name={self.prefix}-").split()
            if names:
                podman("rm", "--force", "--volumes", *names)
            for volume in podman("volume", "ls", "--quiet", "--filter", f"name={self.prefix}-").split():
                podman("volume", "rm", "--force", volume)

    def _flags(self, service: str) -> Iterator[str]:
        told = self.services[service]
        yield from (f"--name={self.name(service)}", *HERE)
        yield from (f"--add-host={host}:{address}" for host, address in HOSTS.items())
        if told.get("read_only"):
            yield "--read-only"
        yield from (f"--tmpfs={path}" for path in told.get("tmpfs", ()))
        yield from (f"--cap-drop={one}" for one in told.get("cap_drop", ()))
        yield from (f"--security-opt={one.removesuffix(':true')}" for one in told.get("security_opt", ()))
        environment = told.get("environment", {})
        yield from (f"--env={name}={'' if value is None else value}" for name, value in environment.items())
        if service in HOSTS:
            yield f"--env=LEDLJUS_HOST={HOSTS[service]}"
        for secret in told.get("secrets", ()):
            yield f"--volume={self.folder}/secrets/{secret}:/run/secrets/{secret}:ro"
        for volume in told.get("volumes", ()):
            source, _, target = volume.partition(":")
            source = self.folder / source if source.startswith(".") else f"{self.prefix}-{source}"
            yield f"--volume={source}:{target}"

    def _words(self, service: str, words: tuple[str, ...]) -> Iterator[str]:
        told = self.services[service]
        entry = told.get("entrypoint")
        if entry:
            yield f"--entrypoint={json.dumps(entry)}"
        yield told["image"]
        yield from words or (word.replace("$$", "$") for word in told.get("command", ()))


def podman(*words: str, stdin: str = "") -> str:
    """What podman said. Raises CalledProcessError with what it complained of."""
    ended = subprocess.run([*PODMAN, *words], input=stdin, capture_output=True, text=True, check=False)
    if ended.returncode != 0:
        raise AssertionError(f"podman {words[0]}: {ended.returncode}\n{ended.stdout}\n{ended.stderr[-3000:]}")
    return ended.stdout


def _image_check() -> list[str]:
    (told,) = json.loads(podman("inspect", "--type=image", IMAGE or ""))
    return list(told["Healthcheck"]["Test"])
