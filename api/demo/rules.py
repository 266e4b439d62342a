"""Pure rules of the demonstration: identifiers, chance, calendar and positions."""

import math
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from hashlib import blake2b
from itertools import pairwise
from random import Random
from uuid import UUID

METRES_PER_DEGREE = 111_320.0  # of latitude; of longitude times its cosine
_REGISTERED = datetime(2024, 1, 2, 9, tzinfo=UTC)  # when every register row was "made"
_OFFICE_OPENS, _OFFICE_CLOSES, _SATURDAY = 8, 16, 5
# ISO weeks without school: Christmas, winter, Easter (about), summer and autumn breaks.
_HOLIDAY_WEEKS = frozenset({1, 9, 15, *range(25, 33), 44, 52, 53})


def uuid7_at(moment: datetime, bits: int) -> UUID:
    """A version 7 UUID (RFC 9562 5.7) of a given moment and 74 or more given random bits."""
    value = (int(moment.timestamp() * 1000) << 80) | (bits & ((1 << 80) - 1))
    value = value & ~(0xF << 76) | 0x7 << 76
    return UUID(int=value & ~(0x3 << 62) | 0x2 << 62)


def register_id(*parts: str) -> UUID:
    """The lasting version 7 UUID of a register row, derived from its names."""
    digest = blake2b("/".join(parts).encode(), digest_size=10).digest()
    return uuid7_at(_REGISTERED, int.from_bytes(digest, "big"))


def wire_time(moment: datetime) -> str:
    """RFC 3339 in UTC, to the millisecond."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def happens(chance: Random, share: float) -> bool:
    """True in that share of the cases."""
    return chance.random() < share


def poisson(chance: Random, mean: float) -> int:
    """A Poisson count by Knuth's product of uniforms; for means well below 100."""
    limit, product, count = math.exp(-mean), chance.random(), 0
    while product > limit:
        product *= chance.random()
        count += 1
    return count


def scatter(chance: Random, lat: float, lon: float, radius_m: float) -> tuple[float, float]:
    """A point (lat, lon) near the middle of a disc: normal in both directions, cut at the rim."""
    spread = 0.42 * math.sqrt(-2 * math.log(1 - chance.random()))
    distance, angle = radius_m * min(spread, 1.0), chance.uniform(0, math.tau)
    north, east = distance * math.cos(angle), distance * math.sin(angle)
    return _moved(lat, lon, north, east)


def along(chance: Random, line: Sequence[tuple[float, float]], aside_m: float) -> tuple[float, float]:
    """A point (lat, lon) drawn evenly along a line of (lon, lat), at most `aside_m` off it."""
    lengths = [math.dist(a, b) for a, b in pairwise(line)]
    leg = chance.choices(range(len(lengths)), lengths)[0]
    share, (lon_a, lat_a), (lon_b, lat_b) = chance.random(), line[leg], line[leg + 1]
    lat, lon = lat_a + (lat_b - lat_a) * share, lon_a + (lon_b - lon_a) * share
    return scatter(chance, lat, lon, aside_m)


def _moved(lat: float, lon: float, north_m: float, east_m: float) -> tuple[float, float]:
    east_degree = METRES_PER_DEGREE * math.cos(math.radians(lat))
    return round(lat + north_m / METRES_PER_DEGREE, 6), round(lon + east_m / east_degree, 6)


def is_school_holiday(day: date) -> bool:
    """Whether schools are closed for a break; weekends in term are not breaks."""
    return day.isocalendar().week in _HOLIDAY_WEEKS


def special_day(day: date) -> str | None:
    """The name of a day on which more happens than the season says."""
    fixed = {(12, 31): "new_year", (1, 1): "new_year", (4, 30): "walpurgis", (10, 31): "halloween"}
    if name := fixed.get((day.month, day.day)):
        return name
    week, weekday = day.isocalendar().week, day.isoweekday()
    if (week, weekday) == (24, 5):
        return "end_of_school"
    if day.month == 6 and 19 <= day.day <= 25 and weekday == 5:
        return "midsummer"
    return "harbour_festival" if week == 32 and weekday in (5, 6) else None


def half_year(day: date) -> int:
    """A running number of the half-year; places rise and fall from one to the next."""
    return day.year * 2 + (day.month - 1) // 6


def months_before(end: date, months: int) -> date:
    """The same day of the month so many months earlier, at most the 28th."""
    count = end.year * 12 + end.month - 1 - months
    return date(count // 12, count % 12 + 1, min(end.day, 28))


def office_time(chance: Random, after: datetime, days: float = 0) -> datetime:
    """A working moment at least `days` later; `after` must carry the local time zone."""
    wanted = (after + timedelta(days=days)).astimezone(after.tzinfo)
    if wanted.hour >= _OFFICE_CLOSES or wanted.weekday() >= _SATURDAY:
        wanted = _morning_after(wanted)
    elif wanted.hour < _OFFICE_OPENS:
        wanted = datetime.combine(wanted.date(), time(_OFFICE_OPENS), after.tzinfo)
    return wanted + timedelta(seconds=chance.randrange(120, 7000))


def _morning_after(moment: datetime) -> datetime:
    day = moment.date() + timedelta(days=1)
    while day.weekday() >= _SATURDAY:
        day += timedelta(days=1)
    return datetime.combine(day, time(_OFFICE_OPENS), moment.tzinfo)
