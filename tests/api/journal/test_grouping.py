"""What waits together is recorded together, and nobody's fact fails for another's."""

import asyncio
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import pytest

from api.access.actors import Credential
from api.incidents import models
from api.journal import grouping
from api.journal.grouping import MOST_AT_ONCE, MOST_TOGETHER, Groups
from api.kit.db import Writes
from api.kit.errors import Problem
from api.kit.ids import new_id
from tests.api.journal.projections import wrong
from tests.api.journal.town import Town, entry, path_to, put, report

TOWN = UUID(int=7)
SENDER = Credential(TOWN, b"")
TRANSACTIONS = "SELECT count(DISTINCT txid) FROM journal WHERE municipality_id = $1 AND subject_id = ANY($2)"


class Clerk:
    """Records nothing, but notes what it was handed, and lets go when it is told to."""

    def __init__(self, failing: Exception | None = None) -> None:
        self.groups: list[list[Any]] = []
        self.alone: list[Any] = []
        self.begun: list[Any] = []
        self.open, self.at_once, self.most_at_once = asyncio.Event(), 0, 0
        self.failing = failing

    async def one(self, fact: Any, _sender: Any) -> Any:
        self.alone.append(fact)
        self.begun.append(fact)
        return await self._work([fact])

    async def many(self, pairs: Sequence[Any]) -> Any:
        self.groups.append([fact for fact, _ in pairs])
        self.begun += self.groups[-1]
        if self.failing is not None:
            raise self.failing
        return await self._work([fact for fact, _ in pairs])

    async def _work(self, facts: list[Any]) -> Any:
        self.at_once += 1
        self.most_at_once = max(self.at_once, self.most_at_once)
        await self.open.wait()
        self.at_once -= 1
        return facts if len(facts) > 1 else facts[0]


def fact(*subjects: int, number: int = 0, town: UUID = TOWN) -> Any:
    named = tuple(UUID(int=one) for one in subjects)
    return SimpleNamespace(id=UUID(int=number or subjects[0]), subjects=named, municipality_id=town)


async def answered(clerk: Clerk, facts: Sequence[Any]) -> list[Any]:
    groups = Groups(clerk.one, clerk.many)
    tasks = [asyncio.create_task(groups.submit(one, SENDER)) for one in facts]
    for _ in range(3):  # turns of the loop: they arrive, they are taken, their transaction begins
        await asyncio.sleep(0)
    clerk.open.set()
    return await asyncio.gather(*tasks, return_exceptions=True)


async def test_what_comes_in_one_turn_goes_together() -> None:
    clerk, facts = Clerk(), [fact(number) for number in range(1, 201)]
    assert await answered(clerk, facts) == facts
    assert [len(group) for group in clerk.groups] == [MOST_TOGETHER] * 3 + [200 - 3 * MOST_TOGETHER]
    assert (clerk.alone, clerk.most_at_once) == ([], MOST_AT_ONCE)


async def test_a_lone_fact_waits_for_no_company() -> None:
    clerk = Clerk()
    groups = Groups(clerk.one, clerk.many)
    clerk.open.set()
    for number in range(1, 5):
        assert await groups.submit(one := fact(number), SENDER) == one
    assert (len(clerk.alone), clerk.groups) == (4, [])


async def test_a_subject_stands_once_in_a_group_and_its_facts_keep_their_order() -> None:
    facts = [fact(1 + number % 7, 100 + number % 3, number=1000 + number) for number in range(60)]
    clerk = Clerk()
    assert await answered(clerk, facts) == facts
    for group in clerk.groups:
        named = [subject for one in group for subject in one.subjects]
        assert len(named) == len(set(named))
    about_one = [one for one in facts if one.subjects[0] == UUID(int=1)]
    assert [one for one in clerk.begun if one in about_one] == about_one


async def test_municipalities_do_not_wait_for_one_another() -> None:
    facts = [fact(number, town=UUID(int=number)) for number in range(1, 21)]
    clerk = Clerk()
    assert await answered(clerk, facts) == facts
    assert (len(clerk.alone), clerk.groups) == (20, [])


async def test_a_group_that_fails_goes_one_by_one() -> None:
    facts = [fact(number) for number in range(1, 12)]
    for failing in (RuntimeError(), Problem(403, "forbidden", ""), asyncpg.DeadlockDetectedError()):
        clerk = Clerk(failing)
        assert await answered(clerk, facts) == facts
        assert len(clerk.alone) == len(facts)


async def test_while_the_database_is_away_nobody_waits_for_another_s_attempt() -> None:
    clerk = Clerk(asyncpg.ConnectionDoesNotExistError())
    answers = await answered(clerk, [fact(number) for number in range(1, 12)])
    assert (clerk.alone, answers) == ([], [clerk.failing] * 11)


async def test_when_too_many_wait_the_next_is_told_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grouping, "MOST_WAITING", 5)
    answers = await answered(Clerk(), [fact(number) for number in range(1, 11)])
    told = [answer for answer in answers if isinstance(answer, Problem)]
    assert [(one.status, one.code, one.headers) for one in told] == [(503, "busy", {"Retry-After": "2"})] * 5


async def test_a_sender_that_hangs_up_has_its_fact_recorded_and_keeps_nobody_waiting() -> None:
    clerk, facts = Clerk(), [fact(number) for number in range(1, 8)]
    groups = Groups(clerk.one, clerk.many)
    tasks = [asyncio.create_task(groups.submit(one, SENDER)) for one in facts]
    await asyncio.sleep(0)
    tasks[4].cancel()
    clerk.open.set()
    answers = await asyncio.gather(*tasks, return_exceptions=True)
    assert answers[:4] + answers[5:] == facts[:4] + facts[5:]
    assert clerk.groups == [facts]


async def test_a_hundred_reports_at_once_share_transactions_and_each_has_its_receipt(
    client: httpx.AsyncClient, town: Town
) -> None:
    ids = [new_id() for _ in range(100)]
    answers = await asyncio.gather(*(put(client, town.guard, path_to(one), report()) for one in ids))
    assert [(answer.status_code, answer.json()["receipt"]["id"]) for answer in answers] == [
        (201, str(one)) for one in ids
    ]
    assert len({answer.json()["receipt"]["receipt_no"] for answer in answers}) == 100
    assert await town.value(TRANSACTIONS, ids) < 50
    assert await wrong(town, ids) == []


async def test_in_one_burst_each_gets_the_answer_it_would_have_got_alone(
    client: httpx.AsyncClient, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    def store(writes: Writes, row: dict[str, Any]) -> None:
        if row["place"] == "Giftskåpet":
            raise RuntimeError
        models.store(writes, row)

    monkeypatch.setattr("api.incidents.service.store", store)
    standing, late, body = new_id(), new_id(), report()
    assert (await put(client, town.guard, path_to(standing), body)).status_code == 201
    good = [new_id() for _ in range(30)]
    burst = [
        *((201, town.guard, path_to(one), report()) for one in good[:15]),
        (403, town.reader, path_to(new_id()), report()),
        (200, town.guard, path_to(standing), body),
        (409, town.guard, path_to(standing), report(place="Annan plats")),
        (202, town.guard, path_to(new_id()), report(place="Giftskåpet")),
        (202, town.coordinator, path_to(late, new_id()), entry("status", status="triaged")),
        *((201, town.guard, path_to(one), report()) for one in good[15:]),
        (201, town.coordinator, path_to(standing, new_id()), entry("note", note="Mer")),
    ]
    answers = await asyncio.gather(*(put(client, person, path, sent) for _, person, path, sent in burst))
    assert [answer.status_code for answer in answers] == [status for status, *_ in burst]
    assert "quarantined" in answers[18].json()["receipt"]["flags"]
    assert await wrong(town, [standing, *good]) == []


async def test_an_entry_and_its_report_in_one_burst_end_as_one_after_the_other(
    client: httpx.AsyncClient, town: Town
) -> None:
    ids = [new_id() for _ in range(20)]
    sent = [
        put(client, town.coordinator, path_to(one, new_id()), entry("status", status="triaged"))
        for one in ids
    ]
    sent += [put(client, town.guard, path_to(one), report()) for one in ids]
    answers = await asyncio.gather(*sent)
    assert {answer.status_code for answer in answers} <= {201, 202}
    assert await wrong(town, ids) == []
    triaged = "SELECT count(*) FROM incidents WHERE municipality_id = $1 AND id = ANY($2) AND entries = 1"
    assert await town.value(triaged, ids) == 20
