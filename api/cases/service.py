"""What the desk makes of several reports, and what it reads of one incident."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from api.access.actors import Reading
from api.access.permissions import Permission
from api.access.showing import authors_of
from api.attachments.queries import missing as missing_photos
from api.attachments.queries import sizes as stored_sizes
from api.cases import queries as case_queries
from api.cases.schemas import MergedPut, UnmergedPut
from api.duplicates.queries import Sought
from api.duplicates.service import similar
from api.handovers.queries import links_of
from api.incidents import queries
from api.incidents.queries import present, present_body
from api.incidents.rules import (
    ANSWERED,
    CORRECTABLE,
    ENTRY_KINDS,
    JOINED,
    MAIL_FAILED,
    PARTED,
    REPLACED,
    REPORTED,
    State,
    fold,
    refused_entries,
)
from api.incidents.service import Incidents
from api.journal.acts import SYSTEM, author_of, record_as, system_fact
from api.journal.kinds import Record, RecordKind, Tx
from api.journal.queries import history, timeline_entry
from api.journal.schemas import FactPut
from api.kit.clock import in_utc
from api.kit.db import Row, from_json
from api.kit.errors import not_found
from api.notify.queries import deliveries_of

_TIMELINE = {
    **queries.WIRE_KINDS,
    ANSWERED: "answered",
    MAIL_FAILED: "mail_failed",
    REPORTED: "reported",
    REPLACED: "replaced",
    JOINED: "report_joined",
    PARTED: "report_parted",
}
_MERGES = UUID(int=2)  # the lock that all merges of a municipality take: in turn, none makes a ring
_CHANGEABLE = ("category", "occurred_at", "place", "note", "position", *CORRECTABLE[1:])


class Cases:
    """Merging reports into one case and parting them, bound to one process."""

    def __init__(self, incidents: Incidents) -> None:
        self._incidents, self._journal = incidents, incidents.journal
        manage, subject = Permission.INCIDENTS_MANAGE, incidents.subject
        for name, schema, guard in (
            ("merged", MergedPut, self.may_merge),
            ("unmerged", UnmergedPut, self.may_part),
        ):
            kind = RecordKind(ENTRY_KINDS[name], subject, schema, manage, also_locks=_also_locks)
            incidents.entries[name], incidents.guards[kind.name] = kind, guard
        self._told = {
            ENTRY_KINDS["merged"]: RecordKind(JOINED, subject, FactPut, manage),
            ENTRY_KINDS["unmerged"]: RecordKind(PARTED, subject, FactPut, manage),
        }

    def kinds(self) -> tuple[RecordKind, ...]:
        """What this feature registers beside the entries that it gives to the incidents."""
        return tuple(self._told.values())

    async def may_merge(self, tx: Tx, record: Record, before: State) -> bool:
        """Whether a report may become part of another's case: both here, seen, and neither merged.

        One deep: what others were merged into is not merged itself (docs/adr/0009).
        """
        into = UUID(record.body["into"])
        other = fold(await history(tx.connection, tx.municipality_id, into), into)
        if other is None or into == record.subject_id or before.joined or before.merged_into:
            return False
        apart = other.merged_into or other.replaced_by or "police" in (other.told.source, before.told.source)
        return not apart and (
            tx.actor is None or queries.sees(await self._incidents.sight(tx, tx.actor), other)
        )

    async def may_part(self, _tx: Tx, record: Record, before: State) -> bool:
        """Whether a report is part of that case."""
        return before.merged_into == UUID(record.body["into"])

    async def tell_other(self, tx: Tx, record: Record) -> None:
        """Tell the other report that this one joined its case, or left it (a reaction)."""
        records = await history(tx.connection, tx.municipality_id, record.subject_id)
        if fold(records, record.subject_id) is None or record.id in refused_entries(records):
            return
        into, said = UUID(record.body["into"]), {"report": str(record.subject_id)}
        kind, author = self._told[record.kind], SYSTEM if tx.actor is None else author_of(tx.actor)
        fact = system_fact(self._journal, kind, tx.municipality_id, into, said, derived=record.id)
        if await record_as(self._journal, tx.connection, fact, author) is not None:
            other = await history(tx.connection, tx.municipality_id, into)
            await self._incidents.project(tx, [other])


def _also_locks(body: MergedPut | UnmergedPut) -> tuple[UUID, ...]:
    return body.into, _MERGES


async def detail(reading: Reading, incident_id: UUID) -> dict[str, Any]:
    """One incident with its timeline and the reports merged into it. Raises 404.

    Corrections show old and new.
    """
    actor, connection, municipality_id = (
        reading.actor,
        reading.connection,
        reading.actor.municipality_id,
    )
    row = await queries.one_incident(connection, actor, incident_id)
    if row is None:
        raise not_found()
    records = await history(connection, municipality_id, incident_id)
    authors = await authors_of(connection, municipality_id, {one.author_id for one in records})
    changes, refused = corrections(records, incident_id), refused_entries(records)
    shown = present(actor, row, authors)
    timeline = [
        {
            **timeline_entry(actor, one, present_body(actor, one), authors),
            "kind": _TIMELINE[one.kind],
            "effective": one.id not in refused,
            "changes": in_utc(changes.get(one.id), ()) if queries.reads_text(actor) else None,
        }
        for one in records
        if one.kind in _TIMELINE
    ]
    shown["entries"] = [one for one in timeline if one["kind"] != "reported"]
    shown["report"] = next(one for one in timeline if one["kind"] == "reported")
    await _add_letters(reading, shown["entries"])
    await queries.add_cases(connection, municipality_id, [shown])
    shown["reports"] = await _reports(reading, incident_id) if row["joined"] else []
    photos = shown.get("attachments", [])
    if photos:
        sizes = await stored_sizes(connection, municipality_id, from_json(row["attachments"]))
        shown["attachments"] = [
            {**photo, **sizes.get(UUID(photo["id"]), {"stored": False})} for photo in photos
        ]
    return shown


async def _reports(reading: Reading, incident_id: UUID) -> list[dict[str, Any]]:
    actor, connection = reading.actor, reading.connection
    rows = await queries.merged_into(connection, actor, incident_id)
    authors = await authors_of(connection, actor.municipality_id, {row["author_id"] for row in rows})
    return [present(actor, row, authors) for row in rows]


async def _add_letters(reading: Reading, entries: Sequence[dict[str, Any]]) -> None:
    """Put beside each hand-over by letter what became of it."""
    actor, connection = reading.actor, reading.connection
    if not actor.may(Permission.INCIDENTS_MANAGE):
        return
    asked = {entry["id"] for entry in entries if entry["kind"] == "handed_over"}
    deliveries = await deliveries_of(connection, actor.municipality_id, asked)
    links = await links_of(connection, actor.municipality_id, asked)
    for entry in entries:
        if entry["id"] in links:
            entry |= {"delivery": deliveries.get(entry["id"]), "reply_link": links[entry["id"]]}


def corrections(records: Sequence[Record], incident_id: UUID) -> dict[UUID, dict[str, dict[str, Any]]]:
    """Per correcting record: field → {old, new}, so that the old value stays visible."""
    changes: dict[UUID, dict[str, dict[str, Any]]] = {}
    for place, record in enumerate(records):
        if record.kind != "incident.corrected":
            continue
        old, new = fold(records[:place], incident_id), fold(records[: place + 1], incident_id)
        if old is not None:
            changes[record.id] = {
                name: {"old": getattr(old, name), "new": getattr(new, name)}
                for name in _CHANGEABLE
                if getattr(old, name) != getattr(new, name)
            }
    return changes


async def queue(reading: Reading, cursor: str | None, limit: int) -> dict[str, Any]:
    """A page of what waits for the desk. Raises 422 for a cursor that is not ours."""
    actor, connection = reading.actor, reading.connection
    after = None if cursor is None else case_queries.read_place(cursor)
    rows, more = await case_queries.queue_page(connection, actor, after, limit)
    authors = await authors_of(connection, actor.municipality_id, {row["author_id"] for row in rows})
    missing = await missing_photos(connection, actor.municipality_id, [row["id"] for row in rows])
    items, alike = [], await _similar(reading, rows)
    for row in rows:
        likely, left = alike.get(row["id"], []), len(missing.get(row["id"], ()))
        extra = {"missing_photos": left, "similar": likely, "reasons": _reasons(row, left, likely)}
        items.append({**present(actor, row, authors), **extra})
    last = rows[-1] if more else None
    following = last and case_queries.Place(last["need"], last["received_at"], last["id"]).text()
    waiting = await case_queries.waiting_count(connection, actor)
    return {"items": items, "next_cursor": following, "waiting": waiting}


async def _similar(reading: Reading, rows: Sequence[Row]) -> dict[UUID, list[dict[str, Any]]]:
    """What may be the same thing as each report that has a position."""
    placed = [row for row in rows if row["lat"] is not None]
    sought = [
        Sought(row["category"], row["lat"], row["lon"], row["occurred_at"], row["id"]) for row in placed
    ]
    return {row["id"]: found for row, found in zip(placed, await similar(reading, sought), strict=True)}


def _reasons(row: Row, missing: int, likely: Sequence[dict[str, Any]]) -> list[str]:
    """Why a report needs a look beside being new, the gravest first."""
    reasons = {
        "mail_failed": (from_json(row["handed_over"]) or {}).get("failed"),
        "grave": row["severity"] == "high",
        "no_place": row["precision"] != "point" and row["site_id"] is None,
        "flagged": row["flags"],
        "photos_missing": missing,
        "similar": likely,
    }
    return [name for name, holds in reasons.items() if holds]
