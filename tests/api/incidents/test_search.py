"""Words are found in any Swedish form, wherever they were written, by who may read them."""

import asyncio
from typing import Any

import httpx
import pytest

from api.jobs.followers import catch_up
from api.kit.db import Database
from api.kit.env import Settings
from api.lists import queries
from tests.api.access.town import Town
from tests.api.incidents.conftest import People
from tests.api.incidents.reports import added, listed, page, tell


@pytest.fixture(scope="module")
async def worker(settings: Settings) -> Any:
    """A worker's connection pool."""
    database = Database(settings.worker_database_url or "", size=2)
    await database.open()
    yield database
    await database.close()


async def _follow(town: Town, worker: Database) -> None:
    await town.settled()
    for follower in town.house.followers:
        await catch_up(worker, follower)


async def test_words_are_found_by_their_stem(
    client: httpx.AsyncClient, town: Town, people: People, worker: Database
) -> None:
    said = {
        "window": "Krossade fönster på Åkerskolan, ägg kastade mot dörrarna",
        "dog": "Lös hund vid ån i Älvsjö",
        "boats": "Båtarna på Österviken har slitit sig",
    }
    ids = {name: (await tell(client, people.guard, note=note))["id"] for name, note in said.items()}
    await _follow(town, worker)
    for words, found in {
        "fönster": {"window"},
        "FÖNSTER": {"window"},
        "dörr": {"window"},
        "dörren": {"window"},
        "åkerskolan": {"window"},
        "krossad fönster": {"window"},
        "hundar": {"dog"},
        "hunden": {"dog"},
        "båt": {"boats"},
        "båten": {"boats"},
        "österviken": {"boats"},
        "ån": {"dog"},
        "katt": set(),
        "fonster": set(),
        "hund OR båt": {"dog", "boats"},
        "hund -lös": set(),
        '"krossade fönster"': {"window"},
        '"fönster krossade"': set(),
    }.items():
        hits = set(await listed(client, people.coordinator, q=words))
        assert {name for name, one in ids.items() if one in hits} == found, words


async def test_a_word_that_most_reports_have_is_found_by_walking_the_list(
    client: httpx.AsyncClient,
    town: Town,
    people: People,
    worker: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whichever way is taken, the same reports are found, page by page, with other filters beside."""
    told = [await tell(client, people.guard, note=f"Skräp vid kajen {n}") for n in range(6)]
    other = await tell(client, people.guard, note="Skräp vid kajen", category="graffiti")
    await _follow(town, worker)
    questions = ({"q": "skräp"}, {"q": "kajen skräp", "category": "graffiti"}, {"q": "skräp -kajen"})
    named = [await listed(client, people.coordinator, limit=2, **one) for one in questions]
    assert [len(found) for found in named] == [len(told) + 1, 1, 0]
    assert named[1] == [other["id"]]
    monkeypatch.setattr(queries, "_FEW", 0)
    assert [await listed(client, people.coordinator, limit=2, **one) for one in questions] == named


async def test_what_entries_and_places_say_is_found_by_the_incident(
    client: httpx.AsyncClient, town: Town, people: People, worker: Database
) -> None:
    told = await tell(client, people.guard, place="Kvarnbacken", note="Bråk")
    await added(client, people.guard, told["id"], "note", note="Lugnt efter samtal")
    await added(
        client, people.operator, told["id"], "handed_over", receiver="Fältgruppen", reference="K-4711"
    )
    await added(client, people.guard, told["id"], "correction", note="Gräl om en parkering")
    await _follow(town, worker)
    for words in ("kvarnbacken", "samtal", "fältgrupp", "K-4711", "gräl"):
        assert told["id"] in await listed(client, people.coordinator, q=words), words


async def test_a_search_narrows_with_other_filters_and_pages(
    client: httpx.AsyncClient, town: Town, people: People, worker: Database
) -> None:
    at = {"lat": 58.61, "lon": 18.21}
    ids = {
        (await tell(client, people.guard, note="Kattugglor i parken", position=at))["id"] for _ in range(3)
    }
    other = await tell(client, people.guard, note="Kattuggla", category="noise")
    await _follow(town, worker)
    assert set(await listed(client, people.coordinator, q="kattuggla")) == {*ids, other["id"]}
    assert await listed(client, people.coordinator, q="kattuggla", category="noise") == [other["id"]]
    box = {"bbox": "18.2,58.6,18.22,58.62"}
    assert set(await listed(client, people.coordinator, q="kattuggla", limit=1, **box)) == ids


async def test_a_search_finds_only_what_its_asker_sees(
    client: httpx.AsyncClient, town: Town, other_town: Town, people: People, worker: Database
) -> None:
    stranger = await other_town.person("coordinator", organisation="Stadshuset")
    here = await tell(client, people.guard, note="Sällsamheter")
    there = await tell(client, stranger, note="Sällsamheter")
    await other_town.settled()
    await _follow(town, worker)
    assert await listed(client, people.coordinator, q="sällsamhet") == [here["id"]]
    assert await listed(client, people.colleague, q="sällsamhet") == [here["id"]]
    assert await listed(client, stranger, q="sällsamhet") == [there["id"]]
    assert await listed(client, people.host, q="sällsamhet") == []


async def test_who_may_not_read_text_may_not_search_it(client: httpx.AsyncClient, people: People) -> None:
    answer = await page(client, people.reader, q="fönster")
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert "incidents.read_text" in answer.json()["detail"]


@pytest.mark.parametrize("words", ["", " ", "och", "i på", "!!!", "''", "-", "\\", "%", "a" * 200])
async def test_words_that_say_nothing_are_no_failure(
    client: httpx.AsyncClient, people: People, words: str
) -> None:
    assert (await page(client, people.coordinator, q=words)).status_code == 200


async def test_a_worker_indexes_what_is_written_meanwhile(
    client: httpx.AsyncClient, town: Town, people: People, worker: Database
) -> None:
    told = await asyncio.gather(
        *(tell(client, people.guard, note=f"Månvarg nummer {number}") for number in range(20)),
        *(_follow(town, worker) for _ in range(3)),
    )
    await _follow(town, worker)
    ids = {one["id"] for one in told if one is not None}
    assert set(await listed(client, people.coordinator, q="månvargarna")) == ids


@pytest.mark.parametrize("few", [5000, 0])
async def test_words_of_a_merged_report_find_its_case_for_who_sees_that_report(
    client: httpx.AsyncClient, town: Town, people: People, worker: Database, few: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Else somebody could ask word by word what another company's report says."""
    monkeypatch.setattr(queries, "_FEW", few)
    word = f"kolsvart{few}"
    case = (await tell(client, people.guard, note="Släckt lykta"))["id"]
    other = (await tell(client, people.host, note=f"{word} vid lekplatsen"))["id"]
    await added(client, people.coordinator, other, "merged", into=case)
    await _follow(town, worker)
    assert await listed(client, people.coordinator, q=word) == [case]
    assert await listed(client, people.host, q=word, mine=True) == [other]
    assert await listed(client, people.guard) and await listed(client, people.guard, q=word) == []
