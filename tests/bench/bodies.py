"""Requests as phones and desks send them, made before the clock runs."""

import base64
import hashlib
import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import orjson

from api.kit.clock import to_wire
from api.kit.ids import new_id

CATEGORIES = ("vandalism", "lighting_fault", "disturbance", "graffiti", "litter")
NOTES = (
    "Tre lyktstolpar mörka utmed kajen, glas på marken vid bänkarna. Ingen på platsen när vi kom dit.",
    "Ungdomar i 15-årsåldern vid Storgatan 12, lugnt efter samtal kl. 22.40. De gick mot stationen.",
    "Klotter på fasaden mot torget, ungefär 3 x 2 meter. Anmält till fastighetsägaren, ärende 5000-K1234.",
    "Man ringde från 070-123 45 67 och berättade om bråk på perrongen; båda parter hade lämnat platsen.",
)
_WEST, _SOUTH, _EAST, _NORTH = 18.02, 58.53, 18.08, 58.57


def report(chance: random.Random) -> dict[str, Any]:
    """A report's body: category, place and a note of about a hundred characters."""
    return {
        "v": 1,
        **_times(),
        "category": chance.choice(CATEGORIES),
        "setting": "public",
        "position": {
            "lat": round(chance.uniform(_SOUTH, _NORTH), 6),
            "lon": round(chance.uniform(_WEST, _EAST), 6),
            "accuracy_m": 8.5,
        },
        "note": chance.choice(NOTES),
    }


def create(token: str, chance: random.Random) -> bytes:
    """A report with its own new id."""
    return request(f"/api/v1/incidents/{new_id()}", token, report(chance))


def entry(token: str, subject: UUID | str, chance: random.Random) -> bytes:
    """A note or a status about a report."""
    body: dict[str, Any] = {"v": 1, **_times()}
    if chance.random() < 0.5:
        body |= {"kind": "note", "note": chance.choice(NOTES)}
    else:
        body |= {"kind": "status", "status": "in_progress", "reason": "Tekniska kontoret är underrättat."}
    return request(f"/api/v1/incidents/{subject}/entries/{new_id()}", token, body)


def request(path: str, token: str, body: dict[str, Any]) -> bytes:
    """One HTTP/1.1 PUT, whole."""
    raw = orjson.dumps(body)
    digest = base64.b64encode(hashlib.sha256(raw).digest()).decode()
    head = (
        f"PUT {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: application/json\r\nContent-Digest: sha-256=:{digest}:\r\n"
        f"Device-Time: {to_wire(datetime.now(UTC))}\r\nContent-Length: {len(raw)}\r\n\r\n"
    )
    return head.encode() + raw


def requests(kind: str, token: str, subjects: Sequence[str], count: int, seed: int) -> Iterator[bytes]:
    """`count` creates, or entries on random subjects."""
    chance = random.Random(seed)
    for _ in range(count):
        yield create(token, chance) if kind == "creates" else entry(token, chance.choice(subjects), chance)


def _times() -> dict[str, str]:
    now = datetime.now(UTC)
    return {"occurred_at": to_wire(now - timedelta(minutes=3)), "saved_at": to_wire(now)}
