"""What only one municipality's rows hold, read from the catalogue, so that no new column is forgotten."""

import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import orjson
import pypdf

from api import commands
from tests.databases import Addresses
from tests.migrations.catalogue import UNWALLED
from tests.migrations.rows import insertion, is_code, read_tables

_TOKEN = re.compile(r"\d+[.,]\d{5,}|\w[\w.-]{6,}\w")
_MARKED = {"text", "text[]", "uuid", "jsonb", "bytea", "tsvector"}  # types that can hold a word or a key
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dt?[\d.-]*z?")


def tokens(text: str) -> set[str]:
    """Words of eight signs or more, ids and long numbers; moments say nothing about whose they are."""
    found = {one.lower().replace(",", ".") for one in _TOKEN.findall(text)}
    return {one for one in found if not _MOMENT.fullmatch(one)}


@cache
def _contract() -> set[str]:
    """The words of the interface itself, which a filter that was asked with may be kept in."""
    return tokens((Path(commands.__file__).parents[1] / "openapi.yaml").read_text(encoding="utf-8"))


def text_of(content: bytes, media_type: str) -> str:
    """What a person would read in an answer, whatever it is packed in."""
    if media_type.endswith("spreadsheetml.sheet"):
        with zipfile.ZipFile(BytesIO(content)) as packed:
            return " ".join(packed.read(name).decode() for name in packed.namelist())
    if media_type == "application/pdf":
        return " ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(content)).pages)
    return content.decode(errors="replace")


async def fill(database: Addresses, municipality_id: UUID) -> None:
    """Two more rows in every walled table, with something in every column."""
    connection = await asyncpg.connect(database.owner_url)
    tables = await read_tables(connection)
    for number in (61, 62):
        for table in tables:
            if table not in UNWALLED:
                statement, values = await insertion(connection, tables, table, municipality_id, number)
                await connection.execute(statement + " ON CONFLICT DO NOTHING", *values)
    await connection.close()


async def held(database: Addresses, municipality_id: UUID) -> dict[str, set[str]]:
    """The tokens of every walled table, by `table.column` where the column can hold a word of its own."""
    connection = await asyncpg.connect(database.worker_url)
    found: dict[str, set[str]] = defaultdict(set)
    for table, columns in (await read_tables(connection)).items():
        if table in UNWALLED:
            continue
        for one in columns:
            if one["type"] in _MARKED and not is_code(one):
                found[f"{table}.{one['name']}"] = set()
        rows = f'SELECT to_jsonb(t)::text FROM "{table}" t WHERE municipality_id = $1'  # noqa: S608
        for (row,) in await connection.fetch(rows, municipality_id):
            for name, value in orjson.loads(row).items():
                column = f"{table}.{name}"
                said = found[column if column in found else "the rest"]
                said.update(one for leaf in _leaves(value) for one in tokens(leaf) - _contract())
    await connection.close()
    return found


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield str(name)
            yield from _leaves(part)
    elif isinstance(value, list):
        for part in value:
            yield from _leaves(part)
    elif isinstance(value, str):
        yield value.removeprefix("\\x")
    elif isinstance(value, float):
        yield repr(value)
