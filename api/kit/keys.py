"""Keys derived from the one server secret, each for one purpose."""

import hmac
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Keys:
    """What the server signs and derives with; never logged, never sent."""

    digest: bytes
    digest_id: int
    receipt: bytes
    seal: bytes
    namespace: UUID
    links: bytes
    webhook: bytes


def keys_from(secret: bytes) -> Keys:
    """Derive every key by HMAC-SHA-256 with the purpose's name (RFC 5869 expand, one block)."""

    def expand(purpose: bytes) -> bytes:
        return hmac.digest(secret, purpose + b"\x01", "sha256")

    return Keys(
        digest=expand(b"ledljus digest"),
        digest_id=1,
        receipt=expand(b"ledljus receipt"),
        seal=expand(b"ledljus seal"),
        namespace=UUID(bytes=expand(b"ledljus namespace")[:16], version=5),
        links=expand(b"ledljus links"),
        webhook=expand(b"ledljus webhook"),
    )
