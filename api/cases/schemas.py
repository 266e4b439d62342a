"""Cases on the wire."""

from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from api.access.schemas import AuthorShown
from api.duplicates.schemas import SimilarIncident
from api.handovers.schemas import LinkShown
from api.incidents.schemas import IncidentRead
from api.journal.schemas import FactPut
from api.kit.schema import Moment, Note, Uuid7, Wire
from api.notify.schemas import DeliveryShown


class MergedPut(FactPut):
    """This report and another are one case, which stands under the other."""

    kind: Literal["merged"]
    into: Uuid7
    note: Note | None = None


class UnmergedPut(FactPut):
    """They are not one case after all."""

    kind: Literal["unmerged"]
    into: Uuid7
    note: Note | None = None


class EntryShown(BaseModel):
    """One record with what its kind says; one without effect was not its author's to make.

    Its clocks: `claimed_at` by its author, `occurred_at` the same by the server's clock, `saved_at` by
    the device, `received_at` by the server. Where from: `source`, and the device.

    A correction's `changes` are old and new value by field. A hand-over by letter has its `delivery`
    and `reply_link`, for those who manage incidents.
    """

    model_config = ConfigDict(extra="allow", frozen=True)

    id: UUID
    kind: str
    occurred_at: Moment
    claimed_at: Moment | None
    saved_at: Moment | None
    received_at: Moment
    source: str
    device_id: UUID | None
    receipt_no: str
    flags: list[str]
    author: AuthorShown
    effective: bool
    changes: dict[str, dict[str, Any]] | None
    delivery: DeliveryShown | None = None
    reply_link: LinkShown | None = None


class IncidentDetail(IncidentRead):
    """With the report as it was made, every entry in journal order, and the reports merged into it."""

    report: EntryShown
    entries: list[EntryShown]
    reports: list[IncidentRead]


Reason = Literal["mail_failed", "grave", "no_place", "flagged", "photos_missing", "similar"]


class TriageItem(IncidentRead):
    """A report that waits for the desk, why beside being new, and what may be the same thing."""

    reasons: list[Reason]
    missing_photos: int
    similar: list[SimilarIncident]


class TriagePage(Wire):
    """What waits, the most needed first and the oldest of those; `waiting` counts to 1,000."""

    items: list[TriageItem]
    next_cursor: str | None
    waiting: int


class Choice(Wire):
    """Somebody an incident may be given to."""

    id: UUID
    name: str


class Choices(Wire):
    """Whom the desk assigns to, and the receivers it hands over to by letter."""

    organisations: list[Choice]
    colleagues: list[Choice]
    receivers: list[Choice]
