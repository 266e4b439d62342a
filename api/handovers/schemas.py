"""Hand-overs on the wire: what is asked of a receiver, what they answer, what a link is shown as."""

from typing import Annotated, Literal, get_args
from uuid import UUID

from pydantic import Field, model_validator

from api.journal.schemas import FactPut
from api.kit.schema import EmailAddress, Line, Moment, Note, Text, Wire

Answer = Literal["received", "in_progress", "fixed", "not_ours"]
ANSWERS: tuple[str, ...] = get_args(Answer)


class HandOverMail(Wire):
    """A letter to the receiver, with a link to answer by.

    It goes to an address, or to a receiver of the municipality's settings, and carries what kind of
    thing happened, when, the number and the hand-over's note, beside what `include` names.
    """

    to: EmailAddress | None = None
    receiver_id: UUID | None = None
    include: Annotated[list[Literal["place", "position", "note", "photos"]], Field(max_length=4)] = []
    answer_within_days: Annotated[int, Field(ge=1, le=180)] = 60

    @model_validator(mode="after")
    def _goes_somewhere(self) -> "HandOverMail":
        if (self.to is None) == (self.receiver_id is None):
            raise ValueError("either to or receiver_id is needed")
        return self


class HandedOverPut(FactPut):
    """A receiver outside the system took it over, with their reference; `email` asks them by letter."""

    kind: Literal["handed_over"]
    receiver: Annotated[Line, Field(min_length=1)]
    reference: Annotated[Text, Field(max_length=80)] | None = None
    note: Note | None = None
    email: HandOverMail | None = None


class ReplyForm(Wire):
    """The form of the reply page; `once` was made with the page, so that one press counts once."""

    once: UUID
    answer: Answer
    note: Line = ""


class LinkShown(Wire):
    """A link that a receiver answers by; the link itself stands in the letter only."""

    id: UUID
    answers: int
    expires_at: Moment
    revoked_at: Moment | None


class LinkRevoked(Wire):
    """Why a link may no longer be used."""

    reason: Annotated[Line, Field(min_length=3)]
