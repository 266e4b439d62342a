"""Gallring rules and legal holds on the wire."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field

from api.kit.schema import Moment, Text, Wire, printable
from api.retention.rules import What

Reference = Annotated[Text, Field(max_length=60), AfterValidator(printable)]


class RulePut(Wire):
    """What is erased after how long, by a decision: without its number there is no rule."""

    what: What
    after_days: Annotated[int, Field(ge=1, le=36_500)]
    decision_no: Reference
    decided_on: date
    legal_basis: Annotated[Text, Field(max_length=200), AfterValidator(printable)] | None = None
    closed: bool = False


class RuleRead(RulePut):
    """A rule as it stands; `version` is what its `ETag` says."""

    id: UUID
    version: int


class RulePage(Wire):
    """Rules by what they take."""

    items: list[RuleRead]
    next_cursor: str | None


class HoldPut(Wire):
    """A report, by its receipt number, that is kept for the matter of a reference (diary number)."""

    receipt_no: Annotated[str, Field(pattern=r"^[0-9A-Za-z-]{1,20}$")]
    reference: Reference
    closed: bool = False


class HoldRead(HoldPut):
    """A hold as it stands; `version` is what its `ETag` says."""

    id: UUID
    version: int


class HoldPage(Wire):
    """Holds by reference."""

    items: list[HoldRead]
    next_cursor: str | None


class DueRead(Wire):
    """What a rule would take now: how many cases or rows, and since when the oldest has ended."""

    rule_id: UUID
    what: What
    decision_no: str
    count: int
    oldest: Moment | None


class DueAll(Wire):
    """Every rule in force."""

    items: list[DueRead]
