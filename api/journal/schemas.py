"""Facts, receipts, feed and quarantine on the wire."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from api.kit.schema import Line, Moment, Position, Uuid7, Wire

MAX_FACT_BYTES = 256 * 1024
VERSION = 1  # the newest body version this server knows


class FactPut(Wire):
    """Fields every field fact shares."""

    v: Annotated[int, Field(ge=1, le=10_000)]
    occurred_at: Moment
    saved_at: Moment
    position: Position | None = None


class AttachmentDeclared(Wire):
    """A photo that will follow; its bytes are checked against this."""

    id: Uuid7
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    media_type: Literal["image/jpeg", "image/png", "image/webp"]
    size: Annotated[int, Field(ge=1, le=10 * 1024 * 1024)]


class Receipt(Wire):
    """What the sender keeps: `id, digest, received_at, receipt_no` never change."""

    id: UUID
    digest: str
    received_at: Moment
    receipt_no: str
    complete: bool
    missing_attachments: list[UUID]
    masked: int
    flags: list[str]


class FactKept(Wire):
    """The answer to a fact in the journal or in quarantine that has no effect yet."""

    receipt: Receipt
    id: UUID


class ReceiptQuery(Wire):
    """One fact whose fate the sender asks for."""

    id: UUID
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class ReceiptState(Wire):
    """What the server knows of it."""

    id: UUID
    state: Literal["known", "unknown", "other_digest"]
    receipt_no: str | None
    complete: bool | None


class ReceiptStates(Wire):
    """Answers in the order of the questions."""

    items: list[ReceiptState]


class FeedRecord(Wire):
    """One record as the asker may see it; `attachments_missing` photos of it have not come yet."""

    id: UUID
    kind: str
    subject_type: str
    subject_id: UUID
    author: dict[str, Any]
    occurred_at: Moment
    saved_at: Moment | None
    received_at: Moment
    source: str
    flags: list[str]
    receipt_no: str
    attachments_missing: int
    body: dict[str, Any] | None
    cursor: str


class FeedPage(Wire):
    """Records after a cursor; `next` is the cursor to go on from, also on an empty page."""

    items: list[FeedRecord]
    next: str


class QuarantineItem(Wire):
    """A held fact; with a conflict, the record that stands under the same id is beside it."""

    id: UUID
    fact_id: UUID
    kind: str
    subject_id: UUID
    reason: str
    error: str
    author: dict[str, Any]
    received_at: Moment
    receipt_no: str
    state: str
    body: dict[str, Any]
    standing: dict[str, Any] | None


class QuarantinePage(Wire):
    """Held facts, oldest first."""

    items: list[QuarantineItem]
    next_cursor: str | None
    held: int


class Decision(Wire):
    """Why somebody released or rejected a held fact."""

    reason: Annotated[Line, Field(min_length=3)]


class Decided(Wire):
    """What became of a held fact."""

    id: UUID
    state: str
    record_id: UUID | None
