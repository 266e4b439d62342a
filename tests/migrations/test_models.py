"""What queries believe of the tables is what the migrations made: column by column."""

import importlib
import pkgutil

import pytest
from sqlalchemy.dialects import postgresql

import api
from api.kit.db import Connection, Model
from tests.migrations.catalogue import UNWALLED

FAMILIES = {"bigint": "integer", "smallint": "integer", "float": "double precision"}
UNMODELLED = {name for name in UNWALLED if "pgqueuer" in name or name == "alembic_version"} | {
    "process_heartbeats",  # written and counted by the worker's own SQL
    "follower_cursors",  # the same
    "incident_search",  # the same; read only through its function
}
_COLUMNS = """
SELECT c.relname AS table, a.attname AS name, format_type(a.atttypid, NULL) AS type, a.attnotnull AS needed,
  EXISTS (SELECT FROM pg_index x WHERE x.indrelid = c.oid AND x.indisprimary AND a.attnum = ANY (x.indkey))
    AS key
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
"""


def modelled() -> set[str]:
    """Every column of every model, as the catalogue would describe it."""
    for module in pkgutil.walk_packages(api.__path__, "api."):
        if module.name.endswith(".models"):
            importlib.import_module(module.name)
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    columns = [column for table in Model.metadata.tables.values() for column in table.columns]
    return {
        _described(
            f"{column.table.name}.{column.name}",
            column.type.compile(dialect).lower(),
            needed=not column.nullable,
            key=column.primary_key,
        )
        for column in columns
    }


async def migrated_columns(admin: Connection) -> set[str]:
    return {
        _described(f"{row['table']}.{row['name']}", row["type"], needed=row["needed"], key=row["key"])
        for row in await admin.fetch(_COLUMNS)
        if row["table"] not in UNMODELLED
    }


def _described(name: str, kind: str, *, needed: bool, key: bool) -> str:
    kind = FAMILIES.get(kind, kind)
    return f"{name} {kind}{' NOT NULL' if needed else ''}{' KEY' if key else ''}"


async def test_models_are_the_tables(admin: Connection) -> None:
    models, tables = modelled(), await migrated_columns(admin)
    assert {"only in models": models - tables, "only in tables": tables - models} == {
        "only in models": set(),
        "only in tables": set(),
    }


@pytest.mark.parametrize(
    "deed",
    [
        "ALTER TABLE incidents ADD COLUMN more text",
        "ALTER TABLE incidents DROP COLUMN note",
        "ALTER TABLE incidents ALTER COLUMN note SET NOT NULL",
        "ALTER TABLE incidents ALTER COLUMN note TYPE jsonb USING to_jsonb(note)",
        "CREATE TABLE alarms (id uuid)",
        "DROP TABLE tiles",
    ],
)
async def test_a_difference_is_noticed(admin: Connection, deed: str) -> None:
    await admin.execute(deed)
    assert modelled() != await migrated_columns(admin)
