"""Photos on the wire."""

from uuid import UUID

from api.journal.schemas import Receipt
from api.kit.schema import Wire


class PhotoAnswer(Wire):
    """The receipt of a photo's bytes; `complete` and what is missing are its fact's."""

    receipt: Receipt
    fact_id: UUID


class PhotoShown(Wire):
    """A declared photo; in the detail also whether its bytes are here, and how large it is."""

    id: UUID
    media_type: str
    stored: bool | None = None
    width: int | None = None
    height: int | None = None
