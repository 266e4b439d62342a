"""The police's events through the journal: every valid line once, with its source told and kept apart."""

import gzip
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from api.commands import Bench, CommandFailed, import_police_events
from tests.api.journal.town import Town, settle
from tests.databases import Addresses

SAMPLE = Path("api/integration/police/sample.jsonl")
CONTENT = SAMPLE.read_bytes()
REAL = Path("../shared/data/police-events-2023-2024.jsonl.gz")
LIST = "/api/v1/incidents"


@pytest.fixture(scope="module")
async def town(app: FastAPI, database: Addresses) -> Town:
    """The municipality that most of the sample's places name."""
    return await settle(app, database.owner_url, "ljusvik")


@pytest.fixture(scope="module")
async def other_town(app: FastAPI, database: Addresses) -> Town:
    """The other one."""
    return await settle(app, database.owner_url, "granby")


@pytest.fixture(scope="module")
async def empty_town(app: FastAPI, database: Addresses) -> Town:
    """One that no place names, for lines of a test's own."""
    return await settle(app, database.owner_url, "sundby")


@pytest.fixture
def bench(app: FastAPI, database: Addresses) -> Bench:
    """What the command works with."""
    return Bench(app.state.house, database.owner_url)


@pytest.fixture(scope="module")
async def first(app: FastAPI, database: Addresses, town: Town, other_town: Town) -> str:
    """The report of the first import, each line to its own municipality."""
    return await import_police_events(Bench(app.state.house, database.owner_url), SAMPLE, None)


def line(number: int, **fields: Any) -> dict[str, Any]:
    """One event of the feed."""
    return {
        "id": number, "datetime": "2024-06-03 11:15:00 +02:00", "name": "03 juni 9.30, Stöld, Sundby",
        "summary": "En cykel.", "url": f"/aktuellt/handelser/{number}/", "type": "Stöld",
        "location": {"name": "Sundby", "gps": "58.55,18.05"}, **fields,
    }  # fmt: skip


def written(folder: Path, *events: Mapping[str, Any]) -> Path:
    """A file of them."""
    file = folder / "events.jsonl"
    file.write_text("".join(json.dumps(one) + "\n" for one in events))
    return file


async def listed(client: httpx.AsyncClient, town: Town, **wanted: str) -> list[dict[str, Any]]:
    """What the coordinator's list shows."""
    headers = town.coordinator.headers
    answer = await client.get(LIST, params={"limit": "200", **wanted}, headers=headers)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def test_each_line_goes_to_the_municipality_it_names(first: str, town: Town, other_town: Town) -> None:
    lines = first.splitlines()
    counts = "SELECT count(*) FROM journal WHERE municipality_id = $1 AND source = 'police'"
    here, there = await town.value(counts), await other_town.value(counts)
    assert here > there > 0
    assert lines[0] == f"61 lines: {here + there} imported, 0 known before"
    assert lines[1] == f"{55 - here - there} of 2 places that are no municipality here"
    assert lines[2] == "6 bad lines"
    assert [each.split(":")[0] for each in lines[3:]] == [f"line {n}" for n in (8, 16, 24, 32, 40, 48)]


async def test_a_second_run_imports_nothing(first: str, bench: Bench, town: Town, tmp_path: Path) -> None:
    packed = tmp_path / "sample.jsonl.gz"
    packed.write_bytes(gzip.compress(CONTENT, mtime=0))
    told = await import_police_events(bench, packed, None)
    assert " 0 imported" in told and " 0 known" not in told


async def test_the_police_are_read_by_their_name_only(
    client: httpx.AsyncClient, first: str, town: Town
) -> None:
    assert await listed(client, town) == []
    assert await listed(client, town, bbox="17,58,19,59") == []
    assert await listed(client, town, source="police", bbox="17,58,19,59") == []
    shown = await listed(client, town, source="police")
    assert len(shown) > 20
    assert {one["source"] for one in shown} == {"police"}
    assert all(one["position"] is None and one["area_id"] is None for one in shown)
    assert {one["precision"] for one in shown} == {"municipality"}


async def test_times_and_source_are_kept(
    client: httpx.AsyncClient, bench: Bench, empty_town: Town, tmp_path: Path
) -> None:
    events = (
        line(1, datetime="2024-01-01 5:48:41 +01:00", name="31 december 23.24, Stöld, Sundby"),
        line(2, location={"name": "Sundby län", "gps": "58.60,18.30"}),
        line(3, type="Sammanfattning natt", name="03 juni 9.30, Sammanfattning natt, Sundby"),
        line(4, type="Något nytt"),
    )
    await import_police_events(bench, written(tmp_path, *events), "sundby")
    shown = {one["external"]["id"]: one for one in await listed(client, empty_town, source="police")}
    assert shown["1"]["occurred_at"] == "2023-12-31T22:24:00.000Z"
    assert shown["1"]["external"]["published_at"] == "2024-01-01T04:48:41.000Z"
    assert shown["1"]["category"] == "theft"
    assert shown["1"]["external"]["url"] == "https://polisen.se/aktuellt/handelser/1/"
    assert [shown[n]["precision"] for n in ("1", "2")] == ["municipality", "county"]
    assert [shown[n]["category"] for n in ("3", "4")] == ["summary", "other"]
    kit = await client.get("/api/v1/field-kit", headers=empty_town.guard.headers)
    assert "summary" not in {one["slug"] for one in kit.json()["categories"]}


async def test_telephone_numbers_are_masked(
    client: httpx.AsyncClient, bench: Bench, empty_town: Town, tmp_path: Path
) -> None:
    summary = "Tips till Kalle på 0722-31 39 41, annars 114 14."
    await import_police_events(bench, written(tmp_path, line(20, summary=summary)), "sundby")
    shown = next(
        one for one in await listed(client, empty_town, source="police") if one["external"]["id"] == "20"
    )
    assert "0722" not in json.dumps(shown) and "39 41" not in shown["note"]
    assert shown["note"].startswith("Tips till Kalle på ")
    one = (await client.get(f"{LIST}/{shown['id']}", headers=empty_town.coordinator.headers)).json()
    stored = "SELECT string_agg(body::text, '') FROM journal_bodies WHERE municipality_id = $1"
    assert "31 39 41" not in json.dumps(one) + await empty_town.value(stored)
    assert await empty_town.value("SELECT max(masked) FROM journal WHERE municipality_id = $1") == 1


async def test_the_same_event_with_other_words_is_known(
    client: httpx.AsyncClient, bench: Bench, empty_town: Town, tmp_path: Path
) -> None:
    told = [
        await import_police_events(bench, written(tmp_path, line(30, summary=summary)), "sundby")
        for summary in ("Först.", "Sedan ändrat.")
    ]
    assert told == ["1 lines: 1 imported, 0 known before", "1 lines: 0 imported, 1 known before"]
    twice = written(tmp_path, line(31), line(31, summary="Igen."))
    assert await import_police_events(bench, twice, "sundby") == "2 lines: 1 imported, 1 known before"
    notes = {one["external"]["id"]: one["note"] for one in await listed(client, empty_town, source="police")}
    assert notes["30"] == "Först."


async def test_a_large_file_comes_in_transactions_that_locks_suffice_for(
    client: httpx.AsyncClient, bench: Bench, town: Town, tmp_path: Path
) -> None:
    events = (line(number) for number in range(10_000, 11_201))
    told = await import_police_events(bench, written(tmp_path, *events), "ljusvik")
    assert told.startswith("1201 lines: 1201 imported")
    sizes = "SELECT max(n) FROM (SELECT count(*) n FROM journal WHERE municipality_id = $1 GROUP BY txid) t"
    assert await town.value(f"{sizes} WHERE n > 400") == 500


async def test_imported_records_are_in_the_feed_with_their_receipts(
    client: httpx.AsyncClient, first: str, other_town: Town
) -> None:
    await other_town.settled()
    asked = {"kind": "incident.reported", "limit": "200"}
    answer = await client.get("/api/v1/journal", params=asked, headers=other_town.coordinator.headers)
    police = [one for one in answer.json()["items"] if one["source"] == "police"]
    shown = await listed(client, other_town, source="police")
    assert {one["subject_id"] for one in police} == {one["id"] for one in shown} != set()
    assert all(one["receipt_no"] for one in police)


@pytest.mark.parametrize(
    "content",
    [b"\x1f\x8b", b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + b"\xff" * 40, gzip.compress(b"x" * 99, mtime=0)[:-9]],
)
async def test_a_broken_archive_is_told(bench: Bench, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "broken.gz"
    file.write_bytes(content)
    with pytest.raises(CommandFailed, match="cannot be read"):
        await import_police_events(bench, file, None)


@pytest.mark.skipif(not REAL.exists(), reason="the real file does not lie beside the repository")
async def test_the_real_file_comes_in_whole_and_once(
    app: FastAPI, bench: Bench, database: Addresses, scale: int
) -> None:
    if scale == 1:
        pytest.skip("takes half a minute: `make torture` does it")
    whole = await settle(app, database.owner_url, "norrby")
    assert (await import_police_events(bench, REAL, "norrby")).startswith("44954 lines: 44954 imported")
    assert " 0 imported, 44954 known" in await import_police_events(bench, REAL, "norrby")
    count = "SELECT count(*) FROM incidents WHERE municipality_id = $1 AND source = 'police'"
    assert await whole.value(count) == 44_954
