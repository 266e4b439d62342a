"""Codes of an authenticator app: six digits, new every 30 seconds (RFC 6238)."""

import pyotp
import segno
from pyotp.exceptions import OTPVerificationError

WINDOW = 1  # steps a phone's clock may be off, either way


def new_secret() -> str:
    """160 random bits in base 32, as RFC 4226 asks."""
    return pyotp.random_base32()


def address(secret: str, username: str, place: str) -> str:
    """The `otpauth:` address an app reads."""
    return pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=f"Ledljus {place}")


def picture(uri: str) -> str:
    """The address as a QR code: SVG in a `data:` address, dark on white so that every camera reads it."""
    return str(segno.make(uri, error="m").svg_data_uri(scale=4, border=4, light="#fff"))


def step_of(secret: str, code: str) -> int | None:
    """The 30-second step a code is of, within the window round now; None for a wrong one."""
    try:
        return pyotp.TOTP(secret).verify_and_get_timecode(code, valid_window=WINDOW)
    except OTPVerificationError:
        return None
