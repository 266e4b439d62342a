"""Nothing of Granby comes out to anybody of Ljusvik, and no text to who may not read text."""

from collections import Counter

import httpx
import pytest
from fastapi import FastAPI

from api.access.permissions import KEY_SCOPES, Permission, Role
from api.jobs.followers import catch_up
from api.kit.db import Database
from api.kit.env import Settings
from tests.authorisation.canaries import fill, held, text_of, tokens
from tests.authorisation.crawling import crawl, cursors_of, questions, streamed
from tests.authorisation.world import Side
from tests.databases import Addresses

WHO = [*map(str, Role), "nobody", "device", "key"]
Asked = list[tuple[str, dict[str, str]]]


@pytest.fixture(scope="module")
async def searchable(app: FastAPI, settings: Settings, ljusvik: Side, granby: Side) -> None:
    """Both sides as the worker leaves them: every report can be searched."""
    worker = Database(settings.worker_database_url or "", size=2)
    await worker.open()
    for follower in app.state.house.followers:
        await catch_up(worker, follower)
    await worker.close()


@pytest.fixture(scope="module")
async def asked(ljusvik: Side, granby: Side, searchable: None) -> Asked:
    """Every question that somebody of Ljusvik may think of, who knows Granby's ids."""
    cursors: dict[str, str] = {}
    for who in ("coordinator", "admin", "technician"):
        cursors |= await cursors_of(granby, who)
    return list(questions(ljusvik, granby, cursors))


@pytest.fixture(scope="module")
async def canaries(database: Addresses, ljusvik: Side, granby: Side, asked: Asked) -> dict[str, set[str]]:
    """What stands in Granby's columns and nowhere in Ljusvik's."""
    await fill(database, granby.town.id)
    theirs = await held(database, granby.town.id)
    # What fills a column may tell the column's name.
    ours = {column.partition(".")[2] for column in theirs}
    ours |= set().union(*(await held(database, ljusvik.town.id)).values())
    return {column: found - ours for column, found in theirs.items()}


def _leaks(answer: httpx.Response, question: str, wanted: set[str]) -> set[str]:
    """What of `wanted` an answer tells, but for what was in the question."""
    told = text_of(answer.content, answer.headers.get("content-type", "").partition(";")[0])
    return (tokens(f"{told} {answer.headers}") & wanted) - tokens(question)


async def test_granby_s_own_people_are_told_of_what_is_planted(
    ljusvik: Side, granby: Side, asked: Asked
) -> None:
    """The tester is proved: the same questions, asked by those whose it is, bring all kinds of it."""
    seen = Counter[str]()
    for who in ("coordinator", "technician", "admin"):
        async for question, answer in crawl(granby, who, asked):
            if _leaks(answer, "", {granby.word, granby.secret}):
                seen[question.replace("/api/v1", "").split(" ")[0].split("/")[1]] += 1
    assert set(seen) >= {
        "incidents", "incident-exports", "journal", "ogc", "triage", "quarantine", "field-kit", "people",
        "organisations", "areas", "sites", "checkpoints", "categories", "keys", "webhooks", "views",
        "settings",
    }  # fmt: skip


def test_something_is_planted_in_every_column(canaries: dict[str, set[str]]) -> None:
    assert {column for column, found in canaries.items() if not found} == set()


@pytest.mark.parametrize("who", WHO)
async def test_nothing_of_granby_comes_out(
    app: FastAPI, ljusvik: Side, asked: Asked, canaries: dict[str, set[str]], who: str
) -> None:
    wanted, answers = set().union(*canaries.values()), 0
    async for question, answer in crawl(ljusvik, who, asked):
        answers += 1
        assert answer.status_code < 500, question
        assert _leaks(answer, question, wanted) == set(), question
    if who not in ("nobody", "device", "admin"):
        assert tokens(await streamed(app.state.house, ljusvik, who)) & wanted == set()
    assert answers > 300


@pytest.mark.parametrize("who", ["reader", "textless key"])
async def test_no_text_comes_out_to_who_may_not_read_text(
    app: FastAPI, ljusvik: Side, granby: Side, searchable: None, who: str
) -> None:
    scopes = sorted(KEY_SCOPES - {Permission.INCIDENTS_READ_TEXT, Permission.QUARANTINE_REVIEW})
    ljusvik.people["textless key"] = await ljusvik.town.key(*scopes)
    asked = list(questions(ljusvik, ljusvik, await cursors_of(ljusvik, who)))
    for reading, expected in (("coordinator", True), (who, False)):
        told = 0
        async for question, answer in crawl(ljusvik, reading, asked):
            found = _leaks(answer, question, {ljusvik.secret})
            assert expected or not found, question
            told += bool(found)
        assert (told > 20) is expected
        assert (ljusvik.secret in await streamed(app.state.house, ljusvik, reading)) is expected
