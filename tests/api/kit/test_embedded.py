"""The embedded server is shared, survives kills, and leaves other folders alone."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.kit.embedded import running
from api.kit.programs import ServerNotStarted
from tests.databases import ask
from tests.visitors import another_user, wait_until_in

VISITS = """
import asyncio, random, sys, time
from pathlib import Path
from api.kit.embedded import running
from tests.databases import ask
def visit(data_dir, times):
    for _ in range(times):
        with running(Path(data_dir)) as server:
            assert asyncio.run(ask(server.app_url, "SELECT 1")) == "1"
        time.sleep(random.random() / 5)
"""


def postmaster(data_dir: Path, version: int = 18) -> int | None:
    file = data_dir / f"postgres-{version}" / "data" / "postmaster.pid"
    return int(file.read_text().split()[0]) if file.exists() else None


@pytest.mark.parametrize("version", [18, 16])
async def test_first_start(data_dir: Path, version: int) -> None:
    with running(data_dir, version) as server:
        assert await ask(server.app_url, "SHOW server_version_num") >= f"{version}0000"
        assert await ask(server.app_url, "SHOW listen_addresses") == ""
        assert await ask(server.app_url, "SHOW fsync") == "on"
        assert await ask(server.app_url, "SHOW server_encoding") == "UTF8"
        assert await ask(server.app_url, "SELECT lower('ÅÄÖ') < 'ä'") == "False"
        assert await ask(server.app_url, "SELECT to_tsvector('swedish', 'ÅKERN')") == "'åkern':1"
        folder = data_dir / f"postgres-{version}"
        assert folder.stat().st_mode & 0o777 == 0o700
        assert (folder / ".s.PGSQL.5432").is_socket()
    assert postmaster(data_dir, version) is None


async def test_processes_share_one_server_and_the_last_one_out_stops_it(data_dir: Path) -> None:
    with another_user(data_dir) as first, another_user(data_dir) as second:
        url = wait_until_in(first)
        assert wait_until_in(second) == url
        pid = postmaster(data_dir)
        first.communicate()
        assert await ask(url, "SELECT 1") == "1"
        assert postmaster(data_dir) == pid
    assert postmaster(data_dir) is None


def test_users_that_come_and_go_at_once_always_find_a_server(data_dir: Path, scale: int) -> None:
    visits = f"{VISITS}\nvisit(sys.argv[1], {4 * scale})"
    command = [sys.executable, "-c", visits, str(data_dir)]
    guests = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    for guest in guests:
        assert guest.communicate()[1] == ""
    assert postmaster(data_dir) is None


async def test_a_killed_user_leaves_the_server_to_the_next(data_dir: Path) -> None:
    with another_user(data_dir) as user:
        wait_until_in(user)
        pid = postmaster(data_dir)
        user.kill()
    assert postmaster(data_dir) == pid
    with running(data_dir) as server:
        assert await ask(server.app_url, "SELECT 1") == "1"
        assert postmaster(data_dir) == pid
    assert postmaster(data_dir) is None


async def test_a_killed_server_starts_again_with_everything_committed(data_dir: Path) -> None:
    with running(data_dir) as server:
        await ask(server.owner_url, "CREATE TABLE facts AS SELECT 7 AS fact", "SELECT 1")
        killed = postmaster(data_dir)
        assert killed
        os.kill(killed, signal.SIGKILL)
    assert postmaster(data_dir) == killed  # its file stays behind
    with running(data_dir) as server:
        assert await ask(server.owner_url, "SELECT fact FROM facts") == "7"
        assert postmaster(data_dir) != killed


async def test_a_server_killed_under_its_users_is_restarted_by_the_next(data_dir: Path) -> None:
    with running(data_dir):
        killed = postmaster(data_dir)
        assert killed
        os.kill(killed, signal.SIGKILL)
        with running(data_dir) as server:
            assert await ask(server.app_url, "SELECT 1") == "1"
        assert await ask(server.app_url, "SELECT 1") == "1"
    assert postmaster(data_dir) is None


@pytest.fixture
def bystander(data_dir: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Another program of the server's account, whose number a stopped server's file names."""
    with running(data_dir) as server:
        account = server.programs.account
    user = account.pw_uid if account else None
    with subprocess.Popen(["sleep", "60"], user=user) as process:
        file = data_dir / "postgres-18" / "data" / "postmaster.pid"
        file.write_text(f"{process.pid}\n{data_dir}/postgres-18/data\n0\n5432\n")
        if account:
            os.chown(file, account.pw_uid, account.pw_gid)
        yield process
        process.kill()


async def test_a_stale_number_of_another_program_is_not_believed(
    data_dir: Path, bystander: subprocess.Popen[bytes]
) -> None:
    with running(data_dir) as server:
        assert await ask(server.app_url, "SELECT 1") == "1"
    assert bystander.poll() is None


def test_a_first_start_cut_short_is_begun_again(data_dir: Path) -> None:
    with running(data_dir):
        pass
    folder = data_dir / "postgres-18"
    (folder / "data").rename(folder / "data.unfinished")
    (folder / "data.unfinished" / "PG_VERSION").unlink()
    with running(data_dir):
        assert postmaster(data_dir)


def test_a_server_that_cannot_start_says_why(data_dir: Path) -> None:
    with running(data_dir):
        pass
    (data_dir / "postgres-18" / "data" / "PG_VERSION").write_text("11\n")
    with pytest.raises(ServerNotStarted, match="11"), running(data_dir):
        pass


async def test_the_environment_of_the_caller_leads_nowhere_else(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"PGHOST": "elsewhere", "PGPORT": "1", "PGDATA": "/nowhere"}.items():
        monkeypatch.setenv(name, value)
    with running(data_dir) as server:
        assert await ask(server.app_url, "SELECT current_user") == "ledljus_app"
