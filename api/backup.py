"""The commands for backups: a folder with everything but the secret, and a fresh start from one."""

import asyncio
import hashlib
import hmac
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

import asyncpg
import orjson
from rich.console import Console
from rich.progress import track

from api import history
from api.commands import CommandFailed
from api.jobs.purging import LOG
from api.kit import clock
from api.kit.env import Settings
from api.kit.migrating import migrate
from api.kit.programs import client_programs
from api.kit.secret import read_secret
from api.running import addressed, as_worker, named, on_bench, settings

MANIFEST, DUMP = "manifest.json", "database.dump"
_PHOTOS, _ANCHORS, _ERASURES = _FOLDERS = (
    "photos",
    "anchors",
    LOG,
)  # of the data folder, beside the database
_TABLES = "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
# The one kind of thing that the owner's role does not own: what acts for the worker's.
_HAND_OVER = """
GRANT CREATE ON SCHEMA public TO ledljus_worker;
DO $$ DECLARE one record; BEGIN
  FOR one IN SELECT oid::regprocedure AS name FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace AND prosecdef
  LOOP EXECUTE format('ALTER FUNCTION %s OWNER TO ledljus_worker', one.name); END LOOP;
END $$;
REVOKE CREATE ON SCHEMA public FROM ledljus_worker;
INSERT INTO journal_epochs (epoch, reason) SELECT max(epoch) + 1, 'restored' FROM journal_epochs;
"""


def backup(data_dir: Path | None, folder: Path) -> str:
    """Write a backup to a folder that is not there yet, beside a serving system; what it holds, in words.

    Anchors first, then the database as it stands at one moment, then photos: so every seal that an anchor
    names and every photo that the database knows is there. Raises CommandFailed.
    """
    if folder.exists():
        raise CommandFailed(f"{folder} is there already: a backup gets a folder of its own")
    unfinished = folder.with_name(f"{folder.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700, parents=True)
    chosen = settings(data_dir=data_dir)
    with addressed(chosen) as held:
        url = named(held.worker_database_url, "WORKER_DATABASE_URL")
        _copy(held.data_dir, unfinished, _ANCHORS)
        _client(chosen, "pg_dump", url, "--format=custom", f"--file={unfinished / DUMP}")
        _copy(held.data_dir, unfinished, _PHOTOS)
        _copy(held.data_dir, unfinished, _ERASURES)
        files = {str(path): digest for path, digest in _digests(unfinished)}
        told = {"made_at": clock.now(), "secret": _fingerprint(held), "files": files}
        (unfinished / MANIFEST).write_bytes(orjson.dumps(told, option=orjson.OPT_INDENT_2))
    unfinished.rename(folder)
    return f"{folder}: the database and {len(files) - 1} files. The secret is not in it: keep it apart."


def restore(data_dir: Path | None, folder: Path, erasures: Path | None = None) -> str:
    """Fill an empty database and data folder from a backup, and begin a new epoch. Raises CommandFailed.

    What the log of erasures names, the backup's own or a newer copy, goes again before anything is served.
    Phones and receivers learn by the epoch that they look at a restored server, and offer again what
    it lacks.
    """
    if erasures is not None and not erasures.is_dir():
        raise CommandFailed(f"{erasures} is no folder with a log of erasures")
    told = _read_manifest(folder)
    chosen = settings(data_dir=data_dir)
    with addressed(chosen) as held:
        owner = named(held.owner_database_url, "OWNER_DATABASE_URL")
        _refuse_unfit(held, owner, told)
        _refuse_altered(folder, told["files"])
        try:
            for name in (_PHOTOS, _ANCHORS):
                _copy(folder, held.data_dir, name)
            if (log := erasures or folder / _ERASURES).exists():
                shutil.copytree(log, held.data_dir / _ERASURES, ignore=_unfinished_files)
            whole = ("--no-owner", "--exit-on-error", "--single-transaction", str(folder / DUMP))
            _client(chosen, "pg_restore", owner, *whole)
        except BaseException:
            for name in _FOLDERS:
                shutil.rmtree(held.data_dir / name, ignore_errors=True)
            raise
        asyncio.run(_begin(owner))
        gone = on_bench(as_worker(held), history.replay, held.data_dir)
    return (
        f"restored as it stood at {told['made_at']}, but for {gone} parts that its log of erasures names;"
        " a new epoch has begun"
    )


def _client(chosen: Settings, program: str, url: str, *arguments: str) -> None:
    """Run PostgreSQL's program on a database; its password goes by the environment, which nobody lists."""
    parts = urlsplit(url)
    name, _, host = parts.netloc.rpartition("@")
    bare = urlunsplit(parts._replace(netloc=f"{name.partition(':')[0]}@{host}"))
    environment = {"PATH": os.defpath, "LC_ALL": "C", "PGPASSWORD": unquote(parts.password or "")}
    command = [str(client_programs(embedded=chosen.embedded) / program), f"--dbname={bare}", *arguments]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if ended.returncode != 0:
        raise CommandFailed(f"{program}: {ended.stderr.strip()}")


def _copy(source: Path, target: Path, name: str) -> None:
    if (source / name).exists():
        shutil.copytree(source / name, target / name, ignore=_unfinished_files)


def _unfinished_files(_folder: str, names: list[str]) -> list[str]:
    """What is being written just now has a name that begins with a dot."""
    return [name for name in names if name.startswith(".")]


def _digests(folder: Path) -> Iterator[tuple[Path, str]]:
    """Every file of a backup, relative to it, with its SHA-256 (hex)."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    console = Console(stderr=True)
    for path in track(paths, "Reading", console=console, disable=not console.is_terminal):
        with path.open("rb") as file:
            yield path.relative_to(folder), hashlib.file_digest(file, "sha256").hexdigest()


def _fingerprint(held: Settings) -> str:
    """By which a restore knows the secret that receipts were made with, and nobody the secret."""
    return hmac.digest(read_secret(held), b"ledljus backup", "sha256").hex()


def _read_manifest(folder: Path) -> dict[str, Any]:
    try:
        told: dict[str, Any] = orjson.loads((folder / MANIFEST).read_bytes())
        return {"made_at": told["made_at"], "secret": told["secret"], "files": dict(told["files"])}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CommandFailed(f"{folder} is no whole backup: its {MANIFEST} cannot be read") from error


def _refuse_unfit(held: Settings, owner: str, told: dict[str, Any]) -> None:
    """Nothing is restored over something, nor with another secret."""
    if _fingerprint(held) != told["secret"]:
        raise CommandFailed(
            "the secret is not the one of this backup: put that one in place first"
            f" ({held.data_dir / 'secret'} or LEDLJUS_SECRET_FILE)"
        )
    for name in _FOLDERS:
        if (held.data_dir / name).exists():
            raise CommandFailed(f"{held.data_dir / name} is there already: nothing is restored over it")
    if asyncio.run(_count_tables(owner)):
        raise CommandFailed("the database is not empty: nothing is restored over it")


async def _count_tables(owner: str) -> int:
    connection = await asyncpg.connect(owner)
    try:
        return int(await connection.fetchval(_TABLES))
    finally:
        await connection.close()


def _refuse_altered(folder: Path, files: dict[str, str]) -> None:
    stand = {str(path): digest for path, digest in _digests(folder)}
    differing = sorted(path for path in files.keys() | stand.keys() if files.get(path) != stand.get(path))
    if differing:
        raise CommandFailed(f"{folder} is not as it was written: {', '.join(differing[:10])}")


async def _begin(owner: str) -> None:
    """What a dump does not carry, a new epoch, and this version's migrations."""
    connection = await asyncpg.connect(owner)
    try:
        await connection.execute(_HAND_OVER)
    finally:
        await connection.close()
    await migrate(owner)
