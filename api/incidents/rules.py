"""The fold of an incident's records, and who may see and say what: pure rules."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

REPORTED = "incident.reported"
REFUSED = "incident.entry_refused"
REPLACED = "incident.replaced"
# An entry's `kind` on the wire and the kind of its record.
ENTRY_KINDS = {
    "note": "incident.noted",
    "correction": "incident.corrected",
    "status": "incident.status_set",
    "summoned": "incident.help_summoned",
    "assigned": "incident.assigned",
    "handed_over": "incident.handed_over",
    "fixed": "incident.fixed",
    "merged": "incident.merged",
    "unmerged": "incident.unmerged",
}
# What the receiver of a hand-over answers, and that the letter to them never arrived.
ANSWERED = "incident.answered"
MAIL_FAILED = "incident.mail_failed"
# Told to the report that others are merged into (docs/adr/0009-reports-merge-one-deep.md).
JOINED = "incident.report_joined"
PARTED = "incident.report_parted"
OPEN = ("new", "triaged", "in_progress")
CORRECTABLE = ("category", "occurred_until", "site_id", "setting", "severity", "cost_sek")


# A record as the journal gives it (journal.kinds.Record). Rules import nothing of ours, so that they
# can be read, tested and reasoned about alone; the service's types check what is handed in.
Told = Any


@dataclass(frozen=True, slots=True)
class State:
    """An incident as its records tell it."""

    told: Any
    category: str
    occurred_at: datetime
    changed_at: datetime
    occurred_until: datetime | None = None
    place: str | None = None
    note: str | None = None
    site_id: UUID | None = None
    setting: str | None = None
    severity: str | None = None
    cost_sek: int | None = None
    position: dict[str, Any] | None = None
    computed: dict[str, Any] = field(default_factory=dict)
    status: str = "new"
    summoned: tuple[str, ...] = ()
    attachments: tuple[dict[str, Any], ...] = ()
    assigned_organisation_id: UUID | None = None
    assigned_person_id: UUID | None = None
    handed_over: dict[str, Any] | None = None
    fixed_at: datetime | None = None
    replaced_by: UUID | None = None
    merged_into: UUID | None = None
    joined: frozenset[str] = frozenset()
    flags: tuple[str, ...] = ()
    masked: int = 0
    entries: int = 0


def fold(records: Sequence[Told], subject_id: UUID) -> State | None:
    """The state that the records tell; None while the report itself has not come.

    Claims (corrections, status, assignment, hand-over, fixed) count in journal order, whatever
    their clocks say; observations (help summoned, notes) give the same state in any order.
    """
    records = [record for record in records if record.body]  # what was erased cannot be folded
    opening = next((r for r in records if r.kind == REPORTED and r.id == subject_id), None)
    if opening is None:
        return None
    state = _opened(opening)
    refused = refused_entries(records)
    for record in sorted(records, key=lambda one: one.seq):
        if record.kind == REPLACED:
            state = _replaced(state, record)
        if record.id in refused or record.kind not in _ENTRY:
            continue
        state = _ENTRY[record.kind](state, record)
        state = replace(
            state,
            entries=state.entries + 1,
            masked=state.masked + record.masked,
            changed_at=max(state.changed_at, record.received_at),
            flags=_united(state.flags, record.flags),
            attachments=(*state.attachments, *(record.body.get("attachments") or ())),
        )
    return replace(state, flags=_united(state.flags, ("entry_refused",))) if refused else state


def refused_entries(records: Sequence[Told]) -> set[UUID]:
    """Entries that stand in the journal without effect."""
    return {UUID(r.body["entry_id"]) for r in records if r.kind == REFUSED}


def _opened(record: Told) -> State:
    body = record.body
    return State(
        told=record,
        category=body["category"],
        occurred_at=record.occurred_at,
        changed_at=record.received_at,
        occurred_until=_moment(body.get("occurred_until")),
        place=body.get("place"),
        note=body.get("note"),
        site_id=_uuid(body.get("site_id")),
        setting=body.get("setting"),
        severity=body.get("severity"),
        cost_sek=body.get("cost_sek"),
        position=body.get("position"),
        computed=body.get("_") or {},
        summoned=_united((), body.get("summoned") or ()),
        attachments=tuple(body.get("attachments") or ()),
        flags=record.flags,
        masked=record.masked,
    )


def _replaced(state: State, record: Told) -> State:
    """Only its own author can replace a report, whichever of the two came first."""
    if record.body["author_id"] != str(state.told.author_id):
        return state
    return replace(state, replaced_by=UUID(record.body["by"]))


def _corrected(state: State, record: Told) -> State:
    body, fields = record.body, record.body.get("fields") or {}
    named: dict[str, Any] = {name: fields[name] for name in CORRECTABLE if name in fields}
    if "site_id" in named:
        named["site_id"] = _uuid(named["site_id"])
    if "occurred_until" in named:
        named["occurred_until"] = _moment(named["occurred_until"])
    if "occurred_at" in fields:
        # Never later than what is corrected was received: nothing is reported before it happened.
        named["occurred_at"] = min(_moment(fields["occurred_at"]), record.received_at)
    named |= {name: body[name] for name in ("place", "note", "position") if body.get(name) is not None}
    # A position says where better than a site does, at intake and ever after.
    if "position" in named or ("site_id" in named and state.position is None):
        named["computed"] = body.get("_") or {}
    return replace(state, **named)


def _status_set(state: State, record: Told) -> State:
    status = record.body["status"]
    return replace(state, status=status, fixed_at=None if status in OPEN else state.fixed_at)


def _help_summoned(state: State, record: Told) -> State:
    return replace(state, summoned=_united(state.summoned, record.body["summoned"]))


def _assigned(state: State, record: Told) -> State:
    return replace(
        state,
        assigned_organisation_id=_uuid(record.body.get("organisation_id")),
        assigned_person_id=_uuid(record.body.get("person_id")),
        status="triaged" if state.status == "new" else state.status,
    )


def _handed_over(state: State, record: Told) -> State:
    told = {name: record.body.get(name) for name in ("receiver", "reference")}
    return replace(
        state,
        handed_over={**told, "at": record.received_at},
        status="in_progress" if state.status in ("new", "triaged") else state.status,
    )


def _fixed(state: State, record: Told) -> State:
    return replace(state, status="resolved", fixed_at=record.occurred_at)


def _answered(state: State, record: Told) -> State:
    """The receiver's word is a claim: mended closes it, not theirs gives it back to the desk."""
    answer = record.body["answer"]
    said = {"answer": answer, "answered_at": record.received_at}
    state = replace(state, handed_over={**state.handed_over, **said} if state.handed_over else None)
    if answer == "fixed":
        return _fixed(state, record)
    if answer == "in_progress":
        return replace(state, status="in_progress", fixed_at=None)
    given_back = answer == "not_ours" and state.status in OPEN
    return replace(state, status="triaged") if given_back else state


def _mail_failed(state: State, _record: Told) -> State:
    return replace(state, handed_over={**state.handed_over, "failed": True} if state.handed_over else None)


_ENTRY: dict[str, Callable[[State, Told], State]] = {
    "incident.noted": lambda state, _record: state,
    "incident.corrected": _corrected,
    "incident.status_set": _status_set,
    "incident.help_summoned": _help_summoned,
    "incident.assigned": _assigned,
    "incident.handed_over": _handed_over,
    "incident.fixed": _fixed,
    "incident.merged": lambda state, record: replace(state, merged_into=UUID(record.body["into"])),
    "incident.unmerged": lambda state, _record: replace(state, merged_into=None),
    JOINED: lambda state, record: replace(state, joined=state.joined | {record.body["report"]}),
    PARTED: lambda state, record: replace(state, joined=state.joined - {record.body["report"]}),
    ANSWERED: _answered,
    MAIL_FAILED: _mail_failed,
}


def is_replaced(state: State) -> bool:
    """Whether another stands in the lists instead; not while others' reports are part of its case."""
    return state.replaced_by is not None and not state.joined


def need(state: State) -> int | None:
    """How much it needs the desk's look, the most first; None when the desk has looked.

    A letter that never arrived, something grave, a report without a place, one with flags, any new one.
    """
    if is_replaced(state) or state.merged_into or state.told.source == "police":
        return None
    if state.status in OPEN and (state.handed_over or {}).get("failed"):
        return 4
    if state.status != "new":
        return None
    if state.severity == "high":
        return 3
    if state.position is None and state.site_id is None:
        return 2
    return 1 if state.flags else 0


def _united(first: Sequence[str], more: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted({*first, *more}))


def _uuid(value: str | None) -> UUID | None:
    return None if value is None else UUID(value)


def _moment(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value)
