"""Canonical JSON: equal values give equal bytes, before PostgreSQL kept them as jsonb and after."""

import struct
from random import Random
from typing import Any

import asyncpg
import orjson

from api.kit.jsons import canonical
from tests.databases import Addresses

ODD = [0.0, -0.0, 1e15, 1e16, -1e16, 1e22, 1.5e-7, 5e-324, 1.7976931348623157e308, 0.1, 58.5601, 1.0, 2**63]
TEXTS = ["", "å", ",-0", ":1e16", '[-0.0,"1e16"]', "\\", "\u2028"]


def floats(count: int) -> list[float]:
    """Floats of every size, from all their bits."""
    chance = Random(1)
    found = [struct.unpack("<d", chance.randbytes(8))[0] for _ in range(count)]
    return [one for one in found if one - one == 0]  # neither infinite nor no number


async def test_a_value_has_the_same_bytes_when_it_comes_back(database: Addresses) -> None:
    values: list[Any] = [{"b": one, "a": [one, -one]} for one in (*ODD, *floats(2000))]
    values += [{"text": one, one: None} for one in TEXTS]
    connection = await asyncpg.connect(database.app_url)
    texts = [orjson.dumps(one).decode() for one in values]
    kept = await connection.fetch("SELECT value::jsonb::text AS kept FROM unnest($1::text[]) AS value", texts)
    await connection.close()
    for value, row in zip(values, kept, strict=True):
        assert canonical(value) == canonical(orjson.loads(row["kept"])), value
