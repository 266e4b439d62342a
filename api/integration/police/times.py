"""Reads the feed's times: when an event was told, and when it happened; pure."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_TIME_ZONE = ZoneInfo("Europe/Stockholm")
_HALF_YEAR = timedelta(days=365) / 2
_MONTHS = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)
_TITLE = re.compile(
    rf"([0-9]{{1,2}}) ({'|'.join(_MONTHS)}) ([0-9]{{1,2}})[.:]([0-9]{{2}})(?![0-9])", re.IGNORECASE
)
_TOLD = re.compile(
    r"((?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2})[ T]([0-9]{1,2})(:[0-9]{2}:[0-9]{2})(?:\.[0-9]+)?"
    r" ?(?:([+-][0-9]{2}):?([0-9]{2})|Z)"
)


def read_published(text: str) -> datetime:
    """Return the moment in UTC of ``2023-06-10 9:03:17 +02:00``; raise ValueError for another."""
    found = _TOLD.fullmatch(text)
    if not found:
        raise ValueError("not a date and time with offset")
    day, hour, rest, offset_hours, offset_minutes = found.groups()
    offset = f"{offset_hours}:{offset_minutes}" if offset_hours else "+00:00"
    try:
        return datetime.fromisoformat(f"{day}T{hour:0>2}{rest}{offset}").astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError("no such moment") from None


def read_occurred(title: str, published_at: datetime) -> datetime:
    """Return when it happened, in UTC, from the time the title begins with; it has no year.

    The year is the one that puts it nearest publication: 31 december told on 1 januari is the
    year before, and a rally announced in December for January is the year after. Times are
    Swedish: one in the hour that summer time skips counts as an hour later by the clock, one
    in the hour that comes twice as the first of the two (the choice of RFC 5545).
    Raise ValueError when there is no time or no such day.
    """
    found = _TITLE.match(title)
    if not found:
        raise ValueError("does not begin with day, month and time")
    told = published_at.astimezone(_TIME_ZONE).replace(tzinfo=None)
    month = _MONTHS.index(found[2].lower()) + 1
    numbers = (month, int(found[1]), int(found[3]), int(found[4]))
    # Within half a year only one year can be right, and it is nearly always the same.
    for year in (told.year, told.year - 1, told.year + 1):
        moment = _moment(year, *numbers)
        if moment and abs(moment - told) <= _HALF_YEAR:
            return moment.replace(tzinfo=_TIME_ZONE).astimezone(UTC)
    raise ValueError("no such day or time in the year of publication")


def _moment(year: int, month: int, day: int, hour: int, minute: int) -> datetime | None:
    try:
        return datetime(year, month, day, hour, minute)
    except ValueError:
        return None
