"""The yardstick of the write path: pgbench on the same server, under the same role and walls."""

import re
from pathlib import Path

import asyncpg

from api.kit.cluster import PORT
from api.kit.embedded import EmbeddedServer

DATABASE = "anchor"
CONNECTIONS = 32
_HERE = Path(__file__).parent
_RATE = re.compile(r"^tps = ([0-9.]+)", re.MULTILINE)


async def prepare(server: EmbeddedServer) -> None:
    """Make the yardstick's database and tables beside the product's."""
    admin = await asyncpg.connect(server.url("postgres", "postgres"))
    await admin.execute(f"CREATE DATABASE {DATABASE} OWNER ledljus_owner")
    await admin.close()
    superuser = await asyncpg.connect(server.url("postgres", DATABASE))
    await superuser.execute("ALTER SCHEMA public OWNER TO ledljus_owner")
    await superuser.close()
    owner = await asyncpg.connect(server.url("ledljus_owner", DATABASE))
    await owner.execute("GRANT USAGE ON SCHEMA public TO ledljus_app")
    await owner.execute((_HERE / "anchor_tables.sql").read_text(encoding="utf-8"))
    await owner.close()


def rate(server: EmbeddedServer, seconds: int) -> float:
    """Transactions per second of 32 connections with prepared statements."""
    ran = server.programs.run(
        "pgbench", f"--host={server.folder}", f"--port={PORT}", "--username=ledljus_app", "--no-vacuum",
        "--protocol=prepared", f"--client={CONNECTIONS}", "--jobs=2", f"--time={seconds}", "--file=-",
        DATABASE, stdin=(_HERE / "anchor.sql").read_text(encoding="utf-8"),
    )  # fmt: skip
    found = _RATE.search(ran.stdout)
    if found is None:
        raise RuntimeError(f"pgbench failed: {ran.stderr.strip()}")
    return float(found[1])
