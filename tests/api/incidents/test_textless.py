"""Without incidents.read_text: no note, place, entry text, photo or search, in any representation."""

import hashlib
import io
import zipfile
from typing import Any
from uuid import UUID

import httpx
import orjson
import pytest

from api.kit.ids import new_id
from tests.api.access.town import Member, Town
from tests.api.incidents.conftest import People
from tests.api.incidents.reports import (
    GEOJSON,
    INCIDENTS,
    add,
    added,
    ago,
    listed,
    page,
    put,
    read,
    report,
    tell,
)

SECRET = "Hemlighet"
NEAR = {"category": "lighting_fault", "lat": "58.55", "lon": "18.05"}
NEAR_REPORT: dict[str, Any] = {"category": "lighting_fault", "position": {"lat": 58.5501, "lon": 18.05}}


def _words(number: int) -> str:
    return f"{SECRET} {number}"


@pytest.fixture(scope="module")
async def incident(app: Any, settings: Any, town: Town, people: People) -> dict[str, Any]:
    """A report with a secret in every field somebody writes in, and in every kind of entry."""
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url=settings.public_origin) as client:
        photo = {"id": str(new_id()), "sha256": hashlib.sha256(b"x").hexdigest()}
        photo |= {"media_type": "image/jpeg", "size": 1}  # type: ignore[dict-item]
        told = await tell(
            client, people.guard, place=_words(1), note=_words(2), attachments=[photo],
            category="lighting_fault", position={"lat": 58.55, "lon": 18.05},
        )  # fmt: skip
        entries: list[tuple[Member, str, dict[str, Any]]] = [
            (people.guard, "note", {"note": _words(3)}),
            (people.guard, "correction", {"note": _words(4), "place": _words(5), "reason": _words(6)}),
            (people.coordinator, "status", {"status": "triaged", "reason": _words(7)}),
            (people.guard, "summoned", {"summoned": ["police"], "note": _words(8)}),
            (people.coordinator, "assigned", {"person_id": str(people.loner.id), "note": _words(9)}),
            (people.coordinator, "handed_over", {"receiver": _words(10), "reference": _words(11)}),
            (people.coordinator, "note", {"note": _words(12)}),
            (people.technician, "fixed", {"note": _words(13)}),
        ]  # fmt: skip
        for who, kind, fields in entries:
            await added(client, who, told["id"], kind, **fields)
        other = await tell(client, people.host, place=_words(18), note=_words(19), **NEAR_REPORT)
        await add(client, people.coordinator, other["id"], "merged", into=told["id"], note=_words(25))
        response = {"action": "cpr", "started_at": ago(), "before_rescue_service": True, "whom": _words(16)}
        position = {"lat": 58.5, "lon": 18.0, "floor": _words(17)}
        newer = report(v=2, note=_words(14), story=_words(15), position=position, first_response=[response])
        await client.put(f"{INCIDENTS}/{new_id()}", json=newer, headers=people.guard.headers)
        await town.settled()
        return await read(client, people.coordinator, told["id"])


async def _everything(client: httpx.AsyncClient, who: Member, incident_id: str) -> list[httpx.Response]:
    """Every representation an incident has."""
    return [
        await page(client, who, limit=200),
        await page(client, who, limit=200, headers=GEOJSON),
        await client.get(f"{INCIDENTS}/{incident_id}", headers=who.headers),
        await client.get("/api/v1/journal", params={"limit": 200}, headers=who.headers),
        await client.get(f"{INCIDENTS}/similar", params=NEAR | {"occurred_at": ago(60)}, headers=who.headers),
    ]


async def _gis_and_files(client: httpx.AsyncClient, who: Member, incident_id: str) -> list[bytes]:
    """What other programs are given of it: features, and files whose parts are unpacked."""
    features = "/ogc/collections/incidents/items"
    files = [{"format": kind, "language": language} for kind in ("csv", "xlsx") for language in ("sv", "en")]
    answers = [
        await client.get(features, headers=who.headers),
        await client.get(f"{features}/{incident_id}", headers=who.headers),
        *[await client.get("/api/v1/incident-exports", params=one, headers=who.headers) for one in files],
    ]
    assert [one.status_code for one in answers] == [200] * 6
    return [part for one in answers for part in _unpacked(one.content)]


def _unpacked(content: bytes) -> list[bytes]:
    if not content.startswith(b"PK"):
        return [content]
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return [book.read(name) for name in book.namelist()]


async def test_the_secret_is_there_for_who_reads_text(
    client: httpx.AsyncClient, people: People, incident: dict[str, Any]
) -> None:
    answers = await _everything(client, people.coordinator, incident["id"])
    assert all(SECRET in answer.text for answer in answers)
    everything = " ".join(answer.text for answer in answers)
    for number in range(1, 17):
        assert _words(number) in everything, number


@pytest.mark.parametrize("kind", ["reader", "key"])
async def test_none_of_it_is_there_for_who_does_not(
    client: httpx.AsyncClient, town: Town, people: People, incident: dict[str, Any], kind: str
) -> None:
    key = await town.key("incidents.read", "journal.read")
    who = people.reader if kind == "reader" else key
    for answer in await _everything(client, who, incident["id"]):
        assert answer.status_code == 200
        assert incident["id"] in answer.text
        assert SECRET not in answer.text
        names = set(_names(orjson.loads(answer.content)))
        assert not names & {
            "note",
            "place",
            "reason",
            "receiver",
            "reference",
            "attachments",
            "title",
            "story",
        }


def _names(node: Any) -> list[str]:
    if isinstance(node, dict):
        return [*node, *(name for part in node.values() for name in _names(part))]
    return [name for part in node for name in _names(part)] if isinstance(node, list) else []


async def test_neither_gis_nor_files_nor_the_desk_s_queue_tell_more(
    client: httpx.AsyncClient, town: Town, people: People, incident: dict[str, Any]
) -> None:
    scopes = ("incidents.read", "ogc.read", "incidents.manage", "quarantine.review")
    told = await _gis_and_files(client, await town.key(*scopes, "incidents.read_text"), incident["id"])
    assert sum(SECRET.encode() in part for part in told) >= 6
    textless = await town.key(*scopes)
    assert all(SECRET.encode() not in one for one in await _gis_and_files(client, textless, incident["id"]))
    await tell(client, people.guard, note=_words(26), occurred_at=ago(60), **NEAR_REPORT)
    queue = await client.get("/api/v1/triage", headers=textless.headers)
    assert queue.json()["items"][-1]["similar"] and SECRET not in queue.text
    held = await client.get("/api/v1/quarantine", headers=textless.headers)
    assert (held.status_code, held.json()["code"]) == (403, "forbidden")


async def test_what_is_held_and_why_it_was_rejected_is_text_too(
    client: httpx.AsyncClient, town: Town, people: People, incident: dict[str, Any]
) -> None:
    conflicting = await put(client, people.guard, f"{INCIDENTS}/{incident['id']}", report(note=_words(27)))
    assert conflicting.status_code == 409
    held = await client.get("/api/v1/quarantine", headers=people.coordinator.headers)
    assert _words(27) in held.text
    for one in held.json()["items"]:
        path, why = f"/api/v1/quarantine/{one['id']}/reject", {"reason": _words(28)}
        assert (await client.post(path, json=why, headers=people.coordinator.headers)).status_code == 200
    await town.settled()
    scopes = ("quarantine.review", "journal.read")
    said = []
    for more in ((), ("incidents.read_text",)):
        key = await town.key(*scopes, *more)
        asked = {"kind": "quarantine.rejected"}
        told = await client.get("/api/v1/journal", params=asked, headers=key.headers)
        said.append({name for one in told.json()["items"] for name in one["body"]})
    assert said == [{"fact_id", "receipt_no"}, {"fact_id", "receipt_no", "reason"}]


async def test_figures_are_left(client: httpx.AsyncClient, people: People, incident: dict[str, Any]) -> None:
    shown = await read(client, people.reader, incident["id"])
    for name in (
        "category",
        "status",
        "severity",
        "occurred_at",
        "position",
        "summoned",
        "fixed_at",
        "area_id",
    ):
        assert shown[name] == incident[name]
    assert [line["kind"] for line in shown["entries"]] == [line["kind"] for line in incident["entries"]]
    assert set(shown["handed_over"]) == {"at"}


async def test_photos_and_search_are_refused(
    client: httpx.AsyncClient, people: People, incident: dict[str, Any]
) -> None:
    photo = incident["attachments"][0]["id"]
    answer = await client.get(
        f"{INCIDENTS}/{incident['id']}/attachments/{photo}", headers=people.reader.headers
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert (await page(client, people.reader, q=SECRET)).status_code == 403


async def test_answers_to_puts_have_none_either(
    client: httpx.AsyncClient, town: Town, people: People, incident: dict[str, Any]
) -> None:
    writer = await town.key("incidents.write")
    told = await tell(client, writer, place=_words(20), note=_words(21))
    assert SECRET not in str(told)
    again = await client.put(
        f"{INCIDENTS}/{told['id']}/entries/{new_id()}",
        json={**report(), "kind": "note", "note": _words(22)} | {"category": None},
        headers=writer.headers,
    )
    assert SECRET not in again.text
    more = await add(client, writer, told["id"], "note", note=_words(23))
    assert more.status_code == 201 and SECRET not in more.text
    reading = await town.key("incidents.read", "incidents.write")
    other = await add(client, reading, incident["id"], "note", note=_words(24))
    assert other.status_code == 201 and SECRET not in other.text
    assert UUID(told["id"]) and told["id"] in await listed(client, reading)
