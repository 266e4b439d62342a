"""Lists as files for spreadsheets: the list's own rows and rights, no formulas, little memory."""

import csv
import io
import os
import tracemalloc
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from openpyxl import load_workbook  # type: ignore[import-untyped]

from api.integration.exports import service
from api.integration.exports.rules import COLUMNS, Cell, neutral
from api.integration.exports.writing import as_csv, as_excel
from api.kit.env import Settings
from tests.api.access.registering import fault, refused
from tests.api.access.town import PASSWORD, Member, Town, found
from tests.api.incidents.reports import listed, on, tell
from tests.api.operations.wire import check

EXPORTS = "/api/v1/incident-exports"
WICKED = ("=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\tx", "\rx")
SECRET = "Hemlighet"


@pytest.fixture(scope="module")
async def town(app: FastAPI, settings: Settings) -> Town:
    """A municipality."""
    return await found(app, settings.owner_database_url or "", "bergby")


@pytest.fixture(scope="module")
async def coordinator(town: Town) -> Member:
    """Who reads everything."""
    return await town.person("coordinator", organisation="Stadshuset")


@pytest.fixture
async def told(client: httpx.AsyncClient, town: Town) -> list[dict[str, Any]]:
    """Five reports over five days."""
    guard = await town.person("guard", organisation="Väktarna")
    return [
        await tell(
            client, guard, category="lighting_fault" if day == 1 else "vandalism", note=f"{SECRET} {day}",
            occurred_at=on(day), saved_at=on(day), cost_sek=100 * day, position={"lat": 58.5, "lon": 18.25},
        )
        for day in range(5)
    ]  # fmt: skip


async def export(client: httpx.AsyncClient, who: Member, **query: Any) -> httpx.Response:
    asked = await ask(client, who, **query)
    assert asked.status_code == 201, asked.text
    answer = await fetch(client, who, asked.json()["id"], **query)
    assert answer.status_code == 200, answer.text
    return answer


async def ask(client: httpx.AsyncClient, who: Member, **query: Any) -> httpx.Response:
    """Say why a file is wanted."""
    body = {"reason": "Underlag till rådet, ring 070-174 06 12."}
    return check(await client.post(EXPORTS, params=query, json=body, headers=who.headers))


async def fetch(client: httpx.AsyncClient, who: Member, confirmation: str, **query: Any) -> httpx.Response:
    """Have the file that somebody asked for."""
    asked = query | {"confirmation": confirmation}
    return check(await client.get(EXPORTS, params=asked, headers=who.headers))


def lines_of(answer: httpx.Response) -> tuple[dict[str, str], list[str], list[list[str]]]:
    """What a CSV says of itself, its head and its rows."""
    assert answer.content.startswith(b"\xef\xbb\xbf") and b"\r\n" in answer.content
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    head = lines.index([])
    return {name: value for name, value in lines[:head]}, lines[head + 1], lines[head + 2 :]


async def test_a_csv_is_the_list_with_its_filter_and_says_what_it_is(
    client: httpx.AsyncClient, coordinator: Member, told: Sequence[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "_AT_ONCE", 2)  # several pages
    asked = {"category": "vandalism", "occurred_from": on(9)}
    about, head, rows = lines_of(await export(client, coordinator, **asked))
    assert about["Kommun"] == "Bergby" and about["Urval"] == "category=vandalism"
    assert about["Period"].startswith(on(9)) and about["Uttaget"] and about["Tidszon"] == "Europe/Stockholm"
    assert [row[head.index("Id")] for row in rows] == await listed(client, coordinator, **asked)
    row = dict(zip(head, rows[0], strict=True))
    assert row["Händelse"] == "Skadegörelse" and row["Status"] == "ny" and row["Latitud"] == "58.5"
    assert row["Rapporterad av"] == "Väktarna" and row["Anteckning"].startswith(SECRET)


async def test_an_excel_file_has_the_same_rows_and_a_sheet_about_itself(
    client: httpx.AsyncClient, coordinator: Member, told: Sequence[Any]
) -> None:
    answer = await export(client, coordinator, format="xlsx", language="en", sort="occurred_at")
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["Incidents", "About this file"]
    head, *rows = book["Incidents"].iter_rows(values_only=True)
    assert [row[head.index("Id")] for row in rows] == await listed(client, coordinator, sort="occurred_at")
    costs = [row[head.index("Cost, SEK")] for row in rows]
    assert set(costs) >= {0, 100, 400} and ("Municipality", "Bergby") in set(book["About this file"].values)
    assert "attachment" in answer.headers["content-disposition"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
async def test_who_reads_no_text_gets_none(
    client: httpx.AsyncClient, town: Town, told: Sequence[Any], kind: str
) -> None:
    reader = await town.person("reader", organisation="Polisen")
    content = (await export(client, reader, format=kind)).content
    if kind == "xlsx":
        rows = [list(row) for sheet in load_workbook(io.BytesIO(content)) for row in sheet.values]
        content = str(rows).encode()
    assert told[0]["id"].encode() in content
    assert SECRET.encode() not in content and b"Anteckning" not in content
    assert refused(await ask(client, reader, q=SECRET)) == (403, "forbidden")


async def test_what_the_list_does_not_show_no_file_does(
    client: httpx.AsyncClient, app: FastAPI, settings: Settings, town: Town, told: Sequence[Any]
) -> None:
    stranger = await town.person("host", organisation="Värdarna")
    elsewhere = await found(app, settings.owner_database_url or "", "sundby")
    neighbour = await elsewhere.person("coordinator")
    for who in (stranger, neighbour):
        assert lines_of(await export(client, who))[2] == []
    assert (
        check(await client.get(EXPORTS, params={"format": "pdf"}, headers=stranger.headers)).status_code
        == 422
    )


async def test_a_person_says_why_and_has_just_that_file(
    client: httpx.AsyncClient, town: Town, coordinator: Member, told: Sequence[Any]
) -> None:
    bare = check(await client.get(EXPORTS, headers=coordinator.headers))
    assert refused(bare) == (403, "reason_needed")
    empty = await client.post(EXPORTS, json={"reason": " "}, headers=coordinator.headers)
    assert fault(check(empty)) == "body.reason"
    asked = (await ask(client, coordinator, category="vandalism")).json()
    assert refused(await fetch(client, coordinator, asked["id"])) == (409, "not_confirmed")
    other = await town.person("coordinator")
    theirs = await fetch(client, other, asked["id"], category="vandalism")
    assert refused(theirs) == (409, "not_confirmed")
    said = await town.said("confirmation.asked", UUID(asked["id"]))
    assert "Underlag till rådet" in said and "070-174" not in said
    key = await town.key("incidents.read")
    assert check(await client.get(EXPORTS, headers=key.headers)).status_code == 200
    assert refused(await ask(client, key)) == (403, "person_needed")


async def test_a_long_file_waits_for_a_second_person(
    client: httpx.AsyncClient, town: Town, told: Sequence[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MOST_ALONE", len(told) - 1)
    reader, chief = await town.person("reader"), await town.person("safety_chief", password=PASSWORD)
    asked = await ask(client, reader)
    assert (asked.status_code, asked.json()["state"]) == (202, "waiting")
    path = f"/api/v1/confirmations/{asked.json()['id']}"
    assert refused(await fetch(client, reader, asked.json()["id"])) == (409, "not_confirmed")
    waiting = check(await client.get("/api/v1/confirmations/waiting", headers=chief.headers))
    assert waiting.json() == {"count": 1}
    confirmed = check(await client.post(f"{path}/confirm", headers=chief.headers))
    assert (confirmed.status_code, confirmed.json()["state"]) == (200, "confirmed")
    _, head, rows = lines_of(await fetch(client, reader, asked.json()["id"]))
    assert {one["id"] for one in told} <= {row[head.index("Id")] for row in rows}
    waiting = check(await client.get("/api/v1/confirmations/waiting", headers=chief.headers))
    assert waiting.json() == {"count": 0}
    late = "UPDATE confirmations SET expires_at = now() WHERE municipality_id = $1 AND id = $2"
    await town.change(late, UUID(asked.json()["id"]))
    assert refused(await fetch(client, reader, asked.json()["id"])) == (409, "not_confirmed")


async def test_no_cell_is_a_formula(client: httpx.AsyncClient, town: Town, coordinator: Member) -> None:
    guard = await town.person("guard", organisation="Väktarna")
    for text in WICKED:
        await tell(client, guard, note=text, place=f"{text} place")
    _, head, rows = lines_of(await export(client, coordinator))
    cells = [row[head.index(name)] for row in rows for name in ("Anteckning", "Plats")]
    assert {f"'{text}" for text in WICKED} <= set(cells)
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)
    book = load_workbook(io.BytesIO((await export(client, coordinator, format="xlsx")).content))
    assert {cell.data_type for row in book.worksheets[0].iter_rows() for cell in row} <= {"s", "n"}


def test_what_is_harmless_stays_as_it_is() -> None:
    assert [neutral(text) for text in ("Torget", "a=b", "1-2", "")] == ["Torget", "a=b", "1-2", ""]


async def test_memory_does_not_grow_with_the_rows(tmp_path: Path, scale: int) -> None:
    about, head = [("Kommun", "Bergby")], list(COLUMNS)

    async def pages(count: int) -> AsyncIterator[Sequence[Sequence[Cell]]]:
        for _ in range(count):
            yield [[f"{place}{number}" for place in head] for number in range(1000)]

    async def peak(count: int, kind: str) -> int:
        tracemalloc.reset_peak()
        rows = pages(count)
        sent = (
            as_csv(about, head, rows) if kind == "csv" else as_excel(("a", "b"), about, head, rows, tmp_path)
        )
        async for chunk in sent:
            assert len(chunk) < 10_000_000
        return tracemalloc.get_traced_memory()[1]

    tracemalloc.start()
    try:
        for kind in ("csv", "xlsx"):
            few, many = await peak(1, kind), await peak(3 * scale, kind)
            assert many < few + 20_000_000, (kind, few, many)
    finally:
        tracemalloc.stop()
    assert os.listdir(tmp_path) == []
