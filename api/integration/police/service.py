"""The police's public events into the journal: every valid line once, bad lines by number and reason."""

import asyncio
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from rich.console import Console
from rich.progress import track

from api.integration.police import rules
from api.journal.acts import MOST_IN_ONE, SYSTEM, imported_fact, record_many
from api.journal.facts import Fact
from api.journal.kinds import RecordKind
from api.journal.service import Journal
from api.kit import clock, personal_data

_MOST_REASONS = 20
_TURN = 20  # lines read before what is being sent gets its turn
_EXTERNAL = ("external_id", "published_at", "precision", "title", "url")


@dataclass(slots=True)
class Report:
    """What became of a file."""

    lines: int = 0
    imported: int = 0
    known: int = 0
    elsewhere: Counter[str] = field(default_factory=Counter)
    bad: list[str] = field(default_factory=list)

    def text(self) -> str:
        """The report in a few lines."""
        others = sum(self.elsewhere.values())
        told = [f"{self.lines} lines: {self.imported} imported, {self.known} known before"]
        if others:
            told.append(f"{others} of {len(self.elsewhere)} places that are no municipality here")
        told += [f"{len(self.bad)} bad lines"] if self.bad else []
        told += self.bad[:_MOST_REASONS]
        return "\n".join(told)


async def import_events(
    journal: Journal,
    kind: RecordKind,
    lines: Sequence[bytes],
    whose: Callable[[str], UUID | None],
) -> Report:
    """Import lines; `whose` says which municipality a location's name belongs to, None: no one's.

    In transactions of at most 500 records. A line that was imported before changes nothing.
    """
    report = Report()
    own: dict[UUID, frozenset[str]] = {}
    waiting: dict[UUID, list[Fact]] = {}
    async with _Sending(journal, report) as sending:
        for number, event in enumerate(_events(lines, report)):
            if number % _TURN == 0:
                await asyncio.sleep(0)
            municipality_id = whose(event.location_name)
            if municipality_id is None:
                report.elsewhere[event.location_name] += 1
                continue
            if municipality_id not in own:
                own[municipality_id] = frozenset(await journal.own_numbers(municipality_id))
            batch = waiting.setdefault(municipality_id, [])
            batch.append(_fact(journal, kind, municipality_id, event, own[municipality_id]))
            if len(batch) == MOST_IN_ONE:
                await sending.begin(municipality_id, waiting.pop(municipality_id))
        for municipality_id, batch in waiting.items():
            await sending.begin(municipality_id, batch)
    return report


class _Sending:
    """One batch is recorded while the next is read, so that neither core waits for the other."""

    def __init__(self, journal: Journal, report: Report) -> None:
        self._journal, self._report = journal, report
        self._begun: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "_Sending":
        return self

    async def __aexit__(self, kind: object, error: object, trace: object) -> None:
        if self._begun is not None:
            await self._begun

    async def begin(self, municipality_id: UUID, batch: Sequence[Fact]) -> None:
        """Begin with a batch once the one before stands. Raises what that one raised."""
        if self._begun is not None:
            await self._begun
        self._begun = asyncio.create_task(_send(self._journal, municipality_id, batch, self._report))


def _events(lines: Sequence[bytes], report: Report) -> Iterator[rules.PoliceEvent]:
    console = Console(stderr=True)
    shown = track(lines, "Importing", console=console, disable=not console.is_terminal)
    for number, line in enumerate(shown, start=1):
        if not line.strip():
            continue
        report.lines += 1
        try:
            yield rules.parse_line(line, number)
        except rules.BadLine as bad:
            report.bad.append(str(bad))


async def _send(journal: Journal, municipality_id: UUID, batch: Sequence[Fact], report: Report) -> None:
    once = {fact.id: fact for fact in batch}
    new = await record_many(journal, municipality_id, [(fact, SYSTEM) for fact in once.values()])
    report.imported += len(new)
    report.known += len(batch) - len(new)


def _fact(
    journal: Journal,
    kind: RecordKind,
    municipality_id: UUID,
    event: rules.PoliceEvent,
    own_numbers: Collection[str],
) -> Fact:
    body: dict[str, Any] = rules.to_body(event)
    # The position is the middle of a town or county: kept with the source, never on a map.
    at = body.pop("position")
    external = {name: body.pop(name) for name in _EXTERNAL}
    masked = 0
    for holder, name in ((body, "note"), (body, "place"), (external, "title")):
        found = personal_data.mask(holder.get(name) or "", own_numbers)
        masked += len(found.spans)
        if found.spans:
            holder[name] = found.text
    body["external"] = {"id": external.pop("external_id"), **external, "centre": at}
    body["_"] = {"precision": event.precision}
    fact_id = rules.fact_id(event.police_id, municipality_id)
    return imported_fact(
        journal,
        kind,
        municipality_id,
        (fact_id, fact_id),
        body,
        occurred_at=event.occurred_at,
        saved_at=event.published_at,
        received_at=clock.now(),
        source="police",
        masked=masked,
    )
