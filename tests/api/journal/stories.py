"""What happens to incidents, told in random orders by several people."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any
from uuid import UUID

import httpx

from api.kit.ids import new_id
from tests.api.journal.town import Person, Town, ago, entry, frozen, path_to, put, report

Step = tuple[str, bytes]  # who, and what in frozen bytes
# What differs between two subjects that were told the same, or only says when it was told.
OF_ITS_OWN = ("id", "receipt_no", "received_at", "changed_at", "replaced_by", "replaces")


def opening(chance: Random, **fields: Any) -> Step:
    """A report with a little of everything."""
    at = {"lat": 58.5 + chance.random(), "lon": 18.0, "accuracy_m": 12.5}
    said: dict[str, Any] = {"position": at} if chance.random() < 0.5 else {"place": "Torget"}
    said |= {"summoned": ["guard"]} if chance.random() < 0.5 else {"severity": "low"}
    return "guard", frozen(report(occurred_at=ago(chance.randint(1, 900)), **said, **fields))


def observation(chance: Random) -> Step:
    """Something seen of the world."""
    if chance.random() < 0.5:
        body = entry("note", note=f"sett {chance.random()}")
    else:
        body = entry("summoned", summoned=[chance.choice(("police", "ambulance", "rescue_service"))])
    return "guard", frozen(body | {"occurred_at": ago(chance.randint(1, 900))})


def claim(chance: Random, town: Town) -> Step:
    """Something somebody decides."""
    body = chance.choice(
        [
            entry("status", status=chance.choice(("triaged", "in_progress", "resolved", "dismissed"))),
            entry("assigned", organisation_id=str(chance.choice([p.organisation_id for p in _posted(town)]))),
            entry("assigned", person_id=str(town.colleague.id)),
            entry("correction", fields={"category": chance.choice(("graffiti", "noise"))}),
            entry("correction", place=f"Storgatan {chance.randint(1, 99)}", fields={"severity": None}),
            entry("correction", position={"lat": 58.5, "lon": 18 + chance.random()}),
            entry("handed_over", receiver="Polisen", reference=f"K {chance.randint(1, 99)}"),
            entry("fixed", note="lagat"),
        ]
    )
    return "coordinator", frozen(body | {"occurred_at": ago(chance.randint(1, 900))})


def _posted(town: Town) -> list[Person]:
    return [person for person in town.people.values() if person.organisation_id is not None]


async def tell(client: httpx.AsyncClient, town: Town, steps: Sequence[Step], opened: Step) -> UUID:
    """A new subject, told these steps one after another; `opened` among them is its report."""
    subject = new_id()
    for step in steps:
        who, raw = step
        path = path_to(subject) if step is opened else path_to(subject, new_id())
        answer = await put(client, town.people[who], path, raw)
        assert answer.status_code in {201, 202}, answer.text
    return subject


def without_own(row: Mapping[str, Any] | None) -> dict[str, Any]:
    """A row without what is its own, to compare it with another that was told the same."""
    assert row is not None
    told = {name: value for name, value in row.items() if name not in OF_ITS_OWN}
    if told["handed_over"]:
        told["handed_over"] = {name: value for name, value in told["handed_over"].items() if name != "at"}
    return told
