"""Every SELECT of gallring: its registers, and what is due."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from api.kit import clock
from api.kit.clock import to_wire
from api.kit.db import Connection, Row, fetch, fetch_one
from api.kit.errors import not_found
from api.kit.listing import Listing, Order, page
from api.retention.models import LegalHold, RetentionRule
from api.retention.rules import CASES, PARTS, cutoff

START = UUID(int=0)  # before every id
_AT_ONCE = 500
Shown = dict[str, Any]

# A case is a report with those merged into it and those it replaces. It is due as a whole: when the
# report is closed, nothing of it has changed since, nobody holds it and no fact about it waits.
_CASES = """
WITH RECURSIVE heads AS (
  SELECT id FROM incidents
  WHERE municipality_id = $1 AND shelf = $2 AND (shelf = 'police' OR status IN ('resolved', 'dismissed'))
    AND changed_at <= $3 AND id > $4 AND ($7::uuid[] IS NULL OR id = ANY ($7))
  ORDER BY id LIMIT $5
), members AS (
  SELECT id AS head, id FROM heads
  UNION
  SELECT m.head, part.id FROM members m CROSS JOIN LATERAL (
    SELECT c.id FROM incidents c WHERE c.municipality_id = $1 AND c.merged_into = m.id
    UNION ALL
    SELECT c.id FROM incidents p JOIN incidents c
      ON c.municipality_id = $1 AND c.id = p.replaces AND c.replaced_by = p.id AND c.shelf = 'replaced'
    WHERE p.municipality_id = $1 AND p.id = m.id) part
)
SELECT m.head AS id, array_agg(m.id) AS members, max(i.changed_at) AS ended_at,
  bool_and(i.changed_at <= $3)
  AND NOT bool_or(EXISTS (SELECT FROM legal_holds h
    WHERE h.municipality_id = $1 AND h.incident_id = m.id AND NOT h.closed))
  AND NOT bool_or(EXISTS (SELECT FROM quarantine q
    WHERE q.municipality_id = $1 AND q.subject_id = m.id AND q.state = 'held'))
  AND bool_or('incident' = ANY ($6) OR EXISTS (SELECT FROM journal j
    WHERE j.municipality_id = $1 AND j.subject_id = m.id AND j.received_at <= $3
      AND (EXISTS (SELECT FROM journal_bodies b
          WHERE b.municipality_id = $1 AND b.record_id = j.id AND b.part = ANY ($6))
        OR 'photos' = ANY ($6) AND j.attachments > 0 AND NOT EXISTS (SELECT FROM erasures e
          WHERE e.municipality_id = $1 AND e.id = j.id AND e.part = 'photos')))) AS due
FROM members m JOIN incidents i ON i.municipality_id = $1 AND i.id = m.id
GROUP BY m.head ORDER BY m.head
"""
_ENDS = {
    "held_facts": (
        "quarantine", "decided_at",
        "state <> 'held' AND body <> '{}' AND NOT EXISTS (SELECT FROM legal_holds h"
        " WHERE h.municipality_id = $1 AND h.incident_id = subject_id AND NOT h.closed)",
    ),
    "letters": ("deliveries", "settled_at", "state IN ('accepted', 'failed')"),
    "devices": (
        "devices", "COALESCE(last_contact_at, enrolled_at)",
        "COALESCE((status ->> 'unsent')::bigint, 0) = 0",
    ),
    "accounts": (
        "people", "LEAST(disabled_at, ends_on + 1)",
        "NOT EXISTS (SELECT FROM erasures e WHERE e.municipality_id = $1 AND e.id = people.id"
        " AND e.part = 'account')",
    ),
}  # fmt: skip
_ROWS = """
SELECT id, ARRAY[id] AS members, {ended} AS ended_at, true AS due FROM {table}
WHERE municipality_id = $1 AND {ended} <= $2 AND id > $3 AND ($5::uuid[] IS NULL OR id = ANY ($5)) AND {also}
ORDER BY id LIMIT $4
"""


def _rules(municipality_id: UUID) -> Select[*tuple[Any, ...]]:
    table = RetentionRule
    return select(
        table.id, table.what, table.after_days, table.decision_no, table.decided_on, table.legal_basis,
        table.closed, table.version,
    ).where(table.municipality_id == municipality_id)  # fmt: skip


def _holds(municipality_id: UUID) -> Select[*tuple[Any, ...]]:
    table = LegalHold
    return select(table.id, table.receipt_no, table.reference, table.closed, table.version).where(
        table.municipality_id == municipality_id
    )


async def rules_page(
    connection: Connection, municipality_id: UUID, wanted: Listing
) -> tuple[list[Shown], str | None]:
    """A page of rules by what they take, closed ones too."""
    order, searched = Order(RetentionRule.what, RetentionRule.id), (RetentionRule.decision_no,)
    return await page(connection, _rules(municipality_id), order, searched, wanted)


async def rule_shown(connection: Connection, municipality_id: UUID, rule_id: UUID) -> Shown:
    """One rule. Raises 404."""
    return await _one(connection, _rules(municipality_id).where(RetentionRule.id == rule_id))


async def holds_page(
    connection: Connection, municipality_id: UUID, wanted: Listing
) -> tuple[list[Shown], str | None]:
    """A page of holds by reference, closed ones too."""
    order, searched = Order(LegalHold.reference, LegalHold.id), (LegalHold.reference, LegalHold.receipt_no)
    return await page(connection, _holds(municipality_id), order, searched, wanted)


async def hold_shown(connection: Connection, municipality_id: UUID, hold_id: UUID) -> Shown:
    """One hold. Raises 404."""
    return await _one(connection, _holds(municipality_id).where(LegalHold.id == hold_id))


async def _one(connection: Connection, statement: Select[Any]) -> Shown:
    row = await fetch_one(connection, statement)
    if row is None:
        raise not_found()
    return dict(row)


async def rules_in_force(connection: Connection, municipality_id: UUID) -> list[Row]:
    """The rules that count today."""
    standing = _rules(municipality_id).where(
        ~RetentionRule.closed, RetentionRule.decided_on <= clock.now().date()
    )
    return await fetch(connection, standing.order_by(RetentionRule.what))


async def kit_rules(connection: Connection, municipality_id: UUID) -> list[Shown]:
    """The rules in force as the phone tells its people of them."""
    names = ("what", "after_days", "decision_no", "decided_on")
    rules = await rules_in_force(connection, municipality_id)
    return [{name: row[name] for name in names} for row in rules]


async def due(
    connection: Connection,
    municipality_id: UUID,
    what: str,
    ended: datetime,
    after: UUID = START,
    only: list[UUID] | None = None,
) -> tuple[list[Row], UUID | None]:
    """What a rule takes of what ended by then, from an id on: `id`, `members`, `ended_at`; and the next id.

    `only` looks at these again, as under their locks.
    """
    if what in CASES:
        parts = list(PARTS[what])
        values = (municipality_id, CASES[what], ended, after, _AT_ONCE, parts, only)
        rows = await connection.fetch(_CASES, *values)
    else:
        table, when, also = _ENDS[what]
        statement = _ROWS.format(table=table, ended=when, also=also)
        rows = await connection.fetch(statement, municipality_id, ended, after, _AT_ONCE, only)
    following = rows[-1]["id"] if len(rows) == _AT_ONCE else None
    return [row for row in rows if row["due"]], following


async def due_pages(
    connection: Connection, municipality_id: UUID, what: str, ended: datetime
) -> AsyncIterator[list[Row]]:
    """All of it, page by page."""
    after: UUID | None = START
    while after is not None:
        rows, after = await due(connection, municipality_id, what, ended, after)
        yield rows


async def due_by_rule(connection: Connection, municipality_id: UUID) -> list[Shown]:
    """What every rule in force would take now."""
    now, found = clock.now(), list[Shown]()
    for rule in await rules_in_force(connection, municipality_id):
        count, oldest = 0, None
        pages = due_pages(connection, municipality_id, rule["what"], cutoff(now, rule["after_days"]))
        async for rows in pages:
            count += len(rows)
            oldest = min([row["ended_at"] for row in rows] + ([oldest] if oldest else []), default=None)
        said = {name: rule[name] for name in ("what", "decision_no")}
        shown = None if oldest is None else to_wire(oldest)
        found.append({"rule_id": rule["id"], **said, "count": count, "oldest": shown})
    return found


async def incident_by_receipt(connection: Connection, municipality_id: UUID, receipt_no: str) -> UUID | None:
    """The report that a receipt number was given for."""
    found: UUID | None = await connection.fetchval(
        "SELECT id FROM incidents WHERE municipality_id = $1 AND receipt_no = $2", municipality_id, receipt_no
    )
    return found
