"""When a message is tried again, and when it is given up: pure rules."""

from datetime import datetime, timedelta

WAITING, SENDING, ACCEPTED, FAILED = "waiting", "sending", "accepted", "failed"
# A server that is away over a weekend is no reason to lose a message (RFC 5321 4.5.4.1 asks for 4-5 days
# of a relay; the first server of ours is the municipality's own).
GIVE_UP_AFTER = timedelta(days=4)
# Longer than any attempt lasts: whoever began one then is dead, and what came of it is not known.
ATTEMPT_LASTS = timedelta(minutes=2)


def is_settled(state: str) -> bool:
    """Whether nothing more is to be done."""
    return state in (ACCEPTED, FAILED)


def is_under_way(state: str, attempted_at: datetime | None, now: datetime) -> bool:
    """Whether somebody else is sending it at this moment."""
    return state == SENDING and attempted_at is not None and now - attempted_at < ATTEMPT_LASTS


def is_given_up(created_at: datetime, now: datetime) -> bool:
    """Whether a message that cannot be sent has been tried for long enough."""
    return now - created_at >= GIVE_UP_AFTER
