"""Incidents on the wire: what is sent, what is read."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, model_validator

from api.access.schemas import AuthorShown
from api.attachments.schemas import PhotoShown
from api.journal.schemas import AttachmentDeclared, FactPut, Receipt
from api.kit.schema import Line, Moment, Note, Position, Slug, Uuid7, Wire

Setting = Literal["public", "semi_public", "indoors"]
Severity = Literal["low", "medium", "high"]
Status = Literal["new", "triaged", "in_progress", "resolved", "dismissed"]
Summoned = Literal["police", "guard", "ambulance", "rescue_service", "municipal_on_call", "social_services"]
Cost = Annotated[int, Field(ge=0, le=1_000_000_000)]
MOST_ATTACHMENTS = 6


class FirstResponse(Wire):
    """One thing done before the rescue service came; never a patient's identity."""

    action: Literal["cpr", "aed", "first_aid", "fire_extinguishing", "evacuation"]
    started_at: Moment
    before_rescue_service: bool


class IncidentPut(FactPut):
    """A report of something that happened or was seen."""

    category: Slug
    occurred_until: Moment | None = None
    place: Line | None = None
    site_id: UUID | None = None
    setting: Setting | None = None
    note: Note | None = None
    severity: Severity | None = None
    summoned: Annotated[list[Summoned], Field(max_length=12, default_factory=list)]
    first_response: Annotated[list[FirstResponse], Field(max_length=20, default_factory=list)]
    cost_sek: Cost | None = None
    replaces: Uuid7 | None = None
    attachments: Annotated[list[AttachmentDeclared], Field(max_length=MOST_ATTACHMENTS, default_factory=list)]

    @model_validator(mode="after")
    def _has_a_place(self) -> "IncidentPut":
        if self.position is None and self.site_id is None and not (self.place or "").strip():
            raise ValueError("one of position, place and site_id is needed")
        if len({one.id for one in self.attachments}) < len(self.attachments):
            raise ValueError("an attachment is declared twice")
        return self


class NotePut(FactPut):
    """More about an incident, in words."""

    kind: Literal["note"]
    note: Annotated[Note, Field(min_length=1)]
    attachments: Annotated[list[AttachmentDeclared], Field(max_length=MOST_ATTACHMENTS, default_factory=list)]


class CorrectedFields(Wire):
    """What a correction may change; a field left out stays, null empties it."""

    category: Slug | None = None
    occurred_at: Moment | None = None
    occurred_until: Moment | None = None
    site_id: UUID | None = None
    setting: Setting | None = None
    severity: Severity | None = None
    cost_sek: Cost | None = None


class CorrectionPut(FactPut):
    """Named fields as they should have been; `position`, if given, is the corrected one."""

    kind: Literal["correction"]
    fields: CorrectedFields = CorrectedFields()
    place: Line | None = None
    note: Note | None = None
    reason: Line | None = None

    @model_validator(mode="after")
    def _names_something(self) -> "CorrectionPut":
        named = self.fields.model_fields_set
        if "category" in named and not self.fields.category:
            raise ValueError("a category cannot be emptied")
        if "occurred_at" in named and self.fields.occurred_at is None:
            raise ValueError("occurred_at cannot be emptied")
        if not named and self.place is None and self.note is None and self.position is None:
            raise ValueError("a correction names at least one field")
        return self


class StatusPut(FactPut):
    """Where the work with an incident stands, and why."""

    kind: Literal["status"]
    status: Literal["triaged", "in_progress", "resolved", "dismissed"]
    reason: Line | None = None


class SummonedPut(FactPut):
    """Help that was called."""

    kind: Literal["summoned"]
    summoned: Annotated[list[Summoned], Field(min_length=1, max_length=6)]
    note: Note | None = None


class AssignedPut(FactPut):
    """Who is to act: an organisation of ours, or a person in it."""

    kind: Literal["assigned"]
    organisation_id: UUID | None = None
    person_id: UUID | None = None
    note: Note | None = None

    @model_validator(mode="after")
    def _names_somebody(self) -> "AssignedPut":
        if (self.organisation_id is None) == (self.person_id is None):
            raise ValueError("either organisation_id or person_id is needed")
        return self


class FixedPut(FactPut):
    """The place fault is mended."""

    kind: Literal["fixed"]
    note: Note | None = None


class AssignedShown(Wire):
    """Who is to act."""

    organisation_id: UUID | None
    person_id: UUID | None


class HandedOverShown(Wire):
    """Who took it over, what they answered, and whether the letter to them failed.

    Receiver and reference are text.
    """

    at: Moment
    receiver: str | None = None
    reference: str | None = None
    answer: Literal["received", "in_progress", "fixed", "not_ours"] | None = None
    answered_at: Moment | None = None
    failed: bool = False


class CaseShown(Wire):
    """How the case stands that a report was merged into; it may be another's to read."""

    status: Status
    fixed_at: Moment | None


class ExternalShown(Wire):
    """What another system calls it; title and address are text."""

    id: str
    published_at: Moment
    precision: str
    centre: dict[str, float]
    title: str | None = None
    url: str | None = None


class IncidentRead(Wire):
    """An incident as the asker may see it; text fields are absent without `incidents.read_text`."""

    id: UUID
    category: str
    status: Status
    source: str
    occurred_at: Moment
    occurred_until: Moment | None
    saved_at: Moment | None
    received_at: Moment
    position: Position | None
    precision: str | None
    area_id: UUID | None
    site_id: UUID | None
    place: str | None = None
    note: str | None = None
    setting: str | None
    severity: str | None
    summoned: list[str]
    first_response: list[FirstResponse]
    cost_sek: int | None
    author: AuthorShown
    assigned: AssignedShown | None
    handed_over: HandedOverShown | None
    fixed_at: Moment | None
    replaces: UUID | None
    replaced_by: UUID | None
    merged_into: UUID | None
    case: CaseShown | None = None
    report_count: int
    external: ExternalShown | None
    attachments: list[PhotoShown] | None = None
    receipt_no: str
    flags: list[str]
    masked: int
    entry_count: int
    changed_at: Moment


class IncidentAnswer(IncidentRead):
    """The answer to a PUT: the receipt and the incident."""

    receipt: Receipt


class EntryAnswer(Wire):
    """The answer to an entry's PUT; without `subject` it stands in the journal without effect yet."""

    receipt: Receipt
    id: UUID
    subject: IncidentRead | None = None


class IncidentPage(Wire):
    """A page of a list, newest first."""

    items: list[IncidentRead]
    next_cursor: str | None
