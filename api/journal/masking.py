"""Personal data is masked before a fact is kept: in what people write, and in all we do not know."""

import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from pydantic import BaseModel

from api.kit import personal_data
from api.kit.schema import free_text_fields

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_IDENTIFIER = re.compile("[0-9a-f-]{32,64}")  # ids and digests hold digits of nobody


_free = cache(free_text_fields)


def mask(
    schema: type[BaseModel], raw: dict[str, Any], own_numbers: Collection[str], *, newer: bool = False
) -> tuple[dict[str, Any], int]:
    """The body with personal data masked where a person writes, and how many spans that were.

    Of a newer version's body every string is masked, as no one has checked what its fields hold.
    Where the spans stood is kept under `_masked`, by field.
    """
    pen = _Pen(own_numbers)
    body = pen.everything(raw) if newer else {**raw, **pen.within(raw, _free(schema))}
    if pen.spans:
        body["_masked"] = pen.spans
    return body, sum(len(found) for found in pen.spans.values())


class _Pen:
    """Blacks out, and remembers where."""

    def __init__(self, own_numbers: Collection[str]) -> None:
        self._own, self._path = own_numbers, list[str]()
        self.spans: dict[str, list[list[Any]]] = {}

    def within(self, raw: dict[str, Any], names: Collection[str]) -> dict[str, str]:
        """The named texts."""
        found = {}
        for name in names:
            if isinstance(value := raw.get(name), str):
                with self._at(name):
                    found[name] = self._text(value)
        return found

    def everything(self, raw: dict[str, Any]) -> dict[str, Any]:
        """A body of fields nobody checked; names with _ are ours, so a sender's get another."""
        named = {(f"sent{name}" if name.startswith("_") else name): value for name, value in raw.items()}
        return dict(self._any(named))

    def _any(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._text(_UNSTORABLE.sub("\ufffd", value))
        if isinstance(value, list):
            return [self._part(str(place), part) for place, part in enumerate(value)]
        if isinstance(value, dict):
            plain = {_UNSTORABLE.sub("\ufffd", name): part for name, part in value.items()}
            return {name: self._part(name, part) for name, part in plain.items()}
        return value

    def _part(self, name: str, value: Any) -> Any:
        with self._at(name):
            return self._any(value)

    def _text(self, text: str) -> str:
        if _IDENTIFIER.fullmatch(text):
            return text
        masked = personal_data.mask(text, self._own)
        if masked.spans:
            spans = [[span.start, span.end, span.kind] for span in masked.spans]
            self.spans[".".join(self._path)] = spans
        return masked.text

    @contextmanager
    def _at(self, name: str) -> Iterator[None]:
        self._path.append(name)
        try:
            yield
        finally:
            self._path.pop()
