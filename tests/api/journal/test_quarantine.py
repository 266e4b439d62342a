"""A fact whose `apply` fails is tried once more, then held with a receipt that never changes."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from api.incidents.models import store
from api.kit.db import Writes
from api.kit.ids import new_id
from tests.api.journal.holding import held
from tests.api.journal.town import Town, frozen, path_to, put, report

Fail = Callable[[int], None]


async def test_what_fails_once_succeeds_on_the_second_try(
    client: httpx.AsyncClient, town: Town, fail: Fail
) -> None:
    fail(1)
    fact_id = new_id()
    answer = await put(client, town.guard, path_to(fact_id), report())
    assert answer.status_code == 201
    assert await held(client, town, fact_id) == []


async def test_what_always_fails_is_held_with_a_receipt_that_never_changes(
    client: httpx.AsyncClient, town: Town, fail: Fail
) -> None:
    fail(1000)
    fact_id, raw = new_id(), frozen(report(note="ring 070-123 45 67"))
    answers = await asyncio.gather(*(put(client, town.guard, path_to(fact_id), raw) for _ in range(8)))
    answers += [await put(client, town.guard, path_to(fact_id), raw)]
    assert {answer.status_code for answer in answers} == {202}
    receipts = [answer.json()["receipt"] for answer in answers]
    assert receipts[0]["complete"] is False
    assert "quarantined" in receipts[0]["flags"]
    assert receipts == [receipts[0]] * 9
    (one,) = await held(client, town, fact_id)
    assert (one["reason"], one["error"]) == ("apply_failed", "RuntimeError")
    assert one["body"]["note"] == "ring [telefonnummer]"
    recorded = "SELECT count(*) FROM journal WHERE municipality_id = $1 AND id = $2"
    assert await town.value(recorded, fact_id) == 0


async def test_a_value_the_database_cannot_take_is_a_failure_and_does_not_pass(
    client: httpx.AsyncClient, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(writes: Writes, row: dict[str, Any]) -> None:
        store(writes, {**row, "cost_sek": "forty"})

    monkeypatch.setattr("api.incidents.service.store", faulty)
    fact_id = new_id()
    answer = await put(client, town.guard, path_to(fact_id), report())
    assert answer.status_code == 202
    (one,) = await held(client, town, fact_id)
    assert one["error"] == "DataError"


async def test_an_error_that_a_reaction_swallows_is_no_success(
    client: httpx.AsyncClient, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL answers COMMIT of a failed transaction with a quiet ROLLBACK."""

    async def reaction(tx: Any, _record: Any) -> None:
        try:
            await tx.connection.execute("SELECT 1 / 0")
        except Exception:
            return

    monkeypatch.setitem(town.journal.kinds.reactions, "incident.reported", [reaction])
    fact_id = new_id()
    answer = await put(client, town.guard, path_to(fact_id), report())
    assert (answer.status_code, answer.json()["receipt"]["flags"]) == (202, ["quarantined"])
    assert len(await held(client, town, fact_id)) == 1


async def test_only_who_reviews_sees_and_decides(client: httpx.AsyncClient, town: Town, fail: Fail) -> None:
    fail(2)
    fact_id = new_id()
    await put(client, town.guard, path_to(fact_id), report())
    (one,) = await held(client, town, fact_id)
    for person in (town.guard, town.reader, town.admin):
        path = f"/api/v1/quarantine/{one['id']}/release"
        answers = [
            await client.get("/api/v1/quarantine", headers=person.headers),
            await client.post(path, json={"reason": "för att"}, headers=person.headers),
        ]
        assert [answer.status_code for answer in answers] == [403, 403]
