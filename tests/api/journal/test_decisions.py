"""A held fact is released as it was received, or rejected with a reason; nothing is deleted."""

import asyncio
import hashlib
from collections.abc import Callable
from typing import Any
from uuid import UUID

import httpx

from api.kit.ids import new_id
from tests.api.attachments.pictures import laden_jpeg
from tests.api.journal.holding import decide, decided, held
from tests.api.journal.listening import read_all
from tests.api.journal.projections import wrong
from tests.api.journal.town import Town, ago, entry, frozen, path_to, put, report

Fail = Callable[[int], None]
UNCHANGED = ("id", "digest", "received_at", "receipt_no")


async def test_release_records_it_with_the_time_and_number_its_sender_was_given(
    client: httpx.AsyncClient, town: Town, fail: Fail
) -> None:
    photo = laden_jpeg()
    declared = {"id": str(new_id()), "sha256": hashlib.sha256(photo).hexdigest(), "size": len(photo)}
    declared["media_type"] = "image/jpeg"
    fact_id, raw = new_id(), frozen(report(attachments=[declared]))
    fail(2)
    first = (await put(client, town.guard, path_to(fact_id), raw)).json()["receipt"]
    sent = await put(client, town.guard, f"/api/v1/attachments/{declared['id']}", photo)
    assert (sent.status_code, sent.json()["receipt"]["complete"]) == (201, False)
    still = (await put(client, town.guard, path_to(fact_id), raw)).json()["receipt"]
    assert (still["complete"], still["missing_attachments"]) == (False, [])
    assert await decide(client, town, fact_id, "release") == (200, "released")
    again = await put(client, town.guard, path_to(fact_id), raw)
    receipt = again.json()["receipt"]
    assert (again.status_code, receipt["complete"]) == (200, True)
    assert {name: receipt[name] for name in UNCHANGED} == {name: first[name] for name in UNCHANGED}
    assert again.json()["receipt_no"] == first["receipt_no"]
    assert await wrong(town, [fact_id]) == []
    assert await decide(client, town, fact_id, "release") == (409, "already_decided")


async def test_a_release_that_still_fails_leaves_it_held(
    client: httpx.AsyncClient, town: Town, fail: Fail
) -> None:
    fail(1000)
    fact_id = new_id()
    await put(client, town.guard, path_to(fact_id), report())
    assert await decide(client, town, fact_id, "release") == (409, "still_failing")
    assert len(await held(client, town, fact_id)) == 1


async def test_rejecting_is_seen_by_the_author_and_deletes_nothing(
    client: httpx.AsyncClient, town: Town, fail: Fail
) -> None:
    fail(2)
    fact_id, raw = new_id(), frozen(report())
    receipt = (await put(client, town.guard, path_to(fact_id), raw)).json()["receipt"]
    assert await decide(client, town, fact_id, "reject", "Dubblett, 0701234567") == (200, "rejected")
    seen = {name: await _rejections(client, town, name, fact_id) for name in ("guard", "colleague")}
    assert [one["body"]["reason"] for one in seen["guard"]] == ["Dubblett, [telefonnummer]"]
    assert seen["guard"][0]["body"]["receipt_no"] == receipt["receipt_no"]
    assert seen["colleague"] == []
    kept = await town.value(
        "SELECT state FROM quarantine WHERE municipality_id = $1 AND fact_id = $2", fact_id
    )
    assert kept == "rejected"
    assert (await put(client, town.guard, path_to(fact_id), raw)).json()["receipt"] == receipt


async def test_of_eight_decisions_at_once_one_counts(
    client: httpx.AsyncClient, town: Town, fail: Fail
) -> None:
    fail(2)
    fact_id = new_id()
    await put(client, town.guard, path_to(fact_id), report())
    asked = ["release", "reject"] * 4
    answers = await asyncio.gather(*(decide(client, town, fact_id, one) for one in asked))
    assert sorted(status for status, _ in answers) == [200] + [409] * 7


async def test_a_held_entry_is_released_onto_its_subject(
    client: httpx.AsyncClient, town: Town, fail: Fail
) -> None:
    subject, entry_id = new_id(), new_id()
    await put(client, town.guard, path_to(subject), report())
    fail(2)
    body = entry("status", status="resolved", occurred_at=ago(1))
    assert (await put(client, town.coordinator, path_to(subject, entry_id), body)).status_code == 202
    assert await decide(client, town, entry_id, "release") == (200, "released")
    shown = (await client.get(path_to(subject), headers=town.guard.headers)).json()
    assert (shown["status"], shown["entry_count"]) == ("resolved", 1)


async def test_a_second_body_that_is_released_gets_a_number_and_an_id_of_its_own(
    client: httpx.AsyncClient, town: Town
) -> None:
    fact_id = new_id()
    first = await put(client, town.guard, path_to(fact_id), report(note="ena"))
    await put(client, town.guard, path_to(fact_id), report(note="andra"))
    status, shown = await decided(client, town, fact_id, "release")
    assert (status, shown["state"]) == (200, "released")
    second = await client.get(path_to(UUID(shown["record_id"])), headers=town.guard.headers)
    assert second.json()["note"] == "andra"
    assert second.json()["receipt_no"] != first.json()["receipt_no"]
    more = await put(client, town.guard, path_to(UUID(shown["record_id"]), new_id()), entry("note", note="x"))
    assert more.status_code == 201


async def _rejections(
    client: httpx.AsyncClient, town: Town, name: str, fact_id: UUID
) -> list[dict[str, Any]]:
    told, _ = await read_all(client, town, name, kind="quarantine.rejected")
    return [one for one in told if one["body"]["fact_id"] == str(fact_id)]
