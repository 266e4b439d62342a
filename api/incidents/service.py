"""What happens to incidents, through the journal: no HTTP, no commit."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from api.access.actors import Actor, Reading
from api.access.permissions import Permission
from api.access.registers import RegisterCache
from api.access.showing import Authors, authors_of
from api.incidents import queries, rules
from api.incidents.models import row_of, store
from api.incidents.queries import present, present_body
from api.incidents.schemas import (
    AssignedPut,
    CorrectionPut,
    FixedPut,
    IncidentPut,
    NotePut,
    StatusPut,
    SummonedPut,
)
from api.journal.acts import record_as, system_fact
from api.journal.facts import Fact
from api.journal.kinds import Body, Intake, Outcome, Record, RecordKind, Subject, Tx
from api.journal.queries import history
from api.journal.schemas import FactPut
from api.journal.service import Journal
from api.journal.waiting import judge, refuse
from api.kit.db import Connection, from_json
from api.kit.errors import forbidden, not_found
from api.places.queries import PlaceIndex

_P = Permission
_ENTRIES: dict[str, tuple[type[FactPut], Permission]] = {
    "note": (NotePut, _P.INCIDENTS_WRITE),
    "correction": (CorrectionPut, _P.INCIDENTS_WRITE),
    "status": (StatusPut, _P.INCIDENTS_FIX),
    "summoned": (SummonedPut, _P.INCIDENTS_WRITE),
    "assigned": (AssignedPut, _P.INCIDENTS_MANAGE),
    "fixed": (FixedPut, _P.INCIDENTS_FIX),
}


Guard = Callable[[Tx, Record, rules.State], Awaitable[bool]]


class Incidents:
    """The feature, bound to one process's journal and places."""

    def __init__(self, places: RegisterCache[PlaceIndex]) -> None:
        self.places = places
        self.journal: Journal  # wire() sets it: the journal is made with the kinds below
        self.subject = Subject(
            type="incidents",
            apply=self.apply,
            read=self.read,
            visible=queries.visible_incidents,
            present=present_body,
            count=queries.open_count,
            project=self.project,
        )
        self.reported = RecordKind(
            rules.REPORTED,
            self.subject,
            IncidentPut,
            Permission.INCIDENTS_WRITE,
            opens=True,
            intake=self.intake,
            also_locks=lambda body: (body.replaces,) if body.replaces else (),
        )
        self.refused = RecordKind(rules.REFUSED, self.subject, FactPut, Permission.INCIDENTS_MANAGE)
        self.replaced = RecordKind(rules.REPLACED, self.subject, FactPut, Permission.INCIDENTS_MANAGE)
        # What must hold besides for entries of a kind to have effect, of features above this one.
        self.guards: dict[str, Guard] = {}
        self.entries = {
            wire: RecordKind(
                rules.ENTRY_KINDS[wire],
                self.subject,
                schema,
                permission,
                intake=self.correction_intake if wire == "correction" else None,
            )
            for wire, (schema, permission) in _ENTRIES.items()
        }

    def kinds(self) -> tuple[RecordKind, ...]:
        """Everything this feature registers."""
        return (self.reported, self.refused, self.replaced, *self.entries.values())

    async def intake(self, municipality_id: UUID, body: IncidentPut) -> Intake:
        """Area, site position and what is stale in a report; a stale report is kept and flagged."""
        index = await self.places.of(municipality_id)
        computed, flags = index.locate(body.position, body.site_id)
        return Intake(computed, (*flags, *index.stale_category(body.category)))

    async def correction_intake(self, municipality_id: UUID, body: CorrectionPut) -> Intake:
        """The same for what a correction names."""
        index = await self.places.of(municipality_id)
        computed, flags = index.locate(body.position, body.fields.site_id)
        return Intake(computed, (*flags, *index.stale_category(body.fields.category or None)))

    async def read(self, connection: Connection, actor: Actor, incident_id: UUID) -> Body | None:
        """One incident as the actor may see it."""
        row = await queries.one_incident(connection, actor, incident_id)
        if row is None:
            return None
        authors = await authors_of(connection, actor.municipality_id, {row["author_id"]})
        return present(actor, row, authors)

    async def apply(self, tx: Tx, record: Record, history: Sequence[Record]) -> Outcome:
        """Fold and project; an entry whose author may not reach its subject stays without effect."""
        before = rules.fold(history, record.subject_id)
        if record.kind == rules.REPORTED:
            may = partial(self._may, tx, record)
            waiting = [one for one in history if one.kind in queries.WIRE_KINDS]
            refusals = await judge(self.journal, tx, self.refused, waiting, may)
            await self._replace(tx, record)
            return await self._stored(tx, [*history, record, *refusals])
        if before is None:
            return Outcome(None)
        if not await self._has_effect(tx, record, before):
            refusal = await refuse(self.journal, tx, self.refused, record)
            await self._stored(tx, [*history, record, *([refusal] if refusal else [])])
            return Outcome(None)
        if tx.actor is not None:
            _require_in_subject(tx.actor, record, before)
        return await self._stored(tx, [*history, record])

    async def _has_effect(self, tx: Tx, record: Record, before: rules.State) -> bool:
        """Whether an entry's author may reach its subject, and nothing else is in its way."""
        if tx.actor is not None and not queries.sees(await self.sight(tx, tx.actor), before):
            return False
        guard = self.guards.get(record.kind)
        return guard is None or await guard(tx, record, before)

    async def _replace(self, tx: Tx, record: Record) -> None:
        """Tell the report that this one replaces, if it names any, that it is replaced."""
        replaced = UUID(record.body["replaces"]) if record.body.get("replaces") else record.id
        if replaced == record.id:
            return
        records = await history(tx.connection, tx.municipality_id, replaced)
        if any(one.body.get("replaces") == str(record.id) for one in records):
            return  # of two that name one another the later stands in no list, not both
        fact = self.replacement(tx.municipality_id, record.id, replaced, record.author_id)
        if (told := await record_as(self.journal, tx.connection, fact)) is not None:
            await self.project(tx, [[*records, told]])

    def replacement(self, municipality_id: UUID, by: UUID, replaced: UUID, author_id: UUID) -> Fact:
        """The fact that a report is replaced; its id is derived, so it stands once."""
        body = {"by": str(by), "author_id": str(author_id)}
        return system_fact(self.journal, self.replaced, municipality_id, replaced, body, derived=by)

    async def _stored(self, tx: Tx, records: Sequence[Record]) -> Outcome:
        state = rules.fold(records, records[0].subject_id)
        if state is None:
            return Outcome(None)
        row = row_of(state, tx.municipality_id)
        store(tx.writes, row)
        if tx.actor is None:
            return Outcome({"id": row["id"]})
        return Outcome(present(tx.actor, row, await _authors(tx, row)))

    async def project(self, tx: Tx, histories: Sequence[Sequence[Record]]) -> None:
        """Have written what each history folds to."""
        states = [rules.fold(records, records[0].subject_id) for records in histories]
        for state in states:
            if state is not None:
                store(tx.writes, row_of(state, tx.municipality_id))

    async def sight(self, tx: Tx, actor: Actor) -> queries.Sight:
        """What the actor sees, with the municipality's own place faults."""
        index = await self.places.of(actor.municipality_id, tx.connection)
        return queries.sight_of(actor, sorted(index.place_faults))

    async def _may(self, tx: Tx, opening: Record, author: Actor, entry: Record) -> bool:
        """Whether the author of an entry that came first may make it, now that its subject is here."""
        state = rules.fold([opening], opening.id)
        needed = next(kind.permission for kind in self.entries.values() if kind.name == entry.kind)
        return (
            state is not None
            and author.may(needed)
            and entry.kind not in self.guards  # judged by what stands, so not before it stands
            and queries.sees(await self.sight(tx, author), state)
            and _may_in_subject(author, entry, state)
        )


async def _authors(tx: Tx, row: dict[str, Any]) -> Authors:
    """The incident's author to show; the sender and who reported it are known already."""
    if row["author_kind"] != "person" or row["author_id"] in tx.authors:
        return tx.authors
    return await authors_of(tx.connection, tx.municipality_id, {row["author_id"]})


def _may_in_subject(actor: Actor, record: Record, state: rules.State) -> bool:
    """Only its author and those who manage incidents may correct a report."""
    own = state.told.author_id == actor.id
    return record.kind != "incident.corrected" or own or actor.may(Permission.INCIDENTS_MANAGE)


def _require_in_subject(actor: Actor, record: Record, state: rules.State) -> None:
    if not _may_in_subject(actor, record, state):
        raise forbidden(Permission.INCIDENTS_MANAGE)


async def photo_digests(reading: Reading, incident_id: UUID, attachment_id: UUID) -> list[bytes]:
    """SHA-256 that the incident declared for a photo. Raises 404 unless both are the actor's to see."""
    row = await queries.one_incident(reading.connection, reading.actor, incident_id)
    declared = [] if row is None or not queries.reads_text(reading.actor) else from_json(row["attachments"])
    digests = [bytes.fromhex(one["sha256"]) for one in declared if UUID(one["id"]) == attachment_id]
    if not digests:
        raise not_found()
    return digests
