"""Cases on the wire."""

from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from api.access.schemas import AuthorShown
from api.incidents.schemas import IncidentRead
from api.kit.schema import Moment


class EntryShown(BaseModel):
    """One entry with what its kind says; one without effect was not its author's to make.

    A correction's `changes` are old and new value by field.
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


class IncidentDetail(IncidentRead):
    """With every entry about it, in journal order."""

    entries: list[EntryShown]
