"""Photos over HTTP: declared by a fact, sent whole, shown clean and to those who may see the fact."""

import hashlib
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest

from api.incidents.models import store
from api.kit.env import Settings
from api.kit.ids import new_id
from tests.api.attachments.pictures import ALLOWED, CANARY, LADEN, corners, laden_jpeg, parts, written
from tests.api.journal.holding import decide
from tests.api.journal.town import Person, Town, digest_header, frozen, path_to, put, report

PICTURE = written(corners(), "JPEG")
UPSIDE_DOWN = written(corners().rotate(180), "JPEG")
OTHER = laden_jpeg()  # made once: its profile holds the second it was made in


def declared(raw: bytes, attachment_id: UUID | None = None) -> dict[str, Any]:
    """What a fact says of a photo that follows."""
    sha256 = hashlib.sha256(raw).hexdigest()
    return {
        "id": str(attachment_id or new_id()), "sha256": sha256, "media_type": "image/jpeg", "size": len(raw),
    }  # fmt: skip


async def reported(
    client: httpx.AsyncClient, person: Person, *photos: dict[str, Any]
) -> tuple[UUID, bytes, dict[str, Any]]:
    """A report that declares photos: its id, its bytes and its receipt."""
    subject, raw = new_id(), frozen(report(attachments=list(photos)))
    answer = await put(client, person, path_to(subject), raw)
    assert answer.status_code in (201, 202), answer.text
    receipt: dict[str, Any] = answer.json()["receipt"]
    return subject, raw, receipt


async def send(client: httpx.AsyncClient, person: Person, attachment_id: Any, raw: bytes) -> httpx.Response:
    """The photo's bytes, as a phone sends them."""
    headers = person.headers | {"Content-Type": "image/jpeg", "Content-Digest": digest_header(raw)}
    return await client.put(f"/api/v1/attachments/{attachment_id}", content=raw, headers=headers)


async def shown(client: httpx.AsyncClient, person: Person, subject: UUID, photo: Any) -> httpx.Response:
    return await client.get(f"{path_to(subject)}/attachments/{photo['id']}", headers=person.headers)


async def known(client: httpx.AsyncClient, person: Person, subject: UUID, raw: bytes) -> Any:
    """What the server says of a fact when asked for its receipt."""
    asked = [{"id": str(subject), "digest": hashlib.sha256(raw).hexdigest()}]
    answer = await client.post("/api/v1/receipts/query", json=asked, headers=person.headers)
    return answer.json()["items"][0]["complete"]


def outcome(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


async def test_a_fact_is_complete_when_its_last_photo_is_here(client: httpx.AsyncClient, town: Town) -> None:
    one, two = declared(PICTURE), declared(OTHER)
    subject, raw, receipt = await reported(client, town.guard, one, two)
    assert not receipt["complete"] and set(receipt["missing_attachments"]) == {one["id"], two["id"]}
    assert await known(client, town.guard, subject, raw) is False
    first = await send(client, town.guard, one["id"], PICTURE)
    assert first.status_code == 201 and first.json()["fact_id"] == str(subject)
    assert first.json()["receipt"]["missing_attachments"] == [two["id"]]
    assert await known(client, town.guard, subject, raw) is False
    second = (await send(client, town.guard, two["id"], OTHER)).json()["receipt"]
    assert second["complete"] and second["receipt_no"] == receipt["receipt_no"]
    assert second["digest"] == two["sha256"]
    assert await known(client, town.guard, subject, raw) is True
    replayed = (await put(client, town.guard, path_to(subject), raw)).json()["receipt"]
    assert replayed["complete"] and replayed["missing_attachments"] == []
    again = await send(client, town.guard, one["id"], PICTURE)
    assert again.status_code == 200 and again.json()["receipt"]["complete"]


async def test_bytes_that_no_fact_of_yours_declared_wait(client: httpx.AsyncClient, town: Town) -> None:
    photo = declared(PICTURE)
    assert outcome(await send(client, town.guard, photo["id"], PICTURE)) == (409, "not_declared_yet")
    await reported(client, town.guard, photo)
    assert outcome(await send(client, town.colleague, photo["id"], PICTURE)) == (409, "not_declared_yet")
    assert (await send(client, town.guard, photo["id"], PICTURE)).status_code == 201


async def test_other_bytes_than_declared_are_refused(client: httpx.AsyncClient, town: Town) -> None:
    photo = declared(PICTURE)
    await reported(client, town.guard, photo)
    assert outcome(await send(client, town.guard, photo["id"], OTHER)) == (422, "not_as_declared")
    assert (await send(client, town.guard, photo["id"], PICTURE)).status_code == 201


async def test_what_is_no_image_is_refused_for_good(client: httpx.AsyncClient, town: Town) -> None:
    raw = b"<html><script>alert(1)</script></html>"
    photo = declared(raw)
    await reported(client, town.guard, photo)
    status, code = outcome(await send(client, town.guard, photo["id"], raw))
    assert status == 415 and code == "photo_not_an_image"


async def test_bytes_changed_on_the_way_are_asked_for_again(client: httpx.AsyncClient, town: Town) -> None:
    photo = declared(PICTURE)
    await reported(client, town.guard, photo)
    headers = town.guard.headers | {"Content-Digest": digest_header(PICTURE)}
    path = f"/api/v1/attachments/{photo['id']}"
    assert outcome(await client.put(path, content=PICTURE[:-1], headers=headers)) == (400, "digest_mismatch")


async def test_more_than_ten_megabytes_are_refused(client: httpx.AsyncClient, town: Town) -> None:
    raw = PICTURE + bytes(10 * 1024 * 1024)
    assert outcome(await send(client, town.guard, new_id(), raw)) == (413, "too_large")


async def test_the_same_picture_fills_two_places(client: httpx.AsyncClient, town: Town) -> None:
    one, two = declared(PICTURE), declared(PICTURE)
    subject, raw, _ = await reported(client, town.guard, one, two)
    for photo in (one, two):
        assert (await send(client, town.guard, photo["id"], PICTURE)).status_code == 201
    assert await known(client, town.guard, subject, raw) is True
    served = [(await shown(client, town.guard, subject, photo)).content for photo in (one, two)]
    assert served[0] == served[1] != b""


async def test_a_photo_with_another_s_id_neither_shows_in_its_report_nor_keeps_it_out(
    client: httpx.AsyncClient, town: Town
) -> None:
    """A colleague sees ids of photos before they are sent, and could be quicker."""
    place = new_id()
    mine, raw, _ = await reported(client, town.guard, declared(PICTURE, place))
    theirs, _, _ = await reported(client, town.colleague, declared(UPSIDE_DOWN, place))
    assert (await send(client, town.colleague, place, UPSIDE_DOWN)).status_code == 201
    assert await known(client, town.guard, mine, raw) is False
    assert (await shown(client, town.coordinator, mine, {"id": place})).status_code == 404
    assert (await send(client, town.guard, place, PICTURE)).status_code == 201
    assert (await send(client, town.guard, place, PICTURE)).status_code == 200
    assert await known(client, town.guard, mine, raw) is True
    pictures = [await shown(client, town.coordinator, one, {"id": place}) for one in (mine, theirs)]
    assert pictures[0].status_code == pictures[1].status_code == 200
    assert pictures[0].content != pictures[1].content


async def test_an_id_in_capitals_is_the_same_id(client: httpx.AsyncClient, town: Town) -> None:
    photo = declared(PICTURE)
    subject, _, _ = await reported(client, town.guard, photo | {"id": photo["id"].upper()})
    assert (await send(client, town.guard, photo["id"], PICTURE)).status_code == 201
    assert (await shown(client, town.guard, subject, photo)).status_code == 200


@pytest.mark.parametrize("kind", LADEN)
async def test_nothing_but_the_picture_is_served(client: httpx.AsyncClient, town: Town, kind: str) -> None:
    raw = LADEN[kind]()
    photo = declared(raw) | {"media_type": f"image/{kind}"}
    subject, _, _ = await reported(client, town.guard, photo)
    assert CANARY in raw
    assert (await send(client, town.guard, photo["id"], raw)).status_code == 201
    answer = await shown(client, town.coordinator, subject, photo)
    assert answer.status_code == 200
    assert CANARY not in answer.content and set(parts(answer.content)) <= ALLOWED
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["content-type"] == f"image/{kind}"
    assert answer.headers["cache-control"] == "no-store"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_a_photo_is_shown_to_those_who_see_the_fact(
    client: httpx.AsyncClient, town: Town, other_town: Town
) -> None:
    photo = declared(PICTURE)
    subject, _, _ = await reported(client, town.guard, photo)
    await send(client, town.guard, photo["id"], PICTURE)
    others, _, _ = await reported(client, town.guard)
    who = {
        "guard": town.guard, "colleague": town.colleague, "coordinator": town.coordinator,
        "stranger": town.stranger, "reader": town.reader, "elsewhere": other_town.coordinator,
    }  # fmt: skip
    statuses = {
        name: (await shown(client, person, subject, photo)).status_code for name, person in who.items()
    }
    assert statuses == {
        "guard": 200, "colleague": 200, "coordinator": 200, "stranger": 404, "reader": 403, "elsewhere": 404,
    }  # fmt: skip
    assert (await shown(client, town.guard, others, photo)).status_code == 404


async def test_photos_of_a_held_fact_are_taken_and_count_when_it_is_released(
    client: httpx.AsyncClient, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(*_: Any) -> None:
        raise RuntimeError

    photo = declared(PICTURE)
    monkeypatch.setattr("api.incidents.service.store", faulty)
    subject, raw, receipt = await reported(client, town.guard, photo)
    monkeypatch.setattr("api.incidents.service.store", store)
    assert "quarantined" in receipt["flags"]
    sent = await send(client, town.guard, photo["id"], PICTURE)
    assert sent.status_code == 201 and not sent.json()["receipt"]["complete"]
    assert await decide(client, town, subject, "release") == (200, "released")
    assert await known(client, town.guard, subject, raw) is True
    assert (await shown(client, town.guard, subject, photo)).status_code == 200


async def test_a_file_without_its_row_is_filled_in_by_the_next_sending(
    client: httpx.AsyncClient,
    outside: httpx.AsyncClient,
    town: Town,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    raw = written(corners(width=80, height=48), "PNG")
    photo = declared(raw) | {"media_type": "image/png"}
    subject, sent, _ = await reported(client, town.guard, photo)
    files = settings.data_dir / "photos" / str(town.id)
    before = stored(files)
    with monkeypatch.context() as broken:
        broken.setattr("api.attachments.service._STORE", "SELECT 1 / 0")
        assert (await send(outside, town.guard, photo["id"], raw)).status_code >= 500
    assert len(stored(files) - before) == 1
    assert await known(client, town.guard, subject, sent) is False
    assert (await send(client, town.guard, photo["id"], raw)).status_code == 201
    assert len(stored(files) - before) == 1
    served = await shown(client, town.guard, subject, photo)
    assert hashlib.sha256(served.content).hexdigest() in {path.name for path in stored(files)}


def stored(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}
