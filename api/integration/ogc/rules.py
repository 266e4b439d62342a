"""What a request for features says: bounding box, moments, and which parameters there are."""

from datetime import UTC, datetime, timedelta

_INSTANT = timedelta(microseconds=1)


def bounds_of(text: str) -> tuple[float, float, float, float]:
    """Four numbers, or of six those without the heights. Raises ValueError."""
    numbers = [float(part) for part in text.split(",")]
    if len(numbers) == 6:
        numbers = [*numbers[:2], *numbers[3:5]]
    first, second, third, fourth = numbers
    return first, second, third, fourth


def interval_of(text: str) -> tuple[datetime | None, datetime | None]:
    """From when (inclusive) until when (exclusive) a `datetime` asks; None where it is open.

    A moment, or an interval with `/` whose ends are moments, `..` or nothing; both ends count
    (OGC API Features, part 1, 7.15.3). Raises ValueError.
    """
    start, divided, end = text.partition("/")
    if not divided:
        moment = _moment(start)
        return moment, moment + _INSTANT
    first = None if start in ("", "..") else _moment(start)
    last = None if end in ("", "..") else _moment(end)
    if first is None and last is None and text != "../..":
        raise ValueError
    if first is not None and last is not None and last < first:
        raise ValueError
    return first, None if last is None else last + _INSTANT


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return (moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment).astimezone(UTC)
