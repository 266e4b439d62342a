"""Webhooks on the wire."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, model_validator

from api.access.schemas import ReasonText
from api.integration.webhooks.rules import LONGEST_OVERLAP
from api.kit.schema import Moment, Name, Slug, Text, Wire

Scope = Literal["incidents.read", "incidents.read_text"]
Kind = Annotated[str, Field(pattern=r"^[a-z_]{1,40}\.[a-z_]{1,40}$")]
State = Literal["waiting", "delivered", "failed"]
_LONGEST_OVERLAP_H = int(LONGEST_OVERLAP.total_seconds() // 3600)


class WebhookPut(Wire):
    """A receiver: `kinds` empty for every kind, `fields` null for every field its scopes allow."""

    name: Name
    url: Annotated[Text, Field(min_length=1, max_length=2000)]
    kinds: Annotated[list[Kind], Field(max_length=60)] = []
    fields: Annotated[list[Slug], Field(max_length=60)] | None = None
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=2)]
    enabled: bool = True


class WebhookRead(WebhookPut):
    """A receiver as it stands; `failures` in a row since `failing_since`."""

    id: UUID
    secret_no: int
    former_until: Moment | None
    waiting: int
    failed: int
    failures: int
    failing_since: Moment | None
    created_at: Moment
    version: int


class WebhookMade(WebhookRead):
    """A receiver with its new secret, this once."""

    secret: str


class WebhookPage(Wire):
    """Receivers by name."""

    items: list[WebhookRead]
    next_cursor: str | None


class SecretRotation(Wire):
    """For how long the former secret counts beside the new one, and why there is a new one.

    `confirmation_id` names the confirmation by which it is done.
    """

    overlap_h: Annotated[int, Field(ge=0, le=_LONGEST_OVERLAP_H)] = 24
    reason: ReasonText
    confirmation_id: UUID | None = None


class DeliveryRead(Wire):
    """One record to one receiver; `status` and `reason` are the last try's."""

    id: UUID
    record_id: UUID
    subject_id: UUID
    kind: str
    state: State
    replay: bool
    attempts: int
    created_at: Moment
    due_at: Moment
    tried_at: Moment | None
    status: int | None
    reason: str | None


class DeliveryPage(Wire):
    """Deliveries, newest first."""

    items: list[DeliveryRead]
    next_cursor: str | None


class Replay(Wire):
    """What to send again: one delivery, or all that were made from a moment until another."""

    delivery_id: UUID | None = None
    made_from: Moment | None = None
    made_to: Moment | None = None

    @model_validator(mode="after")
    def _names_one_or_a_range(self) -> "Replay":
        in_range = self.made_from is not None and self.made_to is not None
        if (self.delivery_id is not None) == in_range or (self.made_from is None) != (self.made_to is None):
            raise ValueError("either delivery_id, or made_from and made_to")
        return self


class Replayed(Wire):
    """How many deliveries were made again."""

    count: int
