"""Photos on the wire."""

from uuid import UUID

from api.journal.schemas import Receipt
from api.kit.schema import Wire


class PhotoAnswer(Wire):
    """The receipt of a photo's bytes; `complete` and what is missing are its fact's."""

    receipt: Receipt
    fact_id: UUID
