"""`ledljus run`: what it starts, what it leaves behind, and when it refuses to start."""

import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from api.kit import embedded
from api.kit.env import Settings
from tests.api.commands.ledljus import SAMPLE, ledljus, on_a_terminal, told_in_one_line
from tests.databases import Addresses, ask
from tests.servers import serving

SECRET = "kX9v-Tq2mB7_wLz4RjY8hN5cPfG1dS6a"


def processes(data_dir: Path) -> Iterator[str]:
    """What runs with this data folder in its words or in its environment."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words, settings = (folder / "cmdline").read_bytes(), (folder / "environ").read_bytes()
        except OSError:
            continue
        if str(data_dir).encode() in words + settings:
            yield words.replace(b"\0", b" ").decode()


@pytest.mark.parametrize(
    ("flags", "end", "workers"), [((), signal.SIGTERM, 1), (("--no-worker",), signal.SIGINT, 0)]
)
def test_a_server_takes_its_processes_with_it(
    data_dir: Path, flags: tuple[str, ...], end: signal.Signals, workers: int
) -> None:
    with serving(Settings(data_dir=data_dir), *flags) as server:
        assert httpx.get(f"{server.url}/readyz").status_code == 200
        running = list(processes(data_dir))
        assert sum(" worker" in words for words in running) == workers
        assert any("postgres" in words for words in running)
        os.kill(server.process.pid, end)
        assert server.process.wait(20) == 0
    assert list(processes(data_dir)) == []


@pytest.mark.parametrize(
    ("powers", "said"),
    [("SUPERUSER", "is superuser"), ("BYPASSRLS", "bypasses"), ("IN ROLE ledljus_owner", "owns tables")],
)
async def test_a_role_that_could_pass_the_wall_is_refused(
    database: Addresses, tmp_path: Path, powers: str, said: str
) -> None:
    role = f"strong_{powers.split(maxsplit=1)[0].lower()}"
    await ask(database.admin_url, f"CREATE ROLE {role} LOGIN {powers}", "SELECT 1")
    url = database.app_url.replace("ledljus_app@", f"{role}@")
    try:
        ended = ledljus("run", database_url=url, secret=SECRET, data_dir=str(tmp_path))
    finally:
        await ask(database.admin_url, f"DROP ROLE {role}", "SELECT 1")
    told = told_in_one_line(ended)
    assert said in told and "LEDLJUS_DATABASE_URL" in told and "ledljus_app" in told


@pytest.mark.parametrize(("command", "setting"), [("run", "database_url"), ("migrate", "owner_database_url")])
async def test_a_database_that_cannot_keep_every_letter_is_refused(
    database: Addresses, tmp_path: Path, command: str, setting: str
) -> None:
    name = f"test_latin_{command}"
    as_elsewhere = (
        f"CREATE DATABASE {name} TEMPLATE template0 ENCODING LATIN1 LOCALE_PROVIDER libc LOCALE 'C'"
    )
    await ask(database.admin_url, as_elsewhere, "SELECT 1")
    url = re.sub("/test_[0-9a-f]+", f"/{name}", database.app_url)
    ended = ledljus(command, secret=SECRET, data_dir=str(tmp_path), **{setting: url})
    told = told_in_one_line(ended)
    assert f"LEDLJUS_{setting.upper()} names a database in LATIN1" in told and "--encoding=UTF8" in told


@pytest.mark.parametrize(
    ("given", "said"),
    [({}, "LEDLJUS_SECRET_FILE"), ({"secret": "short"}, "shorter"), ({"secret": "ledljus-" * 8}, "default")],
)
async def test_an_external_database_needs_a_strong_secret(
    database: Addresses, tmp_path: Path, given: dict[str, str], said: str
) -> None:
    ended = ledljus("run", database_url=database.app_url, data_dir=str(tmp_path), **given)
    assert said in told_in_one_line(ended)


async def test_a_municipality_is_added_with_the_owners_address_only(
    database: Addresses, tmp_path: Path
) -> None:
    words = ("--slug", "bergby", "--name", "Bergby", "--domain", "bergby.example")
    given = {"database_url": database.app_url, "secret": SECRET, "data_dir": str(tmp_path)}
    ended = ledljus("municipality", "add", *words, **given)
    assert "LEDLJUS_OWNER_DATABASE_URL is needed" in told_in_one_line(ended)
    given["owner_database_url"] = database.owner_url
    assert ledljus("municipality", "add", *words, **given).returncode == 0


def test_a_terminal_sees_long_work_advance(data_dir: Path) -> None:
    settings = {"data_dir": str(data_dir), "municipality": "bergby"}
    words = ("--slug", "bergby", "--name", "Bergby", "--domain", "bergby.example")
    with embedded.running(data_dir):  # or each command would start and stop it
        assert ledljus("municipality", "add", *words, **settings).returncode == 0
        assert "Importing" in on_a_terminal("import", "police-events", str(SAMPLE), **settings)
        seen = on_a_terminal("rebuild", **settings)
        assert "Bergby" in seen and "55/" in seen
        piped = ledljus("rebuild", **settings)
        assert (piped.returncode, piped.stdout, piped.stderr) == (0, "55 subjects rebuilt\n", "")
