"""One file makes the roles the wall needs, on a server of ours or of others, and mends them."""

from pathlib import Path

import asyncpg
import pytest

from api.kit.embedded import running
from tests.databases import ask

SCRIPT = (Path(__file__).parents[2] / "migrations" / "roles.sql").read_text()
OURS = "ledljus_owner, ledljus_app, ledljus_worker"
USER = "SELECT current_user"
ROLES = """
SELECT string_agg(concat_ws(' ', rolname, CASE WHEN rolcanlogin THEN 'login' END,
  CASE WHEN rolbypassrls THEN 'bypassrls' END,
  CASE WHEN rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication THEN 'mighty' END),
  ', ' ORDER BY rolname) FROM pg_roles WHERE rolname LIKE 'ledljus%'
"""
RIGHT_ROLES = "ledljus_app login, ledljus_owner login, ledljus_worker login bypassrls"


async def test_roles_are_what_the_wall_needs(data_dir: Path) -> None:
    with running(data_dir) as server:
        assert await ask(server.owner_url, ROLES) == RIGHT_ROLES
        spoil = "ALTER ROLE ledljus_app SUPERUSER BYPASSRLS"
        await ask(server.admin_url, spoil, "ALTER ROLE ledljus_worker NOBYPASSRLS", "SELECT 1")
        with running(data_dir):  # roles.sql runs again, and mends
            assert await ask(server.owner_url, ROLES) == RIGHT_ROLES


async def test_only_the_owner_makes_tables_and_becomes_the_worker(data_dir: Path) -> None:
    with running(data_dir) as server:
        made = await ask(server.owner_url, "CREATE TABLE facts ()", "SET ROLE ledljus_worker", USER)
        assert made == "ledljus_worker"
        for stranger in (server.app_url, server.worker_url):
            for deed in ("CREATE TABLE theirs ()", "SET ROLE ledljus_owner", "TABLE facts"):
                with pytest.raises(asyncpg.InsufficientPrivilegeError):
                    await ask(stranger, deed, USER)


async def test_roles_by_an_administrator_who_is_not_superuser(data_dir: Path) -> None:
    """Managed servers give no superuser: CREATEROLE and BYPASSRLS suffice."""
    with running(data_dir) as server:
        forget = ("REASSIGN OWNED BY ledljus_owner TO postgres", f"DROP OWNED BY {OURS}")
        manager = "CREATE ROLE manager LOGIN CREATEROLE CREATEDB BYPASSRLS"
        database = "CREATE DATABASE managed OWNER manager"
        await ask(server.admin_url, *forget, f"DROP ROLE {OURS}", manager, database, USER)
        await ask(server.url("manager", "managed"), SCRIPT, SCRIPT, USER)
        assert await ask(server.admin_url, ROLES) == RIGHT_ROLES
        owner = server.url("ledljus_owner", "managed")
        made = await ask(owner, "CREATE TABLE facts ()", "SET ROLE ledljus_worker", USER)
        assert made == "ledljus_worker"
