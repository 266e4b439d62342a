"""What became of an invented report: the entries that close its loop."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from api.demo import rules
from api.demo.bodies import Report, notes
from api.demo.patterns import Patterns, patterns
from api.demo.registers import Organisation, Person

# Median days until a place fault is mended; darkness waits for no budget, hedges do.
_MENDED_DAYS = {
    "litter": 1.2,
    "graffiti": 3.5,
    "vandalism": 5.0,
    "lighting_fault": 6.0,
    "unsafe_place": 11.0,
}
_POLICE_MATTERS = frozenset({"threat_violence", "burglary", "theft", "narcotics"})
_PRESENCE_HELPS = frozenset({"disturbance", "noise", "unsettling_gathering", "traffic"})
_REFERENCES = {"municipality_unit": "TK", "housing_company": "BO", "police": "POL"}
_LONGEST_DAYS = 45.0


@dataclass(frozen=True, slots=True)
class DemoEntry:
    """One entry as `PUT /incidents/{id}/entries/{entry_id}` takes it; times in UTC."""

    id: UUID
    author: Person
    received_at: datetime
    body: dict[str, Any]


class FollowUp:
    """Writes the entries of one municipality's reports."""

    def __init__(self, found: Patterns) -> None:
        """Follow up reports made by those patterns."""
        self._found = found
        self._coordinator = found.people("coordinator")[0]
        self._technician = found.people("technician")[0]

    def entries(self, report: Report, chance: Random) -> list[DemoEntry]:
        """Everything that follows, in order of time, as if nothing ended today."""
        loop = patterns()["categories"][report.body["category"]]["loop"]
        steps = self._fault(report, chance) if loop == "fault" else self._report(report, chance)
        return sorted(steps, key=lambda entry: entry.received_at)

    def dismissal(self, report: Report, reason: str, chance: Random) -> list[DemoEntry]:
        """The one entry that sets a report aside."""
        at = rules.office_time(chance, self._local(report.received_at))
        return [self._status(at, "dismissed", reason, chance)]

    def _fault(self, report: Report, chance: Random) -> Iterator[DemoEntry]:
        at = rules.office_time(chance, self._local(report.received_at))
        if rules.happens(chance, 0.03):
            yield self._status(at, "dismissed", _phrase("dismissed", chance), chance)
            return
        yield self._status(at, "triaged", _phrase("triaged", chance), chance)
        receiver = self._receiver(report)
        at = _soon(at, chance)
        if receiver.kind == "municipality_unit" and rules.happens(chance, 0.5):
            yield self._office(at, "assigned", {"organisation_id": str(receiver.id)}, chance)
            at = _soon(at, chance)
        yield self._handed_over(at, receiver, chance)
        yield from self._mended(report, receiver, at, chance)

    def _mended(
        self, report: Report, receiver: Organisation, at: datetime, chance: Random
    ) -> Iterator[DemoEntry]:
        category = report.body["category"]
        days = min(chance.lognormvariate(0, 0.7) * _MENDED_DAYS[category], _LONGEST_DAYS)
        if rules.happens(chance, 0.35):
            begun = rules.office_time(chance, at, days * 0.4)
            yield self._status(begun, "in_progress", _phrase("in_progress", chance), chance)
            at = begun
        done = chance.choice(notes()["follow_up"]["fixed"][category])
        author = self._technician
        if receiver.kind != "municipality_unit":  # others tell us, the coordinator writes it down
            done, author = f"{done} Besked från {receiver.name}.", self._coordinator
        yield _entry(rules.office_time(chance, at, days), author, "fixed", {"note": done}, chance)

    def _report(self, report: Report, chance: Random) -> Iterator[DemoEntry]:
        yield from self._from_the_field(report, chance)
        at = rules.office_time(chance, self._local(report.received_at))
        if rules.happens(chance, 0.05):
            yield self._status(at, "dismissed", _phrase("dismissed", chance), chance)
            return
        yield self._status(at, "triaged", _phrase("triaged", chance), chance)
        if rules.happens(chance, 0.02):
            yield self._correction(_soon(at, chance), report, chance)
        reasons = _reasons(report.body["category"])
        if reasons == "police" and rules.happens(chance, 0.4):
            at = _soon(at, chance)
            yield self._handed_over(at, self._one_of("police"), chance)
        elif reasons == "presence" and rules.happens(chance, 0.25):
            at = _soon(at, chance)
            guards = {"organisation_id": str(self._one_of("guard_company").id)}
            yield self._office(at, "assigned", guards, chance)
            yield self._status(_soon(at, chance), "in_progress", "Närvaro planerad.", chance)
            at = rules.office_time(chance, at, chance.uniform(1, 9))
        at = rules.office_time(chance, at, min(chance.expovariate(0.5), _LONGEST_DAYS))
        yield self._status(at, "resolved", chance.choice(notes()["follow_up"]["resolved"][reasons]), chance)

    def _from_the_field(self, report: Report, chance: Random) -> Iterator[DemoEntry]:
        at = report.saved_at
        if report.body.get("severity") != "low" and rules.happens(chance, 0.05):
            called = {"summoned": [chance.choice(("police", "guard", "municipal_on_call"))]}
            at += timedelta(seconds=chance.randrange(60, 900))
            yield self._in_field(at, report, "summoned", called, chance)
        if rules.happens(chance, 0.18):
            at += timedelta(minutes=chance.randrange(20, 150))
            note = {"note": _phrase("note", chance)}
            yield self._in_field(at, report, "note", note, chance)

    def _in_field(
        self, at: datetime, report: Report, kind: str, fields: dict[str, Any], chance: Random
    ) -> DemoEntry:
        late = max(report.received_at - at, timedelta(0))  # the same phone, the same dead zone
        return _entry(at, report.author, kind, fields, chance, late=late)

    def _correction(self, at: datetime, report: Report, chance: Random) -> DemoEntry:
        told: dict[str, Any] = {"reason": notes()["follow_up"]["correction"]}
        if rules.happens(chance, 0.5):
            told["fields"] = {"severity": "low"}
        else:
            told["place"] = f"{report.spot.name}, {report.where}"
        return self._office(at, "correction", told, chance)

    def _handed_over(self, at: datetime, receiver: Organisation, chance: Random) -> DemoEntry:
        reference = f"{_REFERENCES[receiver.kind]}-{at:%y}-{chance.randrange(1000, 9999)}"
        fields = {"receiver": receiver.name, "reference": reference}
        return self._office(at, "handed_over", fields, chance)

    def _status(self, at: datetime, status: str, reason: str, chance: Random) -> DemoEntry:
        return self._office(at, "status", {"status": status, "reason": reason}, chance)

    def _office(self, at: datetime, kind: str, fields: dict[str, Any], chance: Random) -> DemoEntry:
        return _entry(at, self._coordinator, kind, fields, chance)

    def _receiver(self, report: Report) -> Organisation:
        if report.spot.kind == "residential_yard":
            return self._one_of("housing_company")
        return self._found.municipality.organisation("tekniska")

    def _one_of(self, kind: str) -> Organisation:
        return next(row for row in self._found.municipality.organisations if row.kind == kind)

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(self._found.zone)


def _entry(
    at: datetime,
    author: Person,
    kind: str,
    fields: dict[str, Any],
    chance: Random,
    *,
    late: timedelta = timedelta(0),
) -> DemoEntry:
    saved = at.astimezone(UTC)
    received = saved + late + timedelta(seconds=chance.uniform(0.2, 3))
    times = {"occurred_at": rules.wire_time(saved), "saved_at": rules.wire_time(saved)}
    body = {"v": 1, "kind": kind, **times, **fields}
    return DemoEntry(rules.uuid7_at(saved, chance.getrandbits(80)), author, received, body)


def _reasons(category: str) -> str:
    if category in _POLICE_MATTERS:
        return "police"
    return "presence" if category in _PRESENCE_HELPS else "any"


def _phrase(name: str, chance: Random) -> str:
    phrases: list[str] = notes()["follow_up"][name]
    return chance.choice(phrases)


def _soon(at: datetime, chance: Random) -> datetime:
    return at + timedelta(seconds=chance.randrange(30, 420))
