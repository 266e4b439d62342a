"""Changes of gallring rules and legal holds; each is a row, a version and a record."""

from typing import Any
from uuid import UUID

import asyncpg

from api.access.registers import Editing, bump
from api.journal.acts import change_kind
from api.kit.errors import Problem, refused_field
from api.kit.versions import Condition, put_row
from api.retention.models import LegalHold, RetentionRule
from api.retention.queries import incident_by_receipt
from api.retention.schemas import HoldPut, RulePut

ERASED = change_kind("data.erased", "retention_rules")
KINDS = (
    change_kind("retention_rule.changed", "retention_rules"),
    change_kind("legal_hold.changed", "legal_holds"),
    ERASED,
)


async def put_rule(editing: Editing, rule_id: UUID, sent: RulePut, wanted: Condition) -> None:
    """Add or change a rule. Raises 404, 412, and 409 when another rule takes the same."""
    try:
        await _put(editing, RetentionRule, rule_id, sent.model_dump(), wanted)
    except asyncpg.UniqueViolationError as error:
        raise Problem(409, "rule_exists", "Another rule in force takes the same. Close that one.") from error
    await bump(editing.connection, editing.municipality_id, "retention")
    await editing.say("retention_rule.changed", rule_id, sent.model_dump(mode="json"))


async def put_hold(editing: Editing, hold_id: UUID, sent: HoldPut, wanted: Condition) -> None:
    """Hold a report, or let go of it. Raises 404, 412, and 422 when no report has the receipt number."""
    number = sent.receipt_no.upper()
    incident_id = await incident_by_receipt(editing.connection, editing.municipality_id, number)
    if incident_id is None:
        raise refused_field("receipt_no", "is a report's receipt number")
    values = sent.model_dump() | {"receipt_no": number, "incident_id": incident_id}
    await _put(editing, LegalHold, hold_id, values, wanted)
    await editing.say("legal_hold.changed", hold_id, {name: str(value) for name, value in values.items()})


async def _put(
    editing: Editing,
    model: type[RetentionRule | LegalHold],
    row_id: UUID,
    values: dict[str, Any],
    wanted: Condition,
) -> None:
    keys = {"municipality_id": editing.municipality_id, "id": row_id}
    await put_row(editing.connection, model, keys, values, wanted)
