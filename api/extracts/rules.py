"""What counts as naming a person, and what is shown of it: pure rules."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

_LONGEST = 500  # characters shown of one place
_BETWEEN = re.compile(r"[\s-]+")
# What an extract cannot hold, and why that is lawful; the screen says each in words.
EXCEPTIONS = ("masked", "envelopes", "backups", "erasures")


def plain(text: str) -> str:
    """A name, number or plate without case, spaces and hyphens: as both sides are compared."""
    return _BETWEEN.sub("", text).casefold()


def names(text: str, wanted: Sequence[str]) -> bool:
    """Whether a text holds one of the plain words."""
    said = plain(text)
    return any(word in said for word in wanted)


def leaves(value: Any) -> Iterator[str]:
    """Every text and number of a JSON value, in order."""
    if isinstance(value, dict):
        for one in value.values():
            yield from leaves(one)
    elif isinstance(value, list):
        for one in value:
            yield from leaves(one)
    elif value is not None and not isinstance(value, bool):
        yield str(value)


def excerpt(value: Any, wanted: Sequence[str]) -> str:
    """The parts of a JSON value that name the person; all of it when only together they do."""
    said = list(leaves(value))
    found = [text for text in said if names(text, wanted)] or said
    return " … ".join(found)[:_LONGEST]
