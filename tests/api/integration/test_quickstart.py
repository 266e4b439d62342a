"""The quick starts of docs/ do what they say against a real server, with a key of their scopes."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from api.journal.rules import Cursor, read_cursor
from api.kit.env import Settings
from tests.api.access.town import Member, Town, found
from tests.api.incidents.reports import tell
from tests.architecture.project import ROOT
from tests.servers import LiveServer

QUICKSTART = ROOT / "docs/quickstart"
PWA = ROOT / "pwa/node_modules"
COMPILING = (  # as somebody with strict settings would
    str(PWA / ".bin/tsc"), "--strict", "--target", "es2022", "--module", "nodenext",
    "--typeRoots", str(PWA / "@types"), "--types", "node", "--outDir", ".",
)  # fmt: skip


@pytest.fixture(scope="module")
async def town(app: FastAPI, settings: Settings) -> Town:
    """A municipality."""
    return await found(app, settings.owner_database_url or "", "bergby")


@pytest.fixture(scope="module")
async def key(town: Town) -> Member:
    """A key with the scopes that the quick starts name."""
    return await town.key("journal.read", "incidents.read", "incidents.write")


async def run(folder: Path, key: Member, *command: str) -> list[list[str]]:
    """What a program of somebody else's printed, word by word."""
    environment = os.environ | {"LEDLJUS_KEY": key.token}
    program = await asyncio.create_subprocess_exec(
        *command, cwd=folder, env=environment, stdout=PIPE, stderr=PIPE
    )
    out, err = await asyncio.wait_for(program.communicate(), 60)
    assert program.returncode == 0, err.decode()
    return [line.split() for line in out.decode().splitlines()]


@pytest.mark.parametrize("language", ["python", "typescript"])
async def test_it_puts_follows_resumes_and_starts_again_after_a_restore(
    client: httpx.AsyncClient,
    live_server: LiveServer,
    town: Town,
    key: Member,
    tmp_path: Path,
    language: str,
) -> None:
    if language == "python":
        command = [sys.executable, str(QUICKSTART / "follow.py")]
    else:
        await run(tmp_path, key, *COMPILING, str(QUICKSTART / "follow.mts"))
        command = ["node", "follow.mjs"]
    command += [live_server.url, "--once"]
    guard = await town.person("guard", organisation="Väktarna")
    first = await tell(client, guard)

    seen = await run(tmp_path, key, *command)
    own = seen[0]
    assert own[0] == "receipt" and len(own[1]) == 9
    told = [line[2] for line in seen[1:] if line[1] == "incident.reported"]
    assert first["id"] in told and told[-1] == own[2]

    second = await tell(client, guard)  # resumes: what was seen before does not come again
    resumed = await run(tmp_path, key, *command)
    assert [line[2] for line in resumed[1:]] == [second["id"], resumed[0][2]]

    cursor = tmp_path / "ledljus.cursor"
    cursor.write_text(_unknown(cursor.read_text()))
    again = await run(tmp_path, key, *command)
    assert {first["id"], second["id"]} <= {line[2] for line in again[1:]}


def _unknown(cursor: str) -> str:
    """A cursor of a record that a restore took away."""
    was = read_cursor(cursor)
    return Cursor(was.epoch, was.txid, was.seq + 1_000_000).text()
