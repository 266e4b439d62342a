"""Four people at a time write about each of many incidents: what is shown is what was said."""

import asyncio
import random
from collections.abc import Iterable
from typing import Any
from uuid import UUID

import httpx
import pytest

from api.kit import db
from api.kit.ids import new_id
from tests.api.journal.projections import wrong
from tests.api.journal.town import Town, entry, path_to, put, report

SUBJECTS = 200
AT_ONCE = 4


async def test_what_four_write_at_once_about_200_incidents_is_all_told(
    client: httpx.AsyncClient, town: Town, scale: int
) -> None:
    subjects = await report_all(client, town, SUBJECTS * scale)
    await write_at_once(client, town, subjects)
    assert await wrong(town, subjects) == []
    counts = await town.value(
        "SELECT array_agg(DISTINCT entries) FROM incidents WHERE municipality_id = $1 AND id = ANY($2)",
        subjects,
    )
    assert counts == [AT_ONCE]


async def test_without_the_subjects_locks_the_same_check_finds_wrong_rows(
    client: httpx.AsyncClient, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    subjects = await report_all(client, town, 40)

    def unlocked(municipality_id: UUID | None, _locks: Iterable[int] = ()) -> str:
        return opening(municipality_id)

    opening = db.opening
    monkeypatch.setattr(db, "opening", unlocked)
    await write_at_once(client, town, subjects)
    assert len(await wrong(town, subjects)) > 0


async def report_all(client: httpx.AsyncClient, town: Town, number: int) -> list[UUID]:
    subjects = [new_id() for _ in range(number)]
    for some in _by(50, subjects):
        answers = await asyncio.gather(
            *(put(client, town.guard, path_to(one), report(note="Rutan är krossad")) for one in some)
        )
        assert {answer.status_code for answer in answers} == {201}
    return subjects


async def write_at_once(client: httpx.AsyncClient, town: Town, subjects: list[UUID]) -> None:
    """Four entries of different kinds about each subject, in the same moment."""
    for some in _by(8, subjects):
        sent = [
            put(client, town.coordinator, path_to(subject, new_id()), body)
            for subject in some
            for body in random.sample(entries(town), AT_ONCE)
        ]
        random.shuffle(sent)
        answers = await asyncio.gather(*sent)
        assert {answer.status_code for answer in answers} == {201}


def entries(town: Town) -> list[dict[str, Any]]:
    return [
        entry("status", status="in_progress"),
        entry("status", status="dismissed", reason="Inget att göra"),
        entry("assigned", organisation_id=str(town.guard.organisation_id)),
        entry("correction", fields={"category": "graffiti"}, place="Torget 2"),
        entry("summoned", summoned=["police", "ambulance"]),
        entry("note", note="Mer glas vid trappan"),
        entry("handed_over", receiver="Polisen", reference="K 12-26"),
        entry("fixed", note="Lagat"),
    ]


def _by(size: int, subjects: list[UUID]) -> list[list[UUID]]:
    return [subjects[at : at + size] for at in range(0, len(subjects), size)]
