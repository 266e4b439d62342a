"""Registerutdrag on the wire."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, model_validator

from api.extracts.rules import plain
from api.kit.schema import Moment, Name, Text, Wire, printable


def _sought(word: str) -> str:
    if len(plain(word)) < 3:
        raise ValueError("has at least three letters or digits")
    return word


Word = Annotated[Name, AfterValidator(_sought)]


class ExtractAsked(Wire):
    """Whom it is about: a person with an account, or words such as a name, a number or a plate."""

    person_id: UUID | None = None
    words: Annotated[list[Word], Field(max_length=10)] = []
    reason: Annotated[Text, Field(max_length=200), AfterValidator(printable)]

    @model_validator(mode="after")
    def _one_of_them(self) -> "ExtractAsked":
        if (self.person_id is None) == (not self.words):
            raise ValueError("either person_id or words is needed")
        return self


class Found(Wire):
    """One place: which register or kind of record, its id, what it is about, and what stands there."""

    place: str
    id: UUID
    subject_id: UUID
    at: Moment | None
    text: str


class Extract(Wire):
    """Everything found; `exceptions` names what no search can or may show."""

    id: UUID
    items: list[Found]
    complete: bool
    exceptions: list[str]


class ExtractMade(Wire):
    """That an extract was made: by whom, why, and how much it held; never about whom."""

    id: UUID
    at: Moment
    by: str
    reason: str
    found: int


class ExtractsMade(Wire):
    """The latest first."""

    items: list[ExtractMade]
