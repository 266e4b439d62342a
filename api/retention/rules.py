"""What a rule takes, and from when it counts: pure rules."""

from datetime import datetime, timedelta
from typing import Literal

What = Literal[
    "positions", "texts", "photos", "reports", "police_news", "held_facts", "letters", "devices", "accounts"
]
# What of a record or row goes by each rule. A case's days count from its last change once it is closed,
# police news' from its coming, a held fact's from its decision, a letter's from its delivery, a phone's
# from its last contact, an account's from its end.
PARTS: dict[str, tuple[str, ...]] = {
    "positions": ("position",),
    "texts": ("text",),
    "photos": ("photos",),
    "reports": ("text", "position", "photos", "incident"),
    "police_news": ("text", "position", "photos", "incident"),
    "held_facts": ("held_fact",),
    "letters": ("letter",),
    "devices": ("device",),
    "accounts": ("account",),
}
# Which shelf of incidents a rule about cases looks at; the others take rows of their own.
CASES = {
    "positions": "reports",
    "texts": "reports",
    "photos": "reports",
    "reports": "reports",
    "police_news": "police",
}


def cutoff(now: datetime, after_days: int) -> datetime:
    """What ended then or before is due."""
    return now - timedelta(days=after_days)
