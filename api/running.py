"""Starting processes: the embedded database, migrations, API processes and the worker."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import asyncpg
import typer
import uvicorn

from api import commands
from api.commands import CommandFailed
from api.jobs.purging import purge
from api.jobs.worker import run_worker
from api.journal.wake import Wake
from api.kit import embedded, metrics
from api.kit.db import Database
from api.kit.env import PREFIX, Settings, read_settings
from api.kit.logs import configure_logs
from api.kit.migrating import migrate
from api.kit.roles import refuse_powerful_role
from api.kit.secret import read_secret
from api.reactions import wire

T = TypeVar("T")
_STOP_WORKER_S = 10


def settings(**flags: Any) -> Settings:
    """Settings from flags, then the environment; a flag left out says nothing."""
    return read_settings(**{name: value for name, value in flags.items() if value not in (None, False)})


@contextmanager
def addressed(chosen: Settings) -> Iterator[Settings]:
    """The settings with addresses and secret: of the embedded server, while it is held, or as given."""
    secret = read_secret(chosen).decode()
    if not chosen.embedded:
        asyncio.run(_check_addresses(chosen))
        yield chosen
        return
    with embedded.running(chosen.data_dir) as server:
        yield chosen.model_copy(
            update={
                "database_url": server.app_url,
                "worker_database_url": server.worker_url,
                "owner_database_url": server.owner_url,
                "secret": secret,
            }
        )


async def _check_addresses(chosen: Settings) -> None:
    """Say in one line what is wrong with an address, before anything is started on it."""
    for name in ("database_url", "worker_database_url", "owner_database_url"):
        if url := getattr(chosen, name):
            database = Database(url, size=1)
            try:
                await database.open()
                if name == "database_url":
                    await refuse_powerful_role(database)
                await _refuse_other_encoding(database, f"{PREFIX}{name.upper()}")
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError) as error:
                raise CommandFailed(f"{PREFIX}{name.upper()}: {error}") from error
            finally:
                await database.close()


async def _refuse_other_encoding(database: Database, setting: str) -> None:
    """Raise CommandFailed for a database that cannot keep every letter that people write."""
    async with database.bound(None) as connection:
        encoding = await connection.fetchval("SHOW server_encoding")
    if encoding != "UTF8":
        raise CommandFailed(
            f"{setting} names a database in {encoding}, and Ledljus writes UTF-8: make a new one with"
            " createdb --encoding=UTF8 --template=template0"
        )


def _environment(chosen: Settings) -> dict[str, str]:
    values = chosen.model_dump(exclude_none=True)
    values["trusted_proxies"] = ",".join(chosen.trusted_proxies)
    named = {f"{PREFIX}{name.upper()}": str(value) for name, value in values.items()}
    kept = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    return kept | {name: value for name, value in named.items() if value}


def run(chosen: Settings, with_worker: bool) -> None:
    """Serve until SIGTERM or SIGINT."""
    configure_logs()
    with addressed(chosen) as held:
        if held.owner_database_url:
            asyncio.run(migrate(held.owner_database_url))
        if held.demo:
            on_bench(held, commands.load_demo)
        signal.signal(signal.SIGTERM, _leave)
        worker = _start_worker(_environment(held)) if with_worker else None
        # An API process never learns the addresses of the roles that can pass the wall, nor what
        # only the worker speaks with.
        not_its = ("worker_database_url", "owner_database_url", "smtp_password", "watchdog_url")
        only_app = held.model_copy(update=dict.fromkeys(not_its))
        os.environ.clear()
        os.environ.update(_environment(only_app))
        if held.demo:
            typer.echo(commands.DEMO_WELCOME.format(address=held.public_origin))
        try:
            _serve(only_app)
        finally:
            if worker is not None:
                _stop(worker)


def _serve(held: Settings) -> None:
    with TemporaryDirectory(prefix="ledljus-figures-") as folder:
        if held.workers > 1:  # whichever of them is asked for figures, it tells of all
            os.environ[metrics.SHARED] = folder
        uvicorn.run(
            "api.app:from_environment",
            factory=True,
            host=held.host,
            port=held.port,
            workers=held.workers if held.workers > 1 else None,
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=bool(held.trusted_proxies),
            forwarded_allow_ips=",".join(held.trusted_proxies) or "",
            timeout_graceful_shutdown=5,
        )


def _leave(_number: int, _frame: object) -> None:
    # uvicorn raises the signal again when it has ended: leave by our own `finally`.
    raise SystemExit(0)


def _start_worker(environment: dict[str, str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "api.cli", "worker"]
    return subprocess.Popen(command, env=environment)  # noqa: S603 ourselves


def _stop(worker: subprocess.Popen[bytes]) -> None:
    worker.send_signal(signal.SIGTERM)
    try:
        worker.wait(_STOP_WORKER_S)
    except subprocess.TimeoutExpired:
        worker.kill()


def work(chosen: Settings) -> None:
    """Run one worker process on a migrated database."""
    configure_logs()
    with addressed(chosen) as held:
        url = named(held.worker_database_url, "WORKER_DATABASE_URL")
        database = Database(url)
        house = wire(held, database, Wake(url))
        gallring = partial(purge, house.erasing, house.photos, held.data_dir)
        asyncio.run(run_worker(url, database, house.followers, house.handlers, gallring, held))


def migrate_only(chosen: Settings) -> None:
    """Migrate and leave."""
    with addressed(chosen) as held:
        asyncio.run(migrate(named(held.owner_database_url, "OWNER_DATABASE_URL")))


def command(
    data_dir: Path | None, act: Callable[..., Awaitable[T]], *arguments: Any, worker: bool = False
) -> T:
    """Run a short command, beside a running server or on its own; as the worker's role if need be."""
    configure_logs()
    with addressed(settings(data_dir=data_dir)) as held:
        if held.embedded or held.owner_database_url:
            asyncio.run(migrate(named(held.owner_database_url, "OWNER_DATABASE_URL")))
        return on_bench(as_worker(held) if worker else held, act, *arguments)


def as_worker(held: Settings) -> Settings:
    """The settings of a bench with the worker's role. Raises CommandFailed without its address."""
    return held.model_copy(update={"database_url": named(held.worker_database_url, "WORKER_DATABASE_URL")})


def on_bench(held: Settings, act: Callable[..., Awaitable[T]], *arguments: Any) -> T:
    """Run something on a bench."""

    async def within() -> T:
        async with commands.bench(held) as bench:
            return await act(bench, *arguments)

    return asyncio.run(within())


def named(url: str | None, name: str) -> str:
    """An address that is needed. Raises CommandFailed without it."""
    if url is None:
        raise CommandFailed(f"{PREFIX}{name} is needed here")
    return url
