"""When a police event happened is read from its title and the time it was told."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.integration.police.times import read_occurred, read_published

STOCKHOLM = ZoneInfo("Europe/Stockholm")


@pytest.mark.parametrize(
    ("name", "told", "occurred"),
    [
        ("01 januari 07:56, Brand", "2023-01-01 11:03:17 +01:00", "2023-01-01T06:56:00"),
        ("1 januari 7.56, Brand", "2023-01-01 9:03:17 +01:00", "2023-01-01T06:56:00"),
        ("12 Juni 23.05, Brand", "2024-06-13 0:10:00 +02:00", "2024-06-12T21:05:00"),
        ("12 juni 23.05", "2024-06-12T22:10:00Z", "2024-06-12T21:05:00"),
        ("31 december 23:50, Brand", "2024-01-01 0:10:00 +01:00", "2023-12-31T22:50:00"),
        ("28 december 10:00, Brand", "2024-01-08 8:00:00 +01:00", "2023-12-28T09:00:00"),
        ("02 januari 09:00, Trafikkontroll", "2023-12-30 8:00:00 +01:00", "2024-01-02T08:00:00"),
        ("20 april 22:00, Brand", "2023-04-20 21:59:36 +02:00", "2023-04-20T20:00:00"),
        ("29 februari 12:00, Brand", "2024-02-29 13:00:00 +01:00", "2024-02-29T11:00:00"),
        # Summer time begins: 02:30 does not come, and counts as 03:30.
        ("31 mars 02:30, Brand", "2024-03-31 9:00:00 +02:00", "2024-03-31T01:30:00"),
        # It ends: 02:30 comes twice, and the first is meant.
        ("27 oktober 02:30, Brand", "2024-10-27 9:00:00 +01:00", "2024-10-27T00:30:00"),
        ("27 oktober 03:00, Brand", "2024-10-27 9:00:00 +01:00", "2024-10-27T02:00:00"),
    ],
)
def test_time_of_occurrence_stands_in_the_name(name: str, told: str, occurred: str) -> None:
    assert read_occurred(name, read_published(told)) == datetime.fromisoformat(occurred).replace(tzinfo=UTC)


@given(
    occurred=st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)),
    lag_h=st.integers(-24 * 90, 24 * 90),
)
def test_the_year_is_right_within_three_months_of_publication(occurred: datetime, lag_h: int) -> None:
    moment = occurred.replace(second=0, microsecond=0, fold=0, tzinfo=STOCKHOLM)
    told = datetime.fromtimestamp(moment.timestamp() + lag_h * 3600, STOCKHOLM)
    months = "januari februari mars april maj juni juli augusti september oktober november december"
    name = f"{moment.day:02} {months.split()[moment.month - 1]} {moment:%H:%M}, Brand, Ljusvik"
    published_at = read_published(told.isoformat(" ", "seconds"))
    assert read_occurred(name, published_at) == moment.astimezone(UTC)
