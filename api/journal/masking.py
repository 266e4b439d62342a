"""Personal data is masked before a fact is kept: in what people write, and in all we do not know."""

import re
from collections.abc import Collection
from functools import cache
from typing import Any

from pydantic import BaseModel

from api.kit import personal_data
from api.kit.schema import free_text_fields


@cache
def _fields(schema: type[BaseModel]) -> tuple[frozenset[str], frozenset[str]]:
    return free_text_fields(schema), frozenset(schema.model_fields)


def mask(
    schema: type[BaseModel], raw: dict[str, Any], own_numbers: Collection[str]
) -> tuple[dict[str, Any], int]:
    """The body with personal data masked where a person writes, and how many spans that were.

    Fields this server does not know (a newer body's) are masked in every string they hold.
    """
    free, known = _fields(schema)
    body, count, spans = dict(raw), 0, {}
    for name, value in raw.items():
        if name in free and isinstance(value, str):
            masked = personal_data.mask(value, own_numbers)
            body[name] = masked.text
            if masked.spans:
                spans[name] = [[span.start, span.end, span.kind] for span in masked.spans]
        elif name not in known:
            del body[name]
            body[_UNSTORABLE.sub("\ufffd", name)], found = _mask_all(value, own_numbers)
            count += found
    if spans:
        body["_masked"] = spans
    return body, count + sum(len(found) for found in spans.values())


_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def _mask_all(value: Any, own_numbers: Collection[str]) -> tuple[Any, int]:
    if isinstance(value, str):
        masked = personal_data.mask(_UNSTORABLE.sub("\ufffd", value), own_numbers)
        return masked.text, len(masked.spans)
    if isinstance(value, list):
        pairs = [_mask_all(part, own_numbers) for part in value]
        return [pair[0] for pair in pairs], sum(pair[1] for pair in pairs)
    if isinstance(value, dict):
        items = {
            _UNSTORABLE.sub("\ufffd", name): _mask_all(part, own_numbers) for name, part in value.items()
        }
        return {name: pair[0] for name, pair in items.items()}, sum(p[1] for p in items.values())
    return value, 0
