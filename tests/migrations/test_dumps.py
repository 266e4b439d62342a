"""Dumps are made as the worker role, which passes every wall and may read everything."""

from uuid import uuid4

import asyncpg

from api.kit.embedded import EmbeddedServer
from tests.databases import Addresses
from tests.migrations.conftest import empty_database
from tests.migrations.rows import checksums, fill, read_tables


async def test_a_dump_by_the_worker_restores_every_row(server: EmbeddedServer, migrated: Addresses) -> None:
    owner = await asyncpg.connect(migrated.owner_url)
    tables = await read_tables(owner)
    for municipality_id in (uuid4(), uuid4()):
        await fill(owner, tables, municipality_id, (1, 2))
    kept = await checksums(owner, tables)
    await owner.close()

    dumped = server.programs.run("pg_dump", "--schema=public", f"--dbname={migrated.worker_url}")
    assert dumped.returncode == 0, dumped.stderr
    copy = await empty_database(server)
    script = f"DROP SCHEMA public;\n{dumped.stdout}"
    restored = server.programs.run(
        "psql", "--quiet", "--set=ON_ERROR_STOP=1", f"--dbname={copy.admin_url}", stdin=script
    )
    assert restored.returncode == 0, restored.stderr
    admin = await asyncpg.connect(copy.admin_url)
    assert await checksums(admin, tables) == kept
    await admin.close()
