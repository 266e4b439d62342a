"""Whom to tell of a hole in the security (RFC 9116)."""

from datetime import datetime, timedelta

from api.kit import clock

_HOLDS = timedelta(days=180)  # RFC 9116 2.5.5 recommends less than a year


def security_txt(contact: str, origin: str, now: datetime) -> str:
    """The file's text: lines end in LF, `contact` is a URI, `origin` without a slash at its end."""
    midnight = (now + _HOLDS).replace(hour=0, minute=0, second=0, microsecond=0)
    fields = {
        "Contact": contact,
        "Expires": clock.to_wire(midnight),
        "Preferred-Languages": "sv, en",
        "Canonical": f"{origin}/.well-known/security.txt",
    }
    return "".join(f"{name}: {value}\n" for name, value in fields.items())
