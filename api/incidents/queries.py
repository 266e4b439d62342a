"""Every SELECT of incidents, starting from `visible_incidents`, and `present`, the way to the wire."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Select,
    Uuid,
    any_,
    false,
    func,
    literal,
    or_,
    select,
    true,
)  # fmt: skip

from api.access.actors import Actor
from api.access.permissions import Permission
from api.access.showing import Authors, author_shown
from api.attachments.queries import photos_shown
from api.incidents.models import Incident
from api.incidents.rules import ENTRY_KINDS, State
from api.journal.kinds import Record
from api.kit.clock import in_utc, to_wire
from api.kit.db import Connection, Row, fetch, fetch_one, from_json
from api.kit.jsons import only, without
from api.places.models import Category

P = Permission


@dataclass(frozen=True, slots=True)
class Sight:
    """Which incidents somebody sees; the SQL of `visible_incidents` says the same."""

    all: bool
    author_id: UUID
    organisation_id: UUID | None
    fault_categories: Collection[str] = ()
    own: bool = True


def sees(sight: Sight, state: State) -> bool:
    """Whether an incident is somebody's to see."""
    if sight.all or state.told.author_id == sight.author_id:
        return True
    mine = sight.organisation_id
    if (
        sight.own
        and mine is not None
        and mine in (state.told.organisation_id, state.assigned_organisation_id)
    ):
        return True
    return state.assigned_person_id == sight.author_id or state.category in sight.fault_categories


def sight_of(actor: Actor, fault_categories: Sequence[str] = ()) -> Sight:
    """What an actor sees; a key that may read at all reads the whole municipality."""
    held = actor.sees_with
    key_reads = actor.kind == "key" and P.INCIDENTS_READ in held
    return Sight(
        all=key_reads or P.INCIDENTS_READ_ALL in held,
        author_id=actor.id,
        organisation_id=actor.organisation_id,
        fault_categories=tuple(fault_categories) if P.INCIDENTS_READ_FAULTS in held else (),
        own=P.INCIDENTS_READ in held,
    )


def reasons_to_see(actor: Actor) -> list[ColumnElement[bool]]:
    """Why an actor sees a row; each reason is answered by an index of its own."""
    sight = sight_of(actor, ("any",))
    if sight.all:
        return [true()]
    reasons = [
        Incident.author_id == sight.author_id,
        Incident.assigned_person_id == sight.author_id,
    ]
    if sight.own and sight.organisation_id is not None:
        reasons += [
            Incident.organisation_id == sight.organisation_id,
            Incident.assigned_organisation_id == sight.organisation_id,
        ]
    if sight.fault_categories:
        faults = select(Category.slug).where(
            Category.municipality_id == actor.municipality_id, Category.place_fault
        )
        reasons.append(Incident.category.in_(faults))
    return reasons


def visible_incidents(actor: Actor) -> Select[Any]:
    """Ids of the incidents that the actor may see (`sees` says the same of a state)."""
    return select(Incident.id).where(
        Incident.municipality_id == actor.municipality_id, or_(false(), *reasons_to_see(actor))
    )


async def one_incident(connection: Connection, actor: Actor, incident_id: UUID) -> Row | None:
    """One visible row, None otherwise."""
    seen = visible_incidents(actor).where(Incident.id == incident_id)
    return await fetch_one(connection, seen.with_only_columns(*Incident.__table__.columns))


async def incidents_by_id(connection: Connection, actor: Actor, ids: Collection[UUID]) -> dict[UUID, Row]:
    """The visible rows among some ids."""
    if not ids:
        return {}
    seen = visible_incidents(actor).where(Incident.id == any_(literal(list(ids), ARRAY(Uuid))))
    rows = await fetch(connection, seen.with_only_columns(*Incident.__table__.columns))
    return {row["id"]: row for row in rows}


async def merged_into(connection: Connection, actor: Actor, incident_id: UUID) -> list[Row]:
    """The visible reports that were merged into an incident, oldest first."""
    seen = visible_incidents(actor).where(Incident.merged_into == incident_id)
    columns = seen.with_only_columns(*Incident.__table__.columns)
    return await fetch(connection, columns.order_by(Incident.received_at, Incident.id))


async def add_cases(connection: Connection, municipality_id: UUID, shown: Sequence[dict[str, Any]]) -> None:
    """Put beside each merged report how its case stands: whoever told of it hears what became of it."""
    merged = [one for one in shown if one["merged_into"] is not None]
    if not merged:
        return
    found = select(Incident.id, Incident.status, Incident.fixed_at, Incident.changed_at).where(
        Incident.municipality_id == municipality_id,
        Incident.id.in_({one["merged_into"] for one in merged}),
    )
    cases = {row["id"]: row for row in await fetch(connection, found)}
    for one in merged:
        row = cases[one["merged_into"]]
        fixed_at = row["fixed_at"] and to_wire(row["fixed_at"])
        one["case"] = {"status": row["status"], "fixed_at": fixed_at}
        one["changed_at"] = max(one["changed_at"], to_wire(row["changed_at"]))


def open_count(actor: Actor) -> Select[Any]:
    """How many new reports the actor sees, counted to 1,000 at most."""
    some = (
        select(literal(1))
        .where(
            Incident.municipality_id == actor.municipality_id,
            Incident.shelf == "reports",
            Incident.status == "new",
            Incident.id.in_(visible_incidents(actor)),
        )
        .limit(1000)
        .subquery()
    )
    return select(func.count()).select_from(some)


WIRE_KINDS = {record: wire for wire, record in ENTRY_KINDS.items()}
_PLAIN = (
    "id", "category", "status", "source", "precision", "area_id", "site_id", "setting", "severity",
    "cost_sek", "replaces", "replaced_by", "merged_into", "receipt_no", "masked",
)  # fmt: skip
_MOMENTS = ("occurred_at", "occurred_until", "saved_at", "received_at", "fixed_at", "changed_at")
_JSON = ("first_response", "external", "handed_over")
_INTERNAL = ("v", "_", "_masked", "saved_at", "occurred_at", "author_id")
# All there is without incidents.read_text, in every representation: a newer version's body may hold
# text in any other field, at any level.
_TEXTLESS = (
    "kind", "category", "occurred_until", "position", "site_id", "setting", "severity", "summoned",
    "first_response", "cost_sek", "replaces", "status", "organisation_id", "person_id", "by",
    "entry_id", "entry_kind", "external", "answer", "into", "report",
)  # fmt: skip
_POSITION, _RESPONSE = ("lat", "lon", "accuracy_m"), ("action", "started_at", "before_rescue_service")
_EXTERNAL_TEXTS = ("title", "url")
_TIMES = (
    "occurred_at",
    "occurred_until",
    "started_at",
    "published_at",
    "at",
    "answered_at",
)  # as sent, inside a body


def reads_text(actor: Actor) -> bool:
    """Whether free text and photos are the actor's to read."""
    return P.INCIDENTS_READ_TEXT in actor.sees_with


def present(actor: Actor, row: Any, authors: Authors) -> dict[str, Any]:
    """One row as the actor may read it: the only way to the wire."""
    shown: dict[str, Any] = {name: row[name] for name in _PLAIN}
    shown |= {name: None if row[name] is None else to_wire(row[name]) for name in _MOMENTS}
    shown |= {name: in_utc(from_json(row[name]), _TIMES) for name in _JSON}
    shown["position"] = None if row["lat"] is None else {name: row[name] for name in _POSITION}
    shown["first_response"] = [only(one, _RESPONSE) for one in shown["first_response"]]
    shown["summoned"], shown["flags"] = list(row["summoned"]), list(row["flags"])
    shown["entry_count"], shown["report_count"] = row["entries"], 1 + row["joined"]
    shown["author"] = author_shown(
        actor, row["author_kind"], row["author_id"], row["organisation_id"], authors
    )
    to_whom = {"organisation_id": row["assigned_organisation_id"]}
    to_whom["person_id"] = row["assigned_person_id"]
    shown["assigned"] = to_whom if any(to_whom.values()) else None
    if _reads_text_by(actor, row["author_id"]):
        shown |= {"place": row["place"], "note": row["note"]}
        shown["attachments"] = photos_shown(from_json(row["attachments"]))
        return shown
    if shown["handed_over"]:
        shown["handed_over"] = without(shown["handed_over"], ("receiver", "reference"))
    if shown["external"]:
        shown["external"] = without(shown["external"], _EXTERNAL_TEXTS)
    return shown


def present_body(actor: Actor, record: Record) -> dict[str, Any]:
    """A record's body in the feed and in a timeline."""
    body: dict[str, Any] = in_utc(without(record.body, _INTERNAL), _TIMES)
    if not reads_text(actor):
        return _textless(body)
    if not actor.may(P.INCIDENTS_MANAGE):
        body.pop("email", None)
    if "attachments" in body:
        body["attachments"] = photos_shown(body["attachments"])
    return body


def _reads_text_by(actor: Actor, author_id: UUID) -> bool:
    """A device, which may be lost, gets the text of its own author's reports only."""
    return reads_text(actor) and (author_id == actor.id or not actor.is_device)


def _textless(body: dict[str, Any]) -> dict[str, Any]:
    body = only(body, _TEXTLESS)
    if body.get("position"):
        body["position"] = only(body["position"], _POSITION)
    if body.get("first_response"):
        body["first_response"] = [only(one, _RESPONSE) for one in body["first_response"]]
    if "external" in body:
        body["external"] = without(body["external"], _EXTERNAL_TEXTS)
    return body
