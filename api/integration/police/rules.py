"""Reads one line of the police's public event feed; pure."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal
from uuid import NAMESPACE_URL, UUID, uuid5

from api.integration.police import times

Precision = Literal["municipality", "county"]

_SITE = "https://polisen.se"
_NAMESPACE = uuid5(NAMESPACE_URL, f"{_SITE}/aktuellt/handelser")
_LARGEST_ID = 2**63 - 1
_CATEGORIES: dict[str, str] = {
    kind.casefold(): slug
    for kind, slug in json.loads(Path(__file__).with_name("categories.json").read_text("utf-8")).items()
}
_GPS = re.compile(r" ?(-?[0-9]{1,3}(?:\.[0-9]+)?) ?, ?(-?[0-9]{1,3}(?:\.[0-9]+)?) ?")
_PATH = re.compile("/(?!/)")
_ADDRESS = re.compile(r"https?://[^\s/]+/")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class BadLine(ValueError):
    """A line that is no event: which line, which field, and what is wrong with it."""

    def __init__(self, line_no: int, field: str, reason: str) -> None:
        """Keep the three apart for the importer's report."""
        super().__init__(f"line {line_no}: {field}: {reason}")
        self.line_no = line_no
        self.field = field
        self.reason = reason


@dataclass(frozen=True, slots=True)
class PoliceEvent:
    """One event: times in UTC, WGS84 degrees of the middle of its municipality or county."""

    police_id: int
    occurred_at: datetime
    published_at: datetime
    category: str
    type: str
    title: str
    summary: str
    url: str
    location_name: str
    lat: float
    lon: float
    precision: Precision


class _Wrong(Exception):
    """A field that cannot be read; becomes a BadLine with its number."""


def parse_line(line: str | bytes, line_no: int) -> PoliceEvent:
    """Read one JSON line (UTF-8, line end allowed); raise BadLine naming field and reason."""
    try:
        return _event(_loaded(line))
    except _Wrong as wrong:
        field, reason = wrong.args
        raise BadLine(line_no, field, reason) from None


def fact_id(police_id: int, municipality_id: UUID) -> UUID:
    """Return the same UUIDv5 for the same event and municipality at every import.

    Namespace: UUIDv5 of the feed's address under the URL namespace of RFC 9562.
    """
    return uuid5(_NAMESPACE, f"{municipality_id}/{police_id}")


def to_body(event: PoliceEvent) -> dict[str, Any]:
    """Return the event as the body of an incident, with the fields that tell its source.

    The position is the middle of the place named: `precision` says of how large a place.
    """
    body = {
        "v": 1,
        "category": event.category,
        "occurred_at": _wire(event.occurred_at),
        "saved_at": _wire(event.published_at),
        "position": {"lat": event.lat, "lon": event.lon},
        "place": event.location_name,
        "external_id": str(event.police_id),
        "published_at": _wire(event.published_at),
        "precision": event.precision,
        "title": event.title,
        "url": event.url,
    }
    return body | ({"note": event.summary} if event.summary else {})


def _wire(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def _loaded(line: str | bytes) -> dict[str, Any]:
    try:
        text = line.decode() if isinstance(line, bytes) else line
        row = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        raise _Wrong("line", "not one JSON object in UTF-8") from None
    if not isinstance(row, dict):
        raise _Wrong("line", "not one JSON object in UTF-8")
    return row


def _event(row: dict[str, Any]) -> PoliceEvent:
    location = row.get("location")
    if not isinstance(location, dict):
        raise _Wrong("location", "missing or not an object")
    kind = _text(row, "type", 200)
    title = _text(row, "name", 500)
    place = _text(location, "name", 200, "location.name")
    published_at = _moment("datetime", times.read_published, _text(row, "datetime", 50))
    lat, lon = _coordinates(_text(location, "gps", 50, "location.gps"))
    return PoliceEvent(
        police_id=_police_id(row.get("id")),
        occurred_at=_moment("name", times.read_occurred, title, published_at),
        published_at=published_at,
        category=_category(kind),
        type=kind,
        title=title,
        summary=_text(row, "summary", 4000, may_be_empty=True),
        url=_url(_text(row, "url", 2000)),
        location_name=place,
        lat=lat,
        lon=lon,
        precision="county" if place.endswith(" län") else "municipality",
    )


def _text(row: dict[str, Any], key: str, longest: int, field: str = "", *, may_be_empty: bool = False) -> str:
    value = row.get(key)
    field = field or key
    if not isinstance(value, str):
        raise _Wrong(field, "missing or not text")
    value = value.strip()
    if not value and not may_be_empty:
        raise _Wrong(field, "empty")
    if len(value) > longest:
        raise _Wrong(field, f"longer than {longest} characters")
    if _UNSTORABLE.search(value):
        raise _Wrong(field, "holds characters that cannot be stored")
    return value


def _police_id(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= _LARGEST_ID:
        raise _Wrong("id", "not a positive whole number")
    return value


def _moment(field: str, read: Callable[..., datetime], *given: Any) -> datetime:
    try:
        return read(*given)
    except ValueError as error:
        raise _Wrong(field, str(error)) from None


def _coordinates(value: str) -> tuple[float, float]:
    found = _GPS.fullmatch(value)
    lat, lon = map(float, found.groups()) if found else (91.0, 0.0)
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise _Wrong("location.gps", "not latitude and longitude in degrees")
    return lat, lon


def _url(value: str) -> str:
    """Return the address whole; the feed gives the path on the police's own site."""
    address = f"{_SITE}{value}" if _PATH.match(value) else value
    if not _ADDRESS.match(address):
        raise _Wrong("url", "not an address")
    return address


@lru_cache(maxsize=1024)
def _category(kind: str) -> str:
    """Return the slug for a type, by the written table; `other` for one it does not know."""
    key = " ".join(kind.split()).casefold()
    if key.startswith("sammanfattning"):
        return "summary"
    return _CATEGORIES.get(key, "other")
