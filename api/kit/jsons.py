"""JSON by orjson, with asyncpg's own UUID type, which orjson does not know."""

import re
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

import orjson

# Numbers that jsonb gives back written in another way: 1e16, -0.0.
_ODD = re.compile(rb"[\[:,](?:-?[0-9.]+e|-0(?:\.0)?(?![.0-9]))")


def dumped(value: Any) -> bytes:
    """JSON in UTF-8; UUIDs as text, times by RFC 3339 with `Z` for UTC."""
    return orjson.dumps(value, default=str, option=orjson.OPT_UTC_Z)


def canonical(value: Any) -> bytes:
    """The same with keys sorted, so that equal values give equal bytes, before jsonb kept them and after."""
    text = orjson.dumps(value, default=str, option=orjson.OPT_SORT_KEYS)
    return orjson.dumps(_kept(orjson.loads(text))) if _ODD.search(text) else text


def _kept(value: Any) -> Any:
    """A value as jsonb gives it back: its numbers have no exponent and no negative zero."""
    if isinstance(value, dict):
        return {name: _kept(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_kept(part) for part in value]
    if isinstance(value, float):
        return orjson.loads(format(Decimal(repr(value)), "f")) if value else 0.0
    return value


def only(body: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    """The fields of these names that are there."""
    return {name: body[name] for name in names if name in body}


def without(body: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    """All fields but these."""
    return {name: value for name, value in body.items() if name not in names}
