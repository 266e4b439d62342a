"""The PostgreSQL inside Ledljus, shared by every process that works on one data folder."""

import fcntl
import os
import pwd
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from api.kit.cluster import PORT, Cluster
from api.kit.programs import (
    DataFolderRefused,
    Programs,
    check_passage,
    choose_account,
    prepare_programs,
)

LONGEST_SOCKET_PATH = 103 if sys.platform == "darwin" else 107  # bytes: sun_path without its NUL

UNSAFE = frozenset(',"$`\\\n')  # initdb and pg_ctl build shell commands, addresses end at commas
OUR_NAMES = ("postgres", "secret")  # what a data folder may hold at its first start


@dataclass(frozen=True)
class EmbeddedServer:
    """A running server: the folder its socket lies in and the programs that go with it."""

    folder: Path
    programs: Programs

    @property
    def app_url(self) -> str:
        """Address for API processes."""
        return self.url("ledljus_app")

    @property
    def worker_url(self) -> str:
        """Address for worker processes."""
        return self.url("ledljus_worker")

    @property
    def owner_url(self) -> str:
        """Address for migrations."""
        return self.url("ledljus_owner")

    @property
    def admin_url(self) -> str:
        """Address of the superuser, for tests that make databases of their own."""
        return self.url("postgres")

    def url(self, role: str, database: str = "ledljus") -> str:
        """`postgresql://` address of a role on a database, through the socket."""
        return f"postgresql://{role}@/{database}?host={quote(str(self.folder))}&port={PORT}"


@contextmanager
def running(data_dir: Path, version: int = 18) -> Iterator[EmbeddedServer]:
    """Use the server of `data_dir`: the first user starts it, the last to leave stops it.

    Users are counted by shared locks on a file, which the kernel gives back also when a process is
    killed; a server left alone that way is attached to by the next. Raises EmbeddedServerError.
    """
    data_dir = data_dir.expanduser().resolve()
    folder = data_dir / f"postgres-{version}"
    _check_socket_path(folder)
    account = choose_account(folder)
    if account:  # before anything is made or changed
        check_passage((above for above in data_dir.parents if above.exists()), account)
    _make_data_dir(data_dir)
    users = _open_lock(data_dir / f"postgres-{version}.users")
    try:
        with _turn(data_dir):
            cluster = _prepare_cluster(folder, version, account)
            fcntl.flock(users, fcntl.LOCK_SH)
            try:
                cluster.start()
            except BaseException:
                _stop_if_last(cluster, users)
                raise
        try:
            yield EmbeddedServer(folder, cluster.programs)
        finally:
            with _turn(data_dir):
                _stop_if_last(cluster, users)
    finally:
        os.close(users)


def _check_socket_path(folder: Path) -> None:
    socket = os.fsencode(folder / f".s.PGSQL.{PORT}")
    if len(socket) > LONGEST_SOCKET_PATH:
        raise DataFolderRefused(
            f"the socket's path would be {len(socket)} bytes long, where the system allows "
            f"{LONGEST_SOCKET_PATH}: choose a data folder with a shorter path than {folder.parent}"
        )
    if unsafe := UNSAFE.intersection(str(folder)):
        raise DataFolderRefused(
            f"PostgreSQL's tools misread {' '.join(map(repr, unsafe))} in a path: choose another "
            f"data folder than {folder.parent}"
        )


def _make_data_dir(data_dir: Path) -> None:
    """Make the data folder or take over an empty one; a folder of others keeps its permissions.

    For root others may pass through it, as the server's account has to, but not look around.
    """
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        if all(entry.name.startswith(OUR_NAMES) for entry in data_dir.iterdir()):
            data_dir.chmod(0o711 if os.geteuid() == 0 else 0o700)
    except OSError as error:
        raise DataFolderRefused(f"the data folder cannot be used: {error}") from error


def _open_lock(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise DataFolderRefused(f"the data folder is not ours to use: {error}") from error


@contextmanager
def _turn(data_dir: Path) -> Iterator[None]:
    """Hold the turn to start or stop: nobody else does either meanwhile."""
    turn = _open_lock(data_dir / "postgres.lock")
    try:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield
    finally:
        os.close(turn)


def _prepare_cluster(folder: Path, version: int, account: pwd.struct_passwd | None) -> Cluster:
    """Give the server a folder that only its account enters."""
    if account:
        check_passage([folder.parent], account)
    programs = prepare_programs(folder.parent, version, account)
    folder.mkdir(mode=0o700, exist_ok=True)
    if account and folder.stat().st_uid == 0:
        os.chown(folder, account.pw_uid, account.pw_gid)
    return Cluster(folder, version, programs)


def _stop_if_last(cluster: Cluster, users: int) -> None:
    """Stop the server unless somebody else holds the users file too."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    cluster.stop()
