"""A fact sent twice is one fact; another body, path or author under its id changes nothing and is kept."""

import asyncio
import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import httpx
import pytest

from api.kit.ids import is_receipt_number, new_id
from tests.api.journal.holding import held
from tests.api.journal.town import Person, Town, entry, frozen, path_to, put, report

SENDERS = 8
STABLE = ("id", "digest", "received_at", "receipt_no")
UUIDS = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
RECORDS = "SELECT count(*) FROM journal WHERE municipality_id = $1 AND id = $2"


@pytest.mark.parametrize("what", ["report", "entry"])
async def test_eight_senders_of_one_fact_make_one_row_and_get_one_receipt(
    client: httpx.AsyncClient, town: Town, scale: int, what: str
) -> None:
    for _ in range(12 * scale):
        fact_id, subject = new_id(), new_id()
        path, raw = path_to(fact_id), frozen(report(note="Klotter på skolan"))
        if what == "entry":
            await put(client, town.guard, path_to(subject), report())
            path, raw = path_to(subject, fact_id), frozen(entry("note", note="Även på gaveln"))
        answers = await asyncio.gather(*(put(client, town.guard, path, raw) for _ in range(SENDERS)))
        assert sorted(answer.status_code for answer in answers) == [200] * (SENDERS - 1) + [201]
        assert len(_receipts(answers)) == 1
        assert await town.value(RECORDS, fact_id) == 1


async def test_a_replay_long_after_gets_the_receipt_as_it_was(client: httpx.AsyncClient, town: Town) -> None:
    path, raw = path_to(new_id()), frozen(report())
    first = await put(client, town.guard, path, raw)
    await put(client, town.coordinator, path_to(UUID(first.json()["id"]), new_id()), _status("resolved"))
    again = await put(client, town.guard, path, raw)
    assert again.status_code == 200
    assert again.json()["status"] == "resolved"  # the resource as it is now
    assert _receipts([first]) == _receipts([again])
    assert is_receipt_number(first.json()["receipt"]["receipt_no"])


async def test_other_bytes_under_a_taken_id_are_refused_and_kept(
    client: httpx.AsyncClient, town: Town
) -> None:
    fact_id = new_id()
    await put(client, town.guard, path_to(fact_id), report(note="den första"))
    second = frozen(report(note="den andra"))
    for _ in range(2):  # the same second body twice is kept once
        _is_conflict(await put(client, town.guard, path_to(fact_id), second))
    kept = await held(client, town, fact_id)
    assert [one["body"]["note"] for one in kept] == ["den andra"]
    assert kept[0]["reason"] == "id_conflict"
    assert kept[0]["standing"]["note"] == "den första"
    shown = await client.get(path_to(fact_id), headers=town.guard.headers)
    assert shown.json()["note"] == "den första"


async def test_another_path_or_author_under_a_taken_id_is_refused_and_kept(
    client: httpx.AsyncClient, town: Town
) -> None:
    subjects, entry_id, raw = [new_id(), new_id()], new_id(), frozen(entry("note", note="här"))
    for subject in subjects:
        await put(client, town.guard, path_to(subject), report())
    first, other = (path_to(subject, entry_id) for subject in subjects)
    assert (await put(client, town.guard, first, raw)).status_code == 201
    _is_conflict(await put(client, town.guard, other, raw))
    _is_conflict(await put(client, town.colleague, first, raw))
    _is_conflict(await put(client, town.guard, path_to(entry_id), report()))
    assert len(await held(client, town, entry_id)) == 3
    assert await town.value(RECORDS, entry_id) == 1


async def test_of_eight_bodies_under_one_id_one_stands_and_seven_are_kept(
    client: httpx.AsyncClient, town: Town
) -> None:
    fact_id = new_id()
    answers = await asyncio.gather(
        *(put(client, town.guard, path_to(fact_id), report(note=f"nr {n}")) for n in range(SENDERS))
    )
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * (SENDERS - 1)
    kept = await held(client, town, fact_id)
    standing = await client.get(path_to(fact_id), headers=town.guard.headers)
    notes = [one["body"]["note"] for one in kept] + [standing.json()["note"]]
    assert sorted(notes) == [f"nr {n}" for n in range(SENDERS)]


async def _read(client: httpx.AsyncClient, person: Person, one: UUID) -> httpx.Response:
    return await client.get(path_to(one), headers=person.headers)


async def _read_photo(client: httpx.AsyncClient, person: Person, one: UUID) -> httpx.Response:
    return await client.get(f"{path_to(one)}/attachments/{one}", headers=person.headers)


async def _ask(client: httpx.AsyncClient, person: Person, one: UUID) -> httpx.Response:
    asked = [{"id": str(one), "digest": "0" * 64}]
    return await client.post("/api/v1/receipts/query", json=asked, headers=person.headers)


async def _send_photo(client: httpx.AsyncClient, person: Person, one: UUID) -> httpx.Response:
    return await put(client, person, f"/api/v1/attachments/{one}", b"\xff\xd8\xff")


async def _say_more(client: httpx.AsyncClient, person: Person, one: UUID) -> httpx.Response:
    return await put(client, person, path_to(one, new_id()), entry("note", note="om den"))


async def _say_with(client: httpx.AsyncClient, person: Person, one: UUID) -> httpx.Response:
    return await put(client, person, path_to(new_id(), one), entry("note", note="med den"))


async def _report(client: httpx.AsyncClient, person: Person, one: UUID) -> httpx.Response:
    return await put(client, person, path_to(one), report(note="vår"))


PROBES = (_read, _read_photo, _ask, _send_photo, _say_more, _say_with, _report)


@pytest.mark.parametrize("probe", PROBES)
@pytest.mark.parametrize("known", ["report", "entry"])
async def test_another_municipalitys_id_is_as_one_never_used(
    client: httpx.AsyncClient, town: Town, other_town: Town, probe: Any, known: str
) -> None:
    for person in (town.guard, town.coordinator, town.reader):
        theirs, unused = new_id(), new_id()
        path = path_to(theirs) if known == "report" else path_to(new_id(), theirs)
        body = report() if known == "report" else entry("note", note="deras")
        assert (await put(client, other_town.guard, path, body)).is_success
        told = [await probe(client, person, one) for one in (theirs, unused)]
        first, second = (
            (answer.status_code, sorted(answer.headers), _shape(answer.json())) for answer in told
        )
        assert first == second


def _shape(value: Any) -> Any:
    """An answer without what differs between any two: ids, times and numbers of receipts."""
    if isinstance(value, dict):
        return {name: _shape(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_shape(part) for part in value]
    if isinstance(value, str):
        return UUIDS.sub("an id", value) if {"/", " "} & set(value) else "text"
    return value


def _receipts(answers: Sequence[httpx.Response]) -> set[tuple[str, ...]]:
    return {tuple(answer.json()["receipt"][name] for name in STABLE) for answer in answers}


def _status(status: str) -> dict[str, Any]:
    return entry("status", status=status)


def _is_conflict(answer: httpx.Response) -> None:
    assert (answer.status_code, answer.json()["code"]) == (409, "id_conflict")
    assert answer.headers["content-type"] == "application/problem+json"
