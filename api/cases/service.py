"""What the desk reads of one incident."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from api.access.actors import Reading
from api.access.permissions import Permission
from api.access.showing import authors_of
from api.attachments.queries import sizes as stored_sizes
from api.handovers.queries import links_of
from api.incidents import queries
from api.incidents.queries import present, present_body
from api.incidents.rules import ANSWERED, CORRECTABLE, MAIL_FAILED, fold, refused_entries
from api.journal.kinds import Record
from api.journal.queries import history, timeline_entry
from api.kit.clock import in_utc
from api.kit.db import from_json
from api.kit.errors import not_found
from api.notify.queries import deliveries_of

_TIMELINE = {**queries.WIRE_KINDS, ANSWERED: "answered", MAIL_FAILED: "mail_failed"}
_CHANGEABLE = ("category", "occurred_at", "place", "note", "position", *CORRECTABLE[1:])


async def detail(reading: Reading, incident_id: UUID) -> dict[str, Any]:
    """One incident with its timeline; corrections show old and new. Raises 404."""
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
    shown["entries"] = [
        {
            **timeline_entry(actor, one, present_body(actor, one), authors),
            "kind": _TIMELINE[one.kind],
            "effective": one.id not in refused,
            "changes": in_utc(changes.get(one.id), ()) if queries.reads_text(actor) else None,
        }
        for one in records
        if one.kind in _TIMELINE
    ]
    await _add_letters(reading, shown["entries"])
    photos = shown.get("attachments", [])
    if photos:
        sizes = await stored_sizes(connection, municipality_id, from_json(row["attachments"]))
        shown["attachments"] = [
            {**photo, **sizes.get(UUID(photo["id"]), {"stored": False})} for photo in photos
        ]
    return shown


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
