"""JSON by orjson, with asyncpg's own UUID type, which orjson does not know."""

from collections.abc import Collection, Mapping
from typing import Any

import orjson


def dumped(value: Any) -> bytes:
    """JSON in UTF-8; UUIDs as text, times by RFC 3339 with `Z` for UTC."""
    return orjson.dumps(value, default=str, option=orjson.OPT_UTC_Z)


def canonical(value: Any) -> bytes:
    """The same with keys sorted, so that equal values give equal bytes."""
    return orjson.dumps(value, default=str, option=orjson.OPT_SORT_KEYS)


def only(body: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    """The fields of these names that are there."""
    return {name: body[name] for name in names if name in body}


def without(body: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    """All fields but these."""
    return {name: value for name, value in body.items() if name not in names}
