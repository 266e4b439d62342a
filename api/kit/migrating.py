"""Bringing a database to the newest revision, one process at a time."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine

_ROOT = Path(__file__).resolve().parents[2]
_LOCK = 0x6C65646C6A7573  # "ledljus": every upgrade of this database waits for the one before


def alembic_config(connection: Connection | None = None) -> Config:
    """Alembic's settings without an ini file; `connection` is what migrations run on."""
    config = Config()
    config.set_main_option("script_location", str(_ROOT / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _upgrade(connection: Connection, revision: str) -> None:
    connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _LOCK})
    connection.commit()
    try:
        command.upgrade(alembic_config(connection), revision)
        connection.commit()
    finally:
        connection.rollback()
        connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _LOCK})
        connection.commit()


async def migrate(owner_url: str, revision: str = "head") -> None:
    """Upgrade as `ledljus_owner` under an advisory lock. Raises what the failing migration raises."""
    engine = create_async_engine(_sqlalchemy_url(owner_url))
    try:
        async with engine.connect() as connection:
            await connection.run_sync(_upgrade, revision)
    finally:
        await engine.dispose()


def _sqlalchemy_url(url: str) -> str:
    return url.replace("postgres://", "postgresql://", 1).replace("postgresql://", "postgresql+asyncpg://", 1)
