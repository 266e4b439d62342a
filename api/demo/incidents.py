"""Two years of invented incidents: the same for the same municipality, seed and day."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from api.demo import rules
from api.demo.bodies import Report, notes, write_report
from api.demo.follow_ups import DemoEntry, FollowUp
from api.demo.patterns import Happening, Patterns, days_between
from api.demo.registers import DemoMunicipality, Person

_LAST_HOUR = 23  # a second report in it could fall on the next day


@dataclass(frozen=True, slots=True)
class DemoIncident:
    """One report as `PUT /incidents/{id}` takes it, and what followed; times in UTC."""

    id: UUID
    author: Person
    occurred_at: datetime
    received_at: datetime
    body: dict[str, Any]
    entries: tuple[DemoEntry, ...]


def incidents(
    municipality: DemoMunicipality, seed: int, end: datetime, months: int = 24
) -> Iterator[DemoIncident]:
    """Everything received in the `months` before `end`, in order of occurrence.

    `end` must carry a time zone. Each day has its own chance, so a later `end` only adds:
    the ids and bodies of the days already told stay the same.
    """
    found = Patterns(municipality, seed)
    follow_up = FollowUp(found)
    last = end.astimezone(found.zone).date()
    for day in days_between(rules.months_before(last, months), last):
        for told in sorted(_day(day, found, follow_up), key=lambda each: each.occurred_at):
            if told.received_at <= end:
                yield _until(told, end)


def _day(day: date, found: Patterns, follow_up: FollowUp) -> Iterator[DemoIncident]:
    chance = found.chance(day)
    for happening in found.happenings(day, chance):
        spot = found.spot(happening.category, day, chance)
        author = found.author(happening.category, happening.local, chance)
        report = write_report(happening, spot, author, chance)
        if rules.happens(chance, 0.008):
            yield from _rewritten(report, follow_up, chance)
        else:
            yield _incident(report, follow_up.entries(report, chance), chance)
        if rules.happens(chance, 0.02) and happening.local.hour < _LAST_HOUR:
            yield _duplicate(report, found, follow_up, chance)


def _incident(report: Report, entries: list[DemoEntry], chance: Random) -> DemoIncident:
    own = rules.uuid7_at(report.occurred_at, chance.getrandbits(80))
    return DemoIncident(
        own, report.author, report.occurred_at, report.received_at, report.body, tuple(entries)
    )


def _rewritten(report: Report, follow_up: FollowUp, chance: Random) -> Iterator[DemoIncident]:
    """The author's first try, and the same told again to replace it."""
    first = _incident(report, [], chance)
    yield first
    later = timedelta(seconds=chance.randrange(120, 1500))
    saved, received = report.saved_at + later, report.received_at + later
    body = {**report.body, "saved_at": rules.wire_time(saved), "replaces": str(first.id)}
    body["note"] = notes()["follow_up"]["correction"]
    again = Report(body, report.author, report.spot, report.where, report.occurred_at, saved, received)
    yield _incident(again, follow_up.entries(again, chance), chance)


def _duplicate(report: Report, found: Patterns, follow_up: FollowUp, chance: Random) -> DemoIncident:
    """Somebody else reports the same shortly after; the coordinator sets it aside."""
    local = report.occurred_at.astimezone(found.zone) + timedelta(seconds=chance.randrange(2400))
    happening = Happening(report.body["category"], local)
    author = found.author(happening.category, local, chance)
    second = write_report(happening, report.spot, author, chance)
    reason = notes()["follow_up"]["duplicate"]
    return _incident(second, follow_up.dismissal(second, reason, chance), chance)


def _until(told: DemoIncident, end: datetime) -> DemoIncident:
    return replace(told, entries=tuple(e for e in told.entries if e.received_at <= end))
