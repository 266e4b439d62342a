"""Several reports are one case: none is lost, none is counted twice, and every reporter hears of it."""

import asyncio
import random
from typing import Any
from uuid import UUID

import httpx

from api.journal.rebuilding import rebuild_municipality
from api.kit.ids import new_id
from tests.api.access.town import Town
from tests.api.incidents.conftest import People
from tests.api.incidents.reports import add, added, listed, read, tell


async def merge(client: httpx.AsyncClient, people: People, one: str, into: str) -> int:
    """Merge a report into another; the answer's status, 202 when it has no effect."""
    return (await add(client, people.coordinator, one, "merged", into=into)).status_code


async def part(client: httpx.AsyncClient, people: People, one: str, into: str) -> int:
    return (await add(client, people.coordinator, one, "unmerged", into=into)).status_code


async def two(client: httpx.AsyncClient, people: People) -> tuple[str, str]:
    """A guard's and a host's report of the same thing."""
    first = await tell(client, people.guard, category="lighting_fault", note="Lampan är trasig.")
    second = await tell(client, people.host, category="lighting_fault", note="Det är mörkt här.")
    return first["id"], second["id"]


async def test_one_case_in_the_lists_with_both_reports_in_it(
    client: httpx.AsyncClient, town: Town, people: People
) -> None:
    case, other = await two(client, people)
    assert await merge(client, people, other, case) == 201
    shown = await listed(client, people.coordinator)
    assert case in shown and other not in shown
    detail = await read(client, people.coordinator, case)
    assert detail["report_count"] == 2
    assert [(one["id"], one["note"]) for one in detail["reports"]] == [(other, "Det är mörkt här.")]
    assert [(one["kind"], one["report"]) for one in detail["entries"]] == [("report_joined", other)]
    assert detail["entries"][0]["author"]["name"] == "Sam Ordnare"
    merged = await read(client, people.coordinator, other)
    assert merged["merged_into"] == case and merged["entries"][0]["kind"] == "merged"
    assert await part(client, people, other, case) == 201
    assert {case, other} <= set(await listed(client, people.coordinator))
    assert (await read(client, people.coordinator, case))["reports"] == []


async def test_every_reporter_hears_what_became_of_it(client: httpx.AsyncClient, people: People) -> None:
    case, other = await two(client, people)
    await merge(client, people, other, case)
    assert other in await listed(client, people.host, mine=True)
    await added(client, people.technician, case, "fixed")
    told = await read(client, people.host, other)
    assert told["case"]["status"] == "resolved" and told["case"]["fixed_at"] is not None
    assert told["changed_at"] == (await read(client, people.coordinator, case))["changed_at"]
    assert (await client.get(f"/api/v1/incidents/{case}", headers=people.host.headers)).status_code == 404
    page = (await client.get("/api/v1/incidents?mine=true", headers=people.host.headers)).json()
    assert next(one for one in page["items"] if one["id"] == other)["case"] == told["case"]


async def test_what_cannot_be_merged_stands_without_effect(
    client: httpx.AsyncClient, people: People, other_town: Town
) -> None:
    case, other = await two(client, people)
    third, fourth = await two(client, people)
    await merge(client, people, other, case)
    stranger = await other_town.person("guard", organisation="X")
    foreign = (await tell(client, stranger))["id"]
    for one, into in (
        (case, case),  # with itself
        (case, other),  # a ring
        (case, third),  # it has reports
        (third, other),  # the other is part of a case
        (other, third),  # it is part of one already
        (third, foreign),  # not of this municipality
        (third, str(new_id())),  # not here
    ):
        assert await merge(client, people, one, into) == 202, (one, into)
    assert await part(client, people, third, case) == 202
    assert {case, third, fourth} <= set(await listed(client, people.coordinator))
    refused = (await read(client, people.coordinator, third))["entries"]
    assert [one["effective"] for one in refused] == [False] * 4
    assert (await read(client, people.coordinator, case))["report_count"] == 2
    early, later = new_id(), await tell(client, people.guard)
    assert await merge(client, people, str(early), later["id"]) == 202
    await tell(client, people.guard, incident_id=early)
    assert {str(early), later["id"]} <= set(await listed(client, people.coordinator))


async def test_only_who_manages_incidents_merges(client: httpx.AsyncClient, people: People) -> None:
    case, other = await two(client, people)
    assert (await add(client, people.guard, case, "merged", into=other)).status_code == 403


async def test_a_case_that_its_author_replaces_keeps_the_others_in_sight(
    client: httpx.AsyncClient, people: People
) -> None:
    case, other = await two(client, people)
    await merge(client, people, other, case)
    await tell(client, people.guard, replaces=case)
    assert case in await listed(client, people.coordinator)
    await part(client, people, other, case)
    shown = await listed(client, people.coordinator)
    assert case not in shown and other in shown


async def test_merging_all_at_once_never_hides_everything_and_survives_a_rebuild(
    client: httpx.AsyncClient, town: Town, people: People, scale: int
) -> None:
    """Merges and partings among a few reports, many at a time: whatever stands, all is in sight."""
    chance = random.Random(7)
    ids = [(await tell(client, people.guard))["id"] for _ in range(6)]
    for _ in range(5 * scale):
        acts = [(chance.choice((merge, merge, part)), *chance.sample(ids, 2)) for _ in range(12)]
        await asyncio.gather(*(act(client, people, one, into) for act, one, into in acts))
        await _all_in_sight(client, people, ids)
    before = await _stories(client, people, ids)
    await rebuild_municipality(town.house.journal, town.id)
    assert await _stories(client, people, ids) == before


async def _stories(client: httpx.AsyncClient, people: People, ids: list[str]) -> list[Any]:
    return [await read(client, people.coordinator, one) for one in ids]


async def _all_in_sight(client: httpx.AsyncClient, people: People, ids: list[str]) -> None:
    shown = [one for one in await listed(client, people.coordinator) if one in ids]
    details = await _stories(client, people, shown)
    reports = [one["id"] for detail in details for one in detail["reports"]]
    assert sorted(shown + reports) == sorted(ids)
    assert sum(detail["report_count"] for detail in details) == len(ids)
    assert all(UUID(one) for one in reports)
