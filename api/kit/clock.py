"""Server time, and how a sender's clock is corrected by it."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Any

UNCERTAIN = timedelta(minutes=5)  # UX F20 and P-D1: a larger skew is shown to the reader
_NOISE = timedelta(seconds=30)  # a slow network looks like skew; smaller offsets are not clocks


def now() -> datetime:
    """The server's time, UTC."""
    return datetime.now(UTC)


def offset(device_time: datetime | None, received_at: datetime) -> timedelta:
    """How far the sender's clock is behind the server's; zero when unknown or within noise."""
    if device_time is None:
        return timedelta(0)
    difference = received_at - device_time
    return difference if abs(difference) > _NOISE else timedelta(0)


def corrected(claimed: datetime, behind: timedelta, received_at: datetime) -> datetime:
    """When it happened by the server's clock: never later than it was received."""
    try:
        return min(claimed + behind, received_at)
    except OverflowError:
        return received_at


def to_wire(moment: datetime) -> str:
    """RFC 3339 in UTC with `Z`, milliseconds kept."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def in_utc(value: Any, names: Collection[str]) -> Any:
    """Moments on the wire's form, at any depth: those that are such, and texts under these names."""
    if isinstance(value, datetime):
        return to_wire(value)
    if isinstance(value, list):
        return [in_utc(part, names) for part in value]
    if isinstance(value, dict):
        return {
            name: _utc_text(part) if name in names and isinstance(part, str) else in_utc(part, names)
            for name, part in value.items()
        }
    return value


def _utc_text(sent: str) -> str:
    try:
        moment = datetime.fromisoformat(sent)
    except ValueError:  # a field of a newer version may mean something else by the name
        return sent
    return sent if moment.tzinfo is None else to_wire(moment)
