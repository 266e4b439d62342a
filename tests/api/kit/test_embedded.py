"""The embedded server is shared, survives kills, and leaves other folders alone."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from api.kit.embedded import LONGEST_SOCKET_PATH, running
from api.kit.programs import DataFolderRefused, ServerNotStarted
from tests.databases import ask

root_only = pytest.mark.skipif(os.geteuid() != 0, reason="root runs the server as another account")
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


def test_a_folder_name_with_spaces_quotes_and_swedish(data_dir: Path) -> None:
    data_dir.chmod(0o755)
    with running(data_dir / "kommunens 'egen' mapp på ön") as server:
        assert asyncio.run(ask(server.app_url, "SELECT 1")) == "1"


@pytest.mark.parametrize("name", ["a,b", 'say "hi"', "$(id)", "`id`", "back\\slash"])
def test_a_folder_name_that_a_shell_would_read_is_refused(data_dir: Path, name: str) -> None:
    with pytest.raises(DataFolderRefused, match="misread"), running(data_dir / name):
        pass
    assert not list(data_dir.iterdir())


def test_a_path_too_long_for_a_socket_is_refused_before_anything_is_made(data_dir: Path) -> None:
    deep = data_dir / ("x" * LONGEST_SOCKET_PATH)
    with pytest.raises(DataFolderRefused, match="shorter path"), running(deep):
        pass
    assert not list(data_dir.iterdir())


@root_only
def test_a_folder_its_account_cannot_reach_is_refused_and_left_alone(data_dir: Path) -> None:
    data_dir.chmod(0o700)
    inside = data_dir / "between" / "data"
    inside.mkdir(parents=True, mode=0o755)
    before = {path: path.stat().st_mode for path in (data_dir, inside.parent, inside)}
    with pytest.raises(DataFolderRefused, match=f"cannot pass through {data_dir}:"):
        with running(inside):
            pass
    assert {path: path.stat().st_mode for path in before} == before
    assert not list(inside.iterdir())


@root_only
def test_a_folder_with_content_of_others_keeps_its_permissions(data_dir: Path) -> None:
    (data_dir / "letters").mkdir()
    data_dir.chmod(0o700)
    with pytest.raises(DataFolderRefused, match=f"cannot pass through {data_dir}:"):
        with running(data_dir):
            pass
    assert data_dir.stat().st_mode & 0o777 == 0o700
    data_dir.chmod(0o755)
    with running(data_dir):
        assert data_dir.stat().st_mode & 0o777 == 0o755


@root_only
def test_an_ordinary_account_needs_nothing_but_its_folder(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pythons = (sys.executable, "/usr/bin/python3")  # ours may lie where only root comes
    check = "import sys; from api.kit.embedded import prepare_programs; prepare_programs"
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(Path.cwd()), *sys.path]))
    python = next((p for p in pythons if run_as_nobody(p, "-c", check)), None)
    if not python:
        pytest.skip("an ordinary account can run no Python with our packages here")
    with another_user(data_dir, "nobody", python) as refused:
        assert wait_until_in(refused) == ""
        assert refused.stderr
        assert "DataFolderRefused" in refused.stderr.read()
    shutil.chown(data_dir, "nobody")
    with another_user(data_dir, "nobody", python) as user:
        assert wait_until_in(user).startswith("postgresql://ledljus_app@")
        assert not (data_dir / "postgres-programs").exists()
    assert data_dir.stat().st_mode & 0o777 == 0o700


def run_as_nobody(*command: str) -> bool:
    try:
        return subprocess.run(command, check=False, user="nobody").returncode == 0
    except PermissionError:
        return False
