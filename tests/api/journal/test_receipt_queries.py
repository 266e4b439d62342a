"""Phones ask what became of their facts: known, unknown or other bytes; others' facts are unknown."""

import hashlib
from collections.abc import Callable
from typing import Any
from uuid import UUID

import httpx

from api.kit.ids import new_id
from tests.api.journal.town import Person, Town, entry, frozen, path_to, put, report


async def test_own_facts_are_known_by_their_bytes(client: httpx.AsyncClient, town: Town) -> None:
    subject, more, raw = new_id(), new_id(), frozen(report())
    said = frozen(entry("note", note="mer"))
    number = (await put(client, town.guard, path_to(subject), raw)).json()["receipt_no"]
    await put(client, town.guard, path_to(subject, more), said)
    asked = [(subject, raw), (more, said), (subject, b"other"), (new_id(), raw)]
    told = await _ask(client, town.guard, asked)
    assert [one["state"] for one in told] == ["known", "known", "other_digest", "unknown"]
    assert told[0] == {"id": str(subject), "state": "known", "receipt_no": number, "complete": True}
    assert told[3] == {"id": told[3]["id"], "state": "unknown", "receipt_no": None, "complete": None}


async def test_others_facts_are_unknown(client: httpx.AsyncClient, town: Town, other_town: Town) -> None:
    fact_id, raw = new_id(), frozen(report())
    await put(client, town.guard, path_to(fact_id), raw)
    for person in (town.colleague, town.coordinator, other_town.guard):
        (told,) = await _ask(client, person, [(fact_id, raw)])
        assert told == {"id": str(fact_id), "state": "unknown", "receipt_no": None, "complete": None}


async def test_a_fact_is_complete_when_its_photos_are_here(client: httpx.AsyncClient, town: Town) -> None:
    photo = {"id": str(new_id()), "sha256": "0" * 64, "media_type": "image/jpeg", "size": 1000}
    fact_id, raw = new_id(), frozen(report(attachments=[photo]))
    receipt = (await put(client, town.guard, path_to(fact_id), raw)).json()["receipt"]
    assert (receipt["complete"], receipt["missing_attachments"]) == (False, [photo["id"]])
    (told,) = await _ask(client, town.guard, [(fact_id, raw)])
    assert (told["state"], told["complete"]) == ("known", False)


async def test_a_held_fact_is_known_and_not_complete(
    client: httpx.AsyncClient, town: Town, fail: Callable[[int], None]
) -> None:
    fact_id, raw = new_id(), frozen(report())
    fail(2)
    receipt = (await put(client, town.guard, path_to(fact_id), raw)).json()["receipt"]
    (told,) = await _ask(client, town.guard, [(fact_id, raw)])
    assert told == {
        "id": str(fact_id),
        "state": "known",
        "receipt_no": receipt["receipt_no"],
        "complete": False,
    }


async def test_at_most_500_are_asked_for_at_a_time(client: httpx.AsyncClient, town: Town) -> None:
    facts = [(new_id(), b"") for _ in range(501)]
    assert len(await _ask(client, town.guard, facts[:500])) == 500
    answer = await client.post("/api/v1/receipts/query", json=_asked(facts), headers=town.guard.headers)
    assert answer.status_code == 413


async def _ask(
    client: httpx.AsyncClient, person: Person, facts: list[tuple[UUID, bytes]]
) -> list[dict[str, Any]]:
    answer = await client.post("/api/v1/receipts/query", json=_asked(facts), headers=person.headers)
    assert answer.status_code == 200
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def _asked(facts: list[tuple[UUID, bytes]]) -> list[dict[str, str]]:
    return [{"id": str(one), "digest": hashlib.sha256(raw).hexdigest()} for one, raw in facts]
