"""Running the phone's own outbox in Node: nights by their seeds, and what each promised."""

import asyncio
import base64
import json
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.api.attachments.pictures import corners, written
from tests.api.journal.town import Person, Town

PWA = Path(__file__).resolve().parents[2] / "pwa"
REAL = Path("tests/simulation/real")
AT_ONCE = 12  # nights in one process; their requests overlap
REPORTS = 40


@dataclass(frozen=True)
class Night:
    """What one seed led to; `wrong` is what the phones themselves found, in words."""

    seed: int
    municipality_id: str
    wrong: list[str]
    promised: list[dict[str, Any]]
    met: dict[str, int]


def bundle(program: Path, source: Path = PWA, main: str = "main.ts") -> Path:
    """Write the simulator and the outbox it drives as one file for Node."""
    rolldown = [str(PWA / "node_modules/.bin/rolldown"), str(source / REAL / main), "-o", str(program)]
    how = ("--platform", "node", "--format", "esm", "--log-level", "silent")
    subprocess.run([*rolldown, *how], check=True, stdout=subprocess.DEVNULL)
    return program


def bundle_planted(patch: Path, folder: Path) -> Path:
    """The same of a copy with a fault planted in it."""
    copy = folder / patch.stem
    for part in ("src", "tests/simulation", "tests/outbox"):
        shutil.copytree(PWA / part, copy / part)
    subprocess.run(["git", "apply", "--unsafe-paths", patch], cwd=copy, check=True)
    return bundle(folder / f"{patch.stem}.mjs", copy)


async def live(
    program: Path, towns: Sequence[Town], server_url: str, proxy_url: str, seeds: Iterable[int]
) -> list[Night]:
    """Live through the nights of these seeds against a server, each in its own virtual time."""
    job = {
        **addresses(server_url, proxy_url),
        "seeds": list(seeds),
        "reports": REPORTS,
        "atOnce": AT_ONCE,
        "towns": [people(town) for town in towns],
    }
    return await run(program, job)


async def run(program: Path, job: dict[str, Any]) -> list[Night]:
    """Let a program of ours do its job in Node."""
    node = await asyncio.create_subprocess_exec(
        "node", str(program), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        out, _ = await node.communicate(json.dumps(job).encode())
    finally:
        if node.returncode is None:
            node.kill()
    assert node.returncode == 0
    return [_night(json.loads(line)) for line in out.splitlines()]


def addresses(server_url: str, proxy_url: str) -> dict[str, str]:
    """Where phones send, and the picture they take."""
    return {
        "proxyUrl": f"{proxy_url}/api/v1",
        "serverUrl": f"{server_url}/api/v1",
        "pictures": base64.b64encode(written(corners(), "JPEG")).decode(),
    }


def people(town: Town) -> dict[str, Any]:
    """The people of a town, with their sessions."""

    def session(person: Person) -> dict[str, str]:
        return {"personId": str(person.id), "token": person.token}

    guards = [session(town.guard), session(town.colleague)]
    return {"municipalityId": str(town.id), "guards": guards, "lead": session(town.coordinator)}


def _night(said: dict[str, Any]) -> Night:
    return Night(said["seed"], said["municipalityId"], said["wrong"], said["promised"], said["met"])
