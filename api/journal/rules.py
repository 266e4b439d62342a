"""The journal's pure rules: cursors, digests, who signs what."""

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass


class BadCursor(ValueError):
    """The text is no cursor of ours."""


@dataclass(frozen=True, slots=True, order=True)
class Cursor:
    """A place in the feed: everything up to and with this record has been read."""

    epoch: int = 0
    txid: int = 0
    seq: int = 0

    def text(self) -> str:
        """Opaque text for the wire."""
        plain = f"{self.epoch}.{self.txid}.{self.seq}".encode()
        return base64.urlsafe_b64encode(plain).decode().rstrip("=")


START = Cursor()


def read_cursor(text: str) -> Cursor:
    """The cursor of a text. Raises BadCursor."""
    try:
        plain = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("ascii")
        epoch, txid, seq = (int(part) for part in plain.split("."))
    except (ValueError, binascii.Error) as error:
        raise BadCursor from error
    if min(epoch, txid, seq) < 0 or max(txid, seq) >= 2**63 or epoch >= 2**31:
        raise BadCursor
    return Cursor(epoch, txid, seq)


def content_digest(header: str) -> bytes | None:
    """SHA-256 from a Content-Digest header (RFC 9530), None when it names no such digest.

    Raises ValueError when it names one that cannot be read.
    """
    for member in header.split(","):
        name, _, value = member.strip().partition("=")
        if name.strip().lower() == "sha-256":
            digest = base64.b64decode(value.strip().strip(":"), validate=True)
            if len(digest) != hashlib.sha256().digest_size:
                raise ValueError
            return digest
    return None


def digest_mac(key: bytes, digest: bytes) -> bytes:
    """What is kept of a digest: without the key nobody can test guesses of a short note."""
    return hmac.digest(key, digest, "sha256")
