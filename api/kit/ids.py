"""Identifiers: time-ordered UUIDs, derived UUIDs, receipt numbers and secrets."""

import hashlib
import hmac
import secrets
import time
from uuid import UUID, uuid5

# 29 signs nobody mishears for one another: a prime, so that one wrong sign or two swapped ones
# always change the weighted check sum (the reason ISBN-10 used 11).
_SIGNS = "23456789ABCDEFGHJKMNPRSTVWXYZ"


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562 5.7): 48 bits of Unix milliseconds, then random bits."""
    value = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value)


def is_uuid7(value: UUID) -> bool:
    """Whether a sender's id is of the only version facts may use."""
    return value.version == 7


def derived_id(namespace: UUID, *parts: object) -> UUID:
    """A UUIDv5 over `parts` in a secret namespace: the same step always gets the same id."""
    return uuid5(namespace, "/".join(str(part) for part in parts))


def receipt_number(key: bytes, municipality_id: UUID, fact_id: UUID) -> str:
    """A short number to read aloud, `XXXX-XXXX`: seven derived signs and a check sign."""
    mac = hmac.digest(key, b"receipt" + municipality_id.bytes + fact_id.bytes, "sha256")
    value, digits = int.from_bytes(mac[:8], "big"), []
    for _ in range(7):
        value, digit = divmod(value, len(_SIGNS))
        digits.append(digit)
    digits.append(_check_digit(digits))
    signs = "".join(_SIGNS[digit] for digit in digits)
    return f"{signs[:4]}-{signs[4:]}"


def is_receipt_number(text: str) -> bool:
    """Whether the check sign of a number as read to us is right."""
    signs = text.upper().replace("-", "").strip()
    if len(signs) != 8 or any(sign not in _SIGNS for sign in signs):
        return False
    *digits, check = (_SIGNS.index(sign) for sign in signs)
    return _check_digit(digits) == check


def new_code() -> str:
    """A short code to read off a sign and type: five random signs and a check sign."""
    digits = [secrets.randbelow(len(_SIGNS)) for _ in range(5)]
    return "".join(_SIGNS[digit] for digit in (*digits, _check_digit(digits)))


def is_code(text: str) -> bool:
    """Whether a code of four to eight signs ends with the right check sign."""
    if not 4 <= len(text) <= 8 or any(sign not in _SIGNS for sign in text):
        return False
    *digits, check = (_SIGNS.index(sign) for sign in text)
    return _check_digit(digits) == check


def _check_digit(digits: list[int]) -> int:
    return sum((place + 2) * digit for place, digit in enumerate(digits)) % len(_SIGNS)


def lock_key(municipality_id: UUID, subject_id: UUID) -> int:
    """The advisory lock of one subject: a signed 64-bit number PostgreSQL takes."""
    digest = hashlib.blake2b(municipality_id.bytes + subject_id.bytes, digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def new_secret() -> str:
    """256 random bits as 43 URL-safe characters."""
    return secrets.token_urlsafe(32)
