"""Receivers answer on a page without an account, about one incident only, until its link is over."""

import re
from typing import Any
from uuid import UUID

import httpx
import pytest
from limits import RateLimitItemPerMinute

from api.access.actors import token_text
from api.handovers import routes
from api.handovers.service import WORDS
from api.journal.rebuilding import rebuild_municipality
from api.kit.ids import new_id, new_secret
from api.reactions import House
from tests.api.access.town import Member, Town
from tests.api.handovers.letters import NOTE, deliver, hand_over, link_in
from tests.api.incidents.reports import added, listed, read
from tests.api.operations.wire import check
from tests.smtp import Postbox


async def opened(
    client: httpx.AsyncClient, town: Town, guard: Member, coordinator: Member, worker: House, box: Postbox,
    **mail: Any,
) -> tuple[str, str]:  # fmt: skip
    """An incident that was handed over, and the path of the link in the receiver's letter."""
    told = await hand_over(client, guard, coordinator, **mail)
    await deliver(worker, town, told["id"])
    return told["id"], link_in(box)


async def press(
    client: httpx.AsyncClient, path: str, answer: str, note: str = "", **more: Any
) -> httpx.Response:
    """Open the page and press its button, as a browser without script does."""
    page = await client.get(path)
    assert page.status_code == 200, page.text
    once = re.search(r'name="once" value="([^"]+)"', page.text)
    assert once is not None
    form = {"once": once[1], "answer": answer, "note": note} | more.pop("form", {})
    return await client.post(path, data=form, headers={"Sec-Fetch-Site": "same-origin", "Origin": "null"})


async def test_done_closes_it_for_the_one_who_reported_it(
    client: httpx.AsyncClient, town: Town, guard: Member, coordinator: Member, worker: House, box: Postbox
) -> None:
    incident, path = await opened(client, town, guard, coordinator, worker, box)
    page = await client.get(path)
    for part in ("Belysningsfel", "Kajen 4", NOTE, "Före helgen", "Åtgärdat", 'lang="sv"', "tel:112"):
        assert part in page.text
    answer = await press(client, path, "received")
    assert answer.status_code == 303
    assert "Bergby har ert svar: Mottaget" in (await client.get(answer.headers["location"])).text
    assert (await read(client, guard, incident))["status"] == "in_progress"
    await press(client, path, "fixed", "Ny lampa. Ring Karin på 070-174 06 05.")
    shown = await read(client, guard, incident)
    assert shown["status"] == "resolved" and shown["fixed_at"] is not None
    assert shown["handed_over"]["answer"] == "fixed"
    said = shown["entries"][-1]
    assert (said["kind"], said["author"]["kind"], said["receiver"]) == ("answered", "system", "Bergby Energi")
    assert said["note"] == "Ny lampa. Ring Karin på [telefonnummer]."
    assert shown["masked"] == 1


async def test_each_answer_does_what_it_says(
    client: httpx.AsyncClient, town: Town, guard: Member, coordinator: Member, worker: House, box: Postbox
) -> None:
    incident, path = await opened(client, town, guard, coordinator, worker, box)
    await press(client, path, "in_progress")
    assert (await read(client, coordinator, incident))["status"] == "in_progress"
    await press(client, path, "not_ours", "Det är Trafikverkets stolpe.")
    assert (await read(client, coordinator, incident))["status"] == "triaged"
    await press(client, path, "fixed")
    again = await added(client, coordinator, incident, "status", status="in_progress", reason="Släckt igen.")
    assert again["fixed_at"] is None and again["status"] == "in_progress"
    kinds = [one["kind"] for one in (await read(client, coordinator, incident))["entries"]]
    assert kinds == ["handed_over", "answered", "answered", "answered", "status"]


async def test_one_press_counts_once_and_a_link_is_not_pressed_for_ever(
    client: httpx.AsyncClient, town: Town, guard: Member, coordinator: Member, worker: House, box: Postbox
) -> None:
    incident, path = await opened(client, town, guard, coordinator, worker, box)
    form = {"once": str(new_id()), "answer": "received", "note": ""}
    for _ in range(2):
        assert (await client.post(path, data=form)).status_code == 303
    assert len((await read(client, coordinator, incident))["entries"]) == 2
    await town.change(
        "UPDATE reply_links SET answers = 20 WHERE municipality_id = $1 AND incident_id = $2", UUID(incident)
    )
    answer = await press(client, path, "fixed")
    assert answer.status_code == 429 and "inte lämnat" in answer.text
    assert (await read(client, coordinator, incident))["status"] == "in_progress"


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"answer": ""}, "Välj ett av svaren"),
        ({"answer": "exploded"}, "Välj ett av svaren"),
        ({"note": "<b>" * 67}, "&lt;b&gt;&lt;b&gt;"),
        ({"once": "x"}, "Välj ett av svaren"),
        ({"more": "x"}, "Välj ett av svaren"),
    ],
)
async def test_a_form_that_is_not_ours_records_nothing(
    client: httpx.AsyncClient, town: Town, guard: Member, coordinator: Member, worker: House, box: Postbox,
    form: dict[str, str], said: str,
) -> None:  # fmt: skip
    incident, path = await opened(client, town, guard, coordinator, worker, box)
    answer = await press(client, path, "fixed", form=form)
    assert answer.status_code == 422 and said in answer.text
    assert len((await read(client, coordinator, incident))["entries"]) == 1


async def test_a_link_that_is_over_or_unknown_shows_nothing(
    client: httpx.AsyncClient, town: Town, guard: Member, coordinator: Member, worker: House, box: Postbox
) -> None:
    incident, path = await opened(client, town, guard, coordinator, worker, box)
    (link,) = [one["reply_link"] for one in (await read(client, coordinator, incident))["entries"]]
    revoke = f"/api/v1/incidents/{incident}/reply-links/{link['id']}/revoke"
    why = {"reason": "Fel mottagare."}
    for who, status in ((guard, 403), (coordinator, 204), (coordinator, 404)):
        answer = check(await client.post(revoke, json=why, headers=who.headers))
        assert answer.status_code == status
    for answer in (
        await client.get(path),
        await client.post(path, data={"once": str(new_id()), "answer": "fixed"}),
    ):
        assert answer.status_code == 410 and "Kajen" not in answer.text
    _, path = await opened(client, town, guard, coordinator, worker, box)
    past = "UPDATE reply_links SET expires_at = now() WHERE municipality_id = $1"
    await town.change(past)
    assert (await client.get(path)).status_code == 410
    for token in (
        token_text(town.id, new_secret()),
        token_text(new_id(), path.rpartition(".")[2]),  # right secret, another municipality
        guard.token,  # a session is no link
        "x",
    ):
        answer = await client.get(f"/atersvar/{token}")
        assert answer.status_code == 404 and "Länken finns inte" in answer.text


async def test_the_token_is_kept_as_a_hash_only_and_the_page_is_for_nobody_else(
    client: httpx.AsyncClient, town: Town, guard: Member, coordinator: Member, worker: House, box: Postbox
) -> None:
    _, path = await opened(client, town, guard, coordinator, worker, box)
    secret = path.rpartition(".")[2]
    kept = await town.change("SELECT string_agg(l::text, ' ') FROM reply_links l WHERE municipality_id = $1")
    assert secret not in kept
    page = await client.get(path)
    assert page.headers["x-robots-tag"] == "noindex, nofollow"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["cache-control"] == "no-store"
    assert "script" not in page.headers["content-security-policy"] and "<script" not in page.text
    english = await client.get(path, params={"lang": "en"})
    assert "Lighting fault" in english.text and 'lang="en"' in english.text
    assert (await client.get(path, headers={"Accept-Language": "en-GB,sv;q=0.5"})).text.count('lang="en"')


async def test_another_site_cannot_press_the_button(
    client: httpx.AsyncClient, town: Town, guard: Member, coordinator: Member, worker: House, box: Postbox
) -> None:
    incident, path = await opened(client, town, guard, coordinator, worker, box)
    form = {"once": str(new_id()), "answer": "fixed"}
    for told in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}):
        assert (await client.post(path, data=form, headers=told)).status_code == 403
    assert len((await read(client, coordinator, incident))["entries"]) == 1


async def test_guessing_is_slowed_down(client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "_PER_ADDRESS", RateLimitItemPerMinute(3))
    answers = [await client.get("/atersvar/x") for _ in range(5)]
    assert [one.status_code for one in answers][-1] == 429


async def test_answers_stand_after_a_rebuild(
    client: httpx.AsyncClient, town: Town, guard: Member, coordinator: Member, worker: House, box: Postbox
) -> None:
    incident, path = await opened(client, town, guard, coordinator, worker, box)
    await press(client, path, "fixed")
    before = await read(client, coordinator, incident)
    await rebuild_municipality(town.house.journal, town.id)
    assert await read(client, coordinator, incident) == before
    assert incident in await listed(client, coordinator, status="resolved")


def test_both_languages_say_everything() -> None:
    def shape(value: Any) -> Any:
        return {name: shape(one) for name, one in value.items()} if isinstance(value, dict) else type(value)

    assert shape(WORDS["sv"]) == shape(WORDS["en"])
