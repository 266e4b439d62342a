"""Which reports are likely to tell of the same thing: pure rules."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

MOST_SHOWN = 5
# A thing that was dismissed is not there to be added to.
STATUSES = ("new", "triaged", "in_progress", "resolved")


def likeliest(found: Iterable[tuple[float, Any]], occurred_at: datetime, radius_m: float) -> list[Any]:
    """The nearest few of (metres away, row) within the radius, with whole metres.

    What was mended before the moment is another fault than the one that is there now.
    """
    near = [
        (round(metres), row)
        for metres, row in found
        if metres <= radius_m and not (row["fixed_at"] and row["fixed_at"] < occurred_at)
    ]
    return sorted(near, key=lambda one: (one[0], abs(one[1]["occurred_at"] - occurred_at)))[:MOST_SHOWN]
