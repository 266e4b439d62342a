"""Confirmations on the wire."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from api.access.schemas import AuthorShown
from api.kit.schema import Moment, Wire

Act = Literal["person.change", "person.reset_factors", "webhook.rotate", "incidents.export"]
State = Literal["waiting", "confirmed", "refused", "done", "expired"]


class ConfirmationShown(Wire):
    """A dangerous act that somebody asked for: why, what it would do, and who decided.

    `mine`: the asker's own to go on with, or to take back; `decides`: theirs to confirm or refuse.
    """

    id: UUID
    act: Act
    subject_id: UUID | None
    subject: str
    told: Annotated[dict[str, Any], Field(description="What the act would do, by its kind.")]
    reason: str
    state: State
    asked_by: AuthorShown
    asked_at: Moment
    expires_at: Moment
    decided_by: AuthorShown | None
    decided_at: Moment | None
    refusal: str | None
    done_at: Moment | None
    mine: bool
    decides: bool


class ConfirmationPage(Wire):
    """Acts asked for, newest first."""

    items: list[ConfirmationShown]
    next_cursor: str | None


class ConfirmationsWaiting(Wire):
    """How many acts wait for the asker to confirm or refuse them."""

    count: int
