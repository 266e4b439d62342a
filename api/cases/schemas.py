"""Cases on the wire."""

from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from api.access.schemas import AuthorShown
from api.handovers.schemas import LinkShown
from api.incidents.schemas import IncidentRead
from api.kit.schema import Moment
from api.notify.schemas import DeliveryShown


class EntryShown(BaseModel):
    """One entry with what its kind says; one without effect was not its author's to make.

    A correction's `changes` are old and new value by field. A hand-over by letter has its `delivery`
    and `reply_link`, for those who manage incidents.
    """

    model_config = ConfigDict(extra="allow", frozen=True)

    id: UUID
    kind: str
    occurred_at: Moment
    saved_at: Moment | None
    received_at: Moment
    receipt_no: str
    flags: list[str]
    author: AuthorShown
    effective: bool
    changes: dict[str, dict[str, Any]] | None
    delivery: DeliveryShown | None = None
    reply_link: LinkShown | None = None


class IncidentDetail(IncidentRead):
    """With every entry about it, in journal order."""

    entries: list[EntryShown]
