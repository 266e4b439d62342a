"""JSON by orjson, with asyncpg's own UUID type, which orjson does not know."""

from typing import Any

import orjson


def dumped(value: Any) -> bytes:
    """JSON in UTF-8; UUIDs as text, times by RFC 3339."""
    return orjson.dumps(value, default=str)


def canonical(value: Any) -> bytes:
    """The same with keys sorted, so that equal values give equal bytes."""
    return orjson.dumps(value, default=str, option=orjson.OPT_SORT_KEYS)
