"""When a webhook is tried again, and the secrets it is signed with: pure rules."""

import hmac
from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

PATIENCE = timedelta(days=3)  # from the first try to giving up
LONGEST_OVERLAP = timedelta(days=7)
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 5, 6 * 3600
_LONGEST_REST_S = 300


def pause(attempts: int) -> timedelta:
    """How long one message waits after so many tries: 5 s, 20 s, 80 s … 6 h; 19 tries in three days."""
    return timedelta(seconds=min(_FIRST_PAUSE_S * 4 ** min(attempts - 1, 8), _LONGEST_PAUSE_S))


def rest(failures: int) -> timedelta:
    """How long a receiver that failed so many times in a row is left alone: 2 s … 5 min."""
    return timedelta(seconds=min(2 ** min(failures, 9), _LONGEST_REST_S))


def secret_of(key: bytes, municipality_id: UUID, webhook_id: UUID, number: int) -> str:
    """A webhook's secret of that number, as Standard Webhooks writes one.

    Derived from the server's own secret, so that no table, dump or log ever holds it.
    """
    name = municipality_id.bytes + webhook_id.bytes + number.to_bytes(8, "big")
    return f"whsec_{b64encode(hmac.digest(key, name, 'sha256')).decode()}"


def secret_numbers(newest: int, former_until: datetime | None, now: datetime) -> Sequence[int]:
    """The numbers of the secrets that count now: the newest and, while they overlap, the one before."""
    overlap = former_until is not None and now < former_until
    return (newest, newest - 1) if overlap else (newest,)
