"""What only this server can read or make: secrets at rest, and tickets it hands out and gets back."""

import base64
import hmac
import os
import time
from typing import Any

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_VERSION = b"\x01"  # of the form: a sealed secret outlives the code that sealed it
_NONCE_BYTES = 12
_FUTURE_S = 60  # how far the clocks of two of our machines may differ


class SealBroken(Exception):
    """Not ours, altered, for another purpose, or too old."""


class Seal:
    """AES-256-GCM under one derived key; `context` says what a secret belongs to and is bound to it.

    A secret moved to another row, or a ticket made for another purpose, does not open.
    """

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)
        self._fingerprints = hmac.digest(key, b"fingerprints", "sha256")

    def close(self, plain: bytes, context: str) -> bytes:
        """Seal a secret."""
        nonce = os.urandom(_NONCE_BYTES)
        return _VERSION + nonce + self._cipher.encrypt(nonce, plain, context.encode())

    def open(self, sealed: bytes, context: str) -> bytes:
        """The secret. Raises SealBroken."""
        nonce, text = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
        if sealed[:1] != _VERSION or len(nonce) < _NONCE_BYTES:
            raise SealBroken
        try:
            return self._cipher.decrypt(nonce, text, context.encode())
        except InvalidTag as error:
            raise SealBroken from error

    def ticket(self, purpose: str, told: dict[str, Any]) -> str:
        """A message to ourselves by way of somebody else, URL-safe."""
        plain = orjson.dumps({**told, "at": int(time.time())})
        return base64.urlsafe_b64encode(self.close(plain, f"ticket {purpose}")).decode().rstrip("=")

    def read_ticket(self, purpose: str, ticket: str, longest_s: int) -> dict[str, Any]:
        """What a ticket says. Raises SealBroken, also for one older than `longest_s`."""
        try:
            sealed = base64.b64decode(ticket + "=" * (-len(ticket) % 4), altchars=b"-_", validate=True)
        except ValueError as error:
            raise SealBroken from error
        told: dict[str, Any] = orjson.loads(self.open(sealed, f"ticket {purpose}"))
        if not -_FUTURE_S <= time.time() - told["at"] <= longest_s:
            raise SealBroken
        return told

    def fingerprint(self, text: str, context: str) -> bytes:
        """The same 32 bytes for the same text, of no use without the key: for short codes."""
        return hmac.digest(self._fingerprints, f"{context}\x00{text}".encode(), "sha256")
