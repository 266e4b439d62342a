"""Which folders an embedded server takes, and that it leaves all others alone."""

import asyncio
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from api.kit.embedded import LONGEST_SOCKET_PATH, running
from api.kit.programs import DataFolderRefused
from tests.databases import ask
from tests.visitors import another_user, wait_until_in

root_only = pytest.mark.skipif(os.geteuid() != 0, reason="root runs the server as another account")


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
