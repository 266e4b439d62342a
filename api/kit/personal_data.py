"""Finds and masks identity numbers, telephone numbers and e-mail addresses in free text."""

import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

# The phone reads the same table.
_TABLE: dict[str, Any] = json.loads(Path(__file__).with_name("personal_data.json").read_text("utf-8"))
_CONTEXT: int = _TABLE["context"]
_MACRO = re.compile(r"<([a-z0-9_]+)>")
_NOT_DIGIT = re.compile("[^0-9]")
# A kind has an at sign, or eight digits and more (the shortest telephone number) with nothing between
# them but spaces, dashes and the like; most texts have neither.
_HINT = re.compile(r"@|[0-9](?:\W{0,8}[0-9]){7}")
_COORDINATION = 60  # added to the day in a samordningsnummer
_FEBRUARY = 2
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
# Found text becomes a line break, which may stand beside anything; allowed text
# becomes letters, so that digits touching it stay part of it.
_FOUND, _ALLOWED = "\n", "x"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Where one finding stands: code points ``start`` to ``end`` (exclusive), and its kind."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Masked:
    """The text with a token for every finding; spans count in the text as it was."""

    text: str
    spans: list[Span]


@dataclass(frozen=True, slots=True)
class _Rule:
    kind: str
    before: re.Pattern[str]
    pattern: re.Pattern[str]
    is_identity: bool
    allowed: tuple[re.Pattern[str], ...]


def prepare() -> None:
    """Compile the patterns now, not while the first sender waits."""
    _rules()


def find(text: str, own_numbers: Collection[str] = ()) -> list[Span]:
    """Return every finding in order, never overlapping; the municipality's own numbers are none."""
    if not _HINT.search(text):
        return []
    own = {_national(number) for number in own_numbers} - {""}
    spans: list[Span] = []
    for rule in _rules():
        spans += _matches(rule, _hide(text, spans, _FOUND), own)
    return sorted(spans)


def mask(text: str, own_numbers: Collection[str] = ()) -> Masked:
    """Replace each finding by its token, such as ``[personnummer]``; not reversible."""
    spans = find(text, own_numbers)
    parts, end = [], 0
    for span in spans:
        parts += [text[end : span.start], _TABLE["tokens"][span.kind]]
        end = span.end
    return Masked("".join([*parts, text[end:]]), spans)


def _matches(rule: _Rule, text: str, own: set[str]) -> list[Span]:
    for pattern in rule.allowed:
        text = pattern.sub(lambda hit: _ALLOWED * len(hit[0]), text)
    spans: list[Span] = []
    position = last = 0
    while hit := rule.pattern.search(text, position):
        start, end = hit.span()
        context = text[max(last, start - _CONTEXT) : start]
        if rule.before.search(context) and _is_real(rule, hit[0]):
            if _national(hit[0]) not in own:
                spans.append(Span(start, end, rule.kind))
            position = last = end
        else:
            position = start + 1
    return spans


def _is_real(rule: _Rule, found: str) -> bool:
    return not rule.is_identity or _is_identity_number(_NOT_DIGIT.sub("", found))


def _is_identity_number(digits: str) -> bool:
    """Judge 10 or 12 digits by date and check digit (Skatteverket, SKV 704 and SKV 707).

    In a coordination number month 00 and day 60 stand for unknown.
    """
    year, month, day = int(digits[:-8]), int(digits[-8:-6]), int(digits[-6:-4])
    coordination = day >= _COORDINATION
    day -= _COORDINATION if coordination else 0
    leap = year % 4 == 0 and year not in (1800, 1900)
    longest = 28 if month == _FEBRUARY and not leap else _DAYS[month - 1]
    dated = day <= longest and (coordination or (month > 0 and day > 0))
    return dated and digits[-4:-1] != "000" and _luhn_sum(digits[-10:]) % 10 == 0


def _luhn_sum(digits: str) -> int:
    doubled = (int(digit) * 2 for digit in digits[::2])
    return sum(number // 10 + number % 10 for number in doubled) + sum(map(int, digits[1::2]))


def _national(number: str) -> str:
    """Return the digits without country code and trunk zero: +46 8… and 08… are the same."""
    digits = _NOT_DIGIT.sub("", number)
    if digits.startswith("0046"):
        digits = digits[4:]
    elif "+" in number[:2] and digits.startswith("46"):
        digits = digits[2:]
    return digits.lstrip("0")


def _hide(text: str, spans: list[Span], cover: str) -> str:
    parts, end = [], 0
    for span in sorted(spans):
        parts += [text[end : span.start], cover * (span.end - span.start)]
        end = span.end
    return "".join([*parts, text[end:]])


@cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(
        _Rule(
            kind=row["kind"],
            before=_compile(row["before"]),
            pattern=_compile(row["pattern"]),
            is_identity=row.get("check") == "identity_number",
            allowed=tuple(
                _compile(allow["pattern"]) for allow in _TABLE["allow"] if row["kind"] in allow["kinds"]
            ),
        )
        for row in _TABLE["rules"]
    )


def _compile(pattern: str) -> re.Pattern[str]:
    while _MACRO.search(pattern):
        pattern = _MACRO.sub(lambda hit: _TABLE["macros"][hit[1]], pattern)
    return re.compile(pattern)
