"""What every message on the wire shares: strictness, times, positions, free text."""

import math
import re
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    WithJsonSchema,
)

from api.kit.addresses import is_email
from api.kit.clock import to_wire
from api.kit.ids import is_uuid7


class Wire(BaseModel):
    """A register, command or answer: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("needs an offset, such as Z or +01:00")
    try:
        moment = moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("is outside the years 1 to 9999") from error
    if not 1900 <= moment.year <= 9990:
        raise ValueError("is outside the years 1900 to 9990")
    return moment


# As folds read it back from a kept body, too: other readers of dates take numbers, spaces and more.
_RFC_3339 = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:[0-9]{2})?"
)


def _text_moment(value: Any) -> datetime:
    if isinstance(value, datetime):
        return value
    if not isinstance(value, str) or not _RFC_3339.fullmatch(value):
        raise ValueError("is text by RFC 3339, such as 2026-11-22T21:30:00Z")
    try:
        return datetime.fromisoformat(value)
    except ValueError as error:
        raise ValueError("is no moment of the calendar") from error


Moment = Annotated[
    datetime,
    BeforeValidator(_text_moment),
    AfterValidator(_aware),
    PlainSerializer(to_wire, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]


_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def _storable(text: str) -> str:
    if _UNSTORABLE.search(text):
        raise ValueError("holds a character that text cannot hold")
    return text


Text = Annotated[str, AfterValidator(_storable)]


class _FreeText:
    """Marks a field a person writes in, which is masked before it is kept."""


FREE_TEXT = _FreeText()
Note = Annotated[Text, Field(max_length=4000), FREE_TEXT]
Line = Annotated[Text, Field(max_length=200), FREE_TEXT]


def _email(text: str) -> str:
    if not is_email(text):
        raise ValueError("is an e-mail address")
    return text


EmailAddress = Annotated[str, AfterValidator(_email)]


def printable(text: str) -> str:
    """A name without space round it. Raises ValueError for one that cannot be printed on a line."""
    if not text.strip() or not text.isprintable():
        raise ValueError("is a name on one line")
    return text.strip()


def distinct(values: list[Any]) -> list[Any]:
    """The values as given. Raises ValueError when one stands there twice."""
    if len(set(values)) < len(values):
        raise ValueError("names something twice")
    return values


Name = Annotated[Text, Field(max_length=120), AfterValidator(printable)]
Distinct = AfterValidator(distinct)


class LocalName(Wire):
    """A name in both languages."""

    sv: Name
    en: Name


Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


def _uuid7(value: UUID) -> UUID:
    if not is_uuid7(value):
        raise ValueError("is a UUID of version 7")
    return value


Uuid7 = Annotated[UUID, AfterValidator(_uuid7)]


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise ValueError("is a finite number")
    return value


class Position(Wire):
    """WGS84, degrees; accuracy is the radius in metres that the device states."""

    lat: Annotated[float, Field(ge=-90, le=90), AfterValidator(_finite)]
    lon: Annotated[float, Field(ge=-180, le=180), AfterValidator(_finite)]
    accuracy_m: Annotated[float, Field(ge=0, le=1_000_000), AfterValidator(_finite)] | None = None


def free_text_fields(model: type[BaseModel]) -> frozenset[str]:
    """Names of the fields of `model` a person writes in."""
    return frozenset(name for name, field in model.model_fields.items() if _is_free_text(field))


def _is_free_text(field: Any) -> bool:
    return FREE_TEXT in field.metadata or any(
        FREE_TEXT in getattr(part, "__metadata__", ()) for part in getattr(field.annotation, "__args__", ())
    )
