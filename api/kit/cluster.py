"""One PostgreSQL cluster in a folder: made, started, recovered, prepared and stopped."""

import importlib.resources
import os
import shlex
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from api.kit.programs import Programs, ServerNotStarted

PORT = 5432  # only part of the socket's name: nothing listens on the network
START_LIMIT_S = 120  # recovery after an unclean stop replays the log first
STOP_LIMIT_S = 60
ACCEPTING, SILENT = 0, 2  # exit codes of pg_isready; 1 is starting, recovering or stopping
CONNECTION_LOST = 2  # exit code of psql
PASSING_REFUSALS = ('lock file "postmaster.pid"', "pre-existing shared memory block")
LOCALES = {  # the same letters and order on every system; the builtin provider came with 17
    18: ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
    16: ("--locale=C.UTF-8",),
}
SETTINGS = {  # for two cores and a few gigabytes
    "listen_addresses": "",
    "port": str(PORT),
    "max_connections": "200",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "fsync": "on",
    "synchronous_commit": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    # Statements and values stay out of the log: they may hold what a person wrote.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}


@dataclass(frozen=True)
class Cluster:
    """A cluster of one PostgreSQL version; `folder` holds the socket, the log and the data."""

    folder: Path
    version: int
    programs: Programs

    @property
    def data(self) -> Path:
        """PostgreSQL's own folder."""
        return self.folder / "data"

    def start(self) -> None:
        """Start the server or attach to a running one, then see that database and roles stand.

        Raises ServerNotStarted.
        """
        if not self.data.exists():
            self._initialise()
        deadline = time.monotonic() + START_LIMIT_S
        while (readiness := self._readiness()) != ACCEPTING or not self._create_database():
            if time.monotonic() > deadline:
                raise ServerNotStarted(f"PostgreSQL is not ready after {START_LIMIT_S} s")
            if readiness == SILENT:
                self._launch()
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop the server; a postmaster that is gone leaves nothing to stop."""
        if self.is_alive():
            limit = f"--timeout={STOP_LIMIT_S}"
            self.programs.run("pg_ctl", "stop", f"--pgdata={self.data}", "--mode=fast", limit)

    def is_alive(self) -> bool:
        """Whether the process that postmaster.pid names is this cluster's postmaster.

        PostgreSQL asks only whether the number is in use. After a power cut another program may
        have it, and in a container whose first process buries nobody a killed one keeps it.
        """
        try:
            pid = int((self.data / "postmaster.pid").read_text().split(maxsplit=1)[0])
            return os.fsencode(self.data) in _command_of(pid)
        except (OSError, ValueError, IndexError):
            return False

    def _initialise(self) -> None:
        """Make the cluster under another name first, so that `data` is always a whole one."""
        unfinished = self.data.with_name("data.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        options = ("--username=postgres", "--auth=trust", "--encoding=UTF8", "--data-checksums")
        pgdata = f"--pgdata={unfinished}"
        made = self.programs.run("initdb", pgdata, *options, *LOCALES[self.version])
        if made.returncode != 0:
            raise ServerNotStarted(f"initdb failed: {made.stderr.strip()}")
        unfinished.rename(self.data)

    def _readiness(self) -> int:
        return self.programs.run("pg_isready", f"--host={self.folder}", f"--port={PORT}").returncode

    def _launch(self) -> None:
        """Start the postmaster; while processes of a killed one still leave, that passes."""
        if not self.is_alive():
            for stale in (self.data / "postmaster.pid", self.folder / f".s.PGSQL.{PORT}.lock"):
                stale.unlink(missing_ok=True)
        log = self.folder / "server.log"
        heard = log.stat().st_size if log.exists() else 0
        pgdata, limit = f"--pgdata={self.data}", f"--timeout={START_LIMIT_S}"
        options = f"--options={self._options()}"
        started = self.programs.run("pg_ctl", "start", pgdata, limit, f"--log={log}", options)
        words = log.read_bytes()[heard:].decode(errors="replace") if log.exists() else ""
        if started.returncode != 0 and not any(passing in words for passing in PASSING_REFUSALS):
            reason = words.strip() or started.stderr.strip()
            raise ServerNotStarted(f"PostgreSQL did not start: {reason}")

    def _options(self) -> str:
        settings = {**SETTINGS, "unix_socket_directories": str(self.folder)}
        return shlex.join(f"--{name}={value}" for name, value in settings.items())

    def _create_database(self) -> bool:
        """Make database and roles, at every start: an earlier starter may have been killed here.

        False if the server was lost meanwhile.
        """
        roles = importlib.resources.files("migrations").joinpath("roles.sql")
        script = f"{_CREATE_DATABASE}\\connect ledljus\n{roles.read_text(encoding='utf-8')}"
        server = (f"--host={self.folder}", f"--port={PORT}", "--username=postgres")
        options = ("--dbname=postgres", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1")
        made = self.programs.run("psql", *server, *options, stdin=script)
        if made.returncode not in (0, CONNECTION_LOST):
            raise ServerNotStarted(f"database and roles were not made: {made.stderr.strip()}")
        return made.returncode == 0


_CREATE_DATABASE = """
SELECT 'CREATE DATABASE ledljus'
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'ledljus') \\gexec
"""


def _command_of(pid: int) -> bytes:
    """The command line of a process; empty for one that has ended but is not yet buried."""
    if Path("/proc/self").exists():
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    command = ["ps", "-o", "command=", "-p", str(pid)]
    return subprocess.run(command, capture_output=True, check=False).stdout  # noqa: S603
