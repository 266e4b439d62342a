"""Whoever may not read text sends none by letter either: the receiver may be themselves."""

import httpx
import pytest

from api.reactions import House
from tests.api.access.town import Member, Town
from tests.api.attachments.pictures import corners, written
from tests.api.attachments.test_photos_http import declared
from tests.api.handovers.letters import NOTE, deliver, jobs, link_in
from tests.api.incidents.reports import add, read, tell
from tests.api.operations.wire import check
from tests.smtp import Postbox, text_of

PICTURE = written(corners(), "JPEG")
MAIL = {"to": "egen@brevlada.example"}


@pytest.fixture
async def incident(client: httpx.AsyncClient, guard: Member) -> str:
    """A report with a place, a note, a photo and a position."""
    photo = declared(PICTURE)
    told = await tell(
        client, guard, category="lighting_fault", place="Kajen 4", note=NOTE,
        position={"lat": 58.55, "lon": 18.05}, attachments=[photo],
    )  # fmt: skip
    headers = guard.headers | {"Content-Type": "image/jpeg"}
    stored = await client.put(f"/api/v1/attachments/{photo['id']}", content=PICTURE, headers=headers)
    assert stored.status_code == 201
    return str(told["id"])


@pytest.mark.parametrize("included", ["place", "note", "photos"])
async def test_no_letter_carries_what_its_author_may_not_read(
    client: httpx.AsyncClient, town: Town, incident: str, included: str
) -> None:
    textless = await town.key("incidents.read", "incidents.manage")
    asked = {"receiver": "Egen brevlåda", "email": MAIL | {"include": ["position", included]}}
    answer = check(await add(client, textless, incident, "handed_over", **asked))
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert await jobs(town, incident) == []
    assert (await read(client, textless, incident))["entries"] == []


async def test_a_letter_without_text_is_sent_and_its_page_and_the_desk_tell_none(
    client: httpx.AsyncClient, town: Town, incident: str, worker: House, box: Postbox
) -> None:
    textless = await town.key("incidents.read", "incidents.manage")
    asked = {"receiver": "Egen brevlåda", "email": MAIL | {"include": ["position"]}}
    assert (await add(client, textless, incident, "handed_over", **asked)).status_code == 201
    await deliver(worker, town, incident)
    (letter,) = box.letters
    told = [
        text_of(letter),
        (await client.get(link_in(box))).text,
        str(await read(client, textless, incident)),
    ]
    assert "58.55" in told[0] and "58.55" in told[1]
    for text in told:
        assert NOTE not in text and "Kajen" not in text
    assert list(letter.iter_attachments()) == []
    assert "brevlada" not in told[2] and "Egen" not in told[2]


async def test_the_same_letter_of_who_reads_text_has_it_all(
    client: httpx.AsyncClient, town: Town, coordinator: Member, incident: str, worker: House, box: Postbox
) -> None:
    asked = {"receiver": "Drift", "email": MAIL | {"include": ["place", "note", "photos"]}}
    assert (await add(client, coordinator, incident, "handed_over", **asked)).status_code == 201
    await deliver(worker, town, incident)
    (letter,) = box.letters
    assert NOTE in text_of(letter) and "Kajen 4" in text_of(letter)
    assert [one.get_content_type() for one in letter.iter_attachments()] == ["image/jpeg"]
