"""The quick starts of docs/ do what they say against a real server, with a key of their scopes."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE
from dataclasses import dataclass
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
    "--typeRoots", str(PWA / "@types"), "--types", "node", "--outDir", ".", str(QUICKSTART / "follow.mts"),
)  # fmt: skip


@pytest.fixture(scope="module")
async def town(app: FastAPI, settings: Settings) -> Town:
    """A municipality."""
    return await found(app, settings.owner_database_url or "", "bergby")


@pytest.fixture(scope="module")
async def key(town: Town) -> Member:
    """A key with the scopes that the quick starts name."""
    return await town.key("journal.read", "incidents.read", "incidents.write")


@dataclass
class QuickStart:
    """One as somebody runs it: in a folder of theirs, with their key, until they end it."""

    client: httpx.AsyncClient
    folder: Path
    key: Member
    command: tuple[str, ...]

    @property
    def cursor(self) -> Path:
        """Where it keeps its place."""
        return self.folder / "ledljus.cursor"

    async def run(self, *expected: str) -> list[str]:
        """Let it put its report and read until that and all that is expected came; subjects as they came."""
        environment = os.environ | {"LEDLJUS_KEY": self.key.token}
        program = await asyncio.create_subprocess_exec(
            *self.command, cwd=self.folder, env=environment, stdout=PIPE
        )
        assert program.stdout is not None
        try:
            async with asyncio.timeout(60):
                name, number, own = (await program.stdout.readline()).decode().split()
                assert name == "receipt" and len(number) == 9
                came: list[str] = []
                while not {*expected, own} <= set(came):
                    came.append((await program.stdout.readline()).decode().split()[2])
                await self._keep_its_place()
        finally:
            program.terminate()
            await program.wait()
        return came

    async def _keep_its_place(self) -> None:
        """Return when the place it keeps is after everything."""
        for _ in range(1000):
            after = {"after": self.cursor.read_text() if self.cursor.exists() else ""}
            answer = await self.client.get("/api/v1/journal", params=after, headers=self.key.headers)
            if answer.is_success and answer.json()["items"] == []:
                return
            await asyncio.sleep(0.05)


@pytest.mark.parametrize("language", ["python", "typescript"])
async def test_it_puts_follows_resumes_and_starts_again_after_a_restore(
    client: httpx.AsyncClient, live_server: LiveServer, town: Town, key: Member, tmp_path: Path, language: str
) -> None:
    command = (sys.executable, str(QUICKSTART / "follow.py"))
    if language == "typescript":
        compiler = await asyncio.create_subprocess_exec(*COMPILING, cwd=tmp_path, stdout=PIPE)
        assert ((await compiler.communicate())[0], compiler.returncode) == (b"", 0)
        command = ("node", "follow.mjs")
    start = QuickStart(client, tmp_path, key, (*command, live_server.url))
    guard = await town.person("guard", organisation="Väktarna")
    first = (await tell(client, guard))["id"]
    assert first in await start.run(first)

    second = (await tell(client, guard))["id"]
    resumed = await start.run(second)
    assert first not in resumed and resumed[0] == second

    start.cursor.write_text(_unknown(start.cursor.read_text()))
    again = await start.run(first, second)
    assert again.index(first) < again.index(second)


def _unknown(cursor: str) -> str:
    """A cursor of a record that a restore took away."""
    was = read_cursor(cursor)
    return Cursor(was.epoch, was.txid, was.seq + 1_000_000).text()
