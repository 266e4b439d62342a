"""What a receiver answers, and what a link is shown as."""

from typing import Annotated, Literal, get_args
from uuid import UUID

from pydantic import Field

from api.kit.schema import Line, Moment, Wire

Answer = Literal["received", "in_progress", "fixed", "not_ours"]
ANSWERS: tuple[str, ...] = get_args(Answer)


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
