"""Rows for every table, made from the catalogue alone, so that no new table is forgotten."""

import hashlib
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import TypeAlias
from uuid import UUID, uuid5

from api.kit.db import Connection, Row

Tables: TypeAlias = dict[str, list[Row]]  # columns in their order, by table in order of creation
_COLUMNS = """
SELECT c.relname AS table, a.attname AS name, format_type(a.atttypid, NULL) AS type,
  (SELECT enumlabel FROM pg_enum WHERE enumtypid = a.atttypid ORDER BY enumsortorder LIMIT 1) AS label,
  ARRAY(SELECT pg_get_expr(k.conbin, k.conrelid) FROM pg_constraint k
    WHERE k.conrelid = c.oid AND k.contype = 'c' AND k.conkey = ARRAY[a.attnum]) AS checks,
  (SELECT k.confrelid::regclass || '.' || b.attname FROM pg_constraint k JOIN pg_attribute b
    ON b.attrelid = k.confrelid AND b.attnum = k.confkey[array_position(k.conkey, a.attnum)]
    WHERE k.conrelid = c.oid AND k.contype = 'f' AND a.attnum = ANY (k.conkey) LIMIT 1) AS target
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> 'alembic_version'
  AND a.attnum > 0 AND NOT a.attisdropped AND a.attidentity = '' AND a.attgenerated = ''
ORDER BY c.oid, a.attnum
"""
_QUOTED = re.compile(r"'((?:[^']|'')+)'::text")


async def read_tables(connection: Connection) -> Tables:
    """Every table but Alembic's, with the columns that a row may be given."""
    rows = await connection.fetch(_COLUMNS)
    return {name: list(columns) for name, columns in groupby(rows, key=lambda row: row["table"])}


async def fill(connection: Connection, tables: Tables, municipality_id: UUID, numbers: Iterable[int]) -> None:
    """Put a row of each number into every table; what belongs to somebody, to this municipality."""
    for number in numbers:
        for table in tables:
            statement, values = await insertion(connection, tables, table, municipality_id, number)
            await connection.execute(statement + " ON CONFLICT DO NOTHING", *values)


async def insertion(
    connection: Connection, tables: Tables, table: str, municipality_id: UUID, number: int
) -> tuple[str, list[str]]:
    """An INSERT of row `number` of a table with its values as text; the connection only judges CHECKs."""
    columns = tables[table]
    names = ", ".join(f'"{column["name"]}"' for column in columns)
    marks = ", ".join(f"${place}::text::{column['type']}" for place, column in enumerate(columns, 1))
    values = [await _value(connection, tables, column, municipality_id, number) for column in columns]
    return f'INSERT INTO "{table}" ({names}) VALUES ({marks})', values  # noqa: S608 names of the catalogue


def is_code(column: Row) -> bool:
    """Whether a column takes only words that its CHECK lists."""
    return any(_QUOTED.search(check) for check in column["checks"])


async def checksums(connection: Connection, tables: Tables) -> dict[str, str]:
    """Count and digest of every table's rows, in the columns that `tables` knows."""
    found = {}
    for table, columns in tables.items():
        names = ", ".join(f'"{column["name"]}"' for column in columns)
        row = f"ROW({names})::text"
        digest = f"md5(string_agg({row}, ' ' ORDER BY {row}))"
        found[table] = await connection.fetchval(f"SELECT count(*) || ' ' || {digest} FROM \"{table}\"")  # noqa: S608
    return found


async def _value(
    connection: Connection, tables: Tables, column: Row, municipality_id: UUID, number: int
) -> str:
    """A column's value in a row, which depends on nothing else: a reference is made as its target is."""
    if column["name"] == "municipality_id" or (column["table"], column["name"]) == ("municipalities", "id"):
        return str(municipality_id)
    if column["target"]:
        table, name = column["target"].split(".")
        target = next(one for one in tables[table] if one["name"] == name)
        return await _value(connection, tables, target, municipality_id, number)
    candidates = _candidates(column, municipality_id, number)
    for candidate in candidates:
        if await _holds(connection, column, candidate):
            return candidate
    raise AssertionError(f"{column['table']}.{column['name']}: no value of {candidates} passes its checks")


def _candidates(column: Row, municipality_id: UUID, number: int) -> list[str]:
    if column["type"] == "text":
        listed = [word.replace("''", "'") for check in column["checks"] for word in _QUOTED.findall(check)]
        short = f"{number:04}{municipality_id.hex[-4:]}"
        return [*listed, f"{column['name']} åäö {short}", f"a{short}", short.upper()]
    if column["label"]:
        return [column["label"]]
    moment = datetime(2026, 1, 31, 23, 30, tzinfo=UTC) + timedelta(days=number)
    place = uuid5(municipality_id, f"{column['table']}.{column['name']}.{number}")
    made = {
        "uuid": str(place),
        "bytea": "\\x" + hashlib.sha256(place.bytes).hexdigest(),
        "boolean": str(number % 2 == 0),
        "timestamp with time zone": moment.isoformat(),
        "date": moment.date().isoformat(),
        "interval": f"{number} seconds",
        "jsonb": f'{{"note": "åäö {place.hex}", "values": [1, null, true]}}',
        "text[]": f'{{"åäö","{place.hex}"}}',
        "tsvector": f"'väsk':{number + 1}",
        "double precision": f"{number}.25",
        "bigint": str(number),
        "integer": str(number),
        "smallint": str(number),
    }
    return [made[column["type"]]]


async def _holds(connection: Connection, column: Row, candidate: str) -> bool:
    if not column["checks"]:
        return True
    checks = " AND ".join(f"({check})" for check in column["checks"])
    given = f'(SELECT $1::text::{column["type"]} AS "{column["name"]}") AS given'
    return bool(await connection.fetchval(f"SELECT {checks} FROM {given}", candidate))  # noqa: S608
