"""Webhooks from record to receiver: signed, in order, at least once, never more than the scopes allow."""

import asyncio
import hashlib
from datetime import timedelta

import httpx
import pytest

from api.integration.webhooks.rules import PATIENCE, pause, rest
from api.journal.schemas import FeedRecord
from api.kit.ids import new_id
from api.kit.outbound import LONGEST_S
from tests.api.access.registering import Desk
from tests.api.access.town import Member
from tests.api.incidents.reports import add, added, put, report, tell
from tests.api.integration.webhooks.listening import hook, listen, log_of, settled
from tests.api.integration.webhooks.receiving import FAILURE, OK, Message, Receiver, receiving, verified

pytestmark = pytest.mark.usefixtures("live_server")
SECRET_WORDS = "Hemlighet"


async def test_a_record_comes_signed_as_an_independent_receiver_verifies_it(
    client: httpx.AsyncClient, office: Desk, guard: Member, receiver: Receiver
) -> None:
    _, secret = await listen(office, receiver.url, scopes=["incidents.read", "incidents.read_text"])
    photo = {
        "id": str(new_id()),
        "sha256": hashlib.sha256(b"x").hexdigest(),
        "media_type": "image/jpeg",
        "size": 1,
    }
    told = await tell(client, guard, note=SECRET_WORDS, attachments=[photo])
    (message,) = await receiver.until(1)
    assert await verified(secret, message)
    assert not await verified(secret, Message(message.headers, message.raw + b" "))
    assert not await verified(f"whsec_{'A' * 43}=", message)
    assert message.headers["webhook-id"] == message.record["id"] == told["id"]
    assert message.said["type"] == "incident.reported"
    assert message.record["body"]["note"] == SECRET_WORDS
    assert message.record["attachments_missing"] == 1
    assert set(message.record) == set(FeedRecord.model_fields)


async def test_nothing_written_leaves_without_the_scope_and_nothing_beside_the_fields(
    client: httpx.AsyncClient, office: Desk, guard: Member, receiver: Receiver
) -> None:
    async with receiving(Receiver()) as narrow:
        await listen(office, receiver.url)
        await listen(office, narrow.url, fields=["category"], kinds=["incident.reported"])
        told = await tell(client, guard, note=SECRET_WORDS, place=SECRET_WORDS, severity="high")
        await added(client, guard, told["id"], "note", note=SECRET_WORDS)
        messages = [*await receiver.until(2), *await narrow.until(1)]
    assert all(SECRET_WORDS not in one.raw.decode() for one in messages)
    assert {"category", "severity"} <= set(messages[0].record["body"])
    assert [one.said["type"] for one in messages] == [
        "incident.reported",
        "incident.noted",
        "incident.reported",
    ]
    assert set(messages[2].record["body"]) == {"category"}


async def test_receivers_that_fail_stall_redirect_or_drop_hold_nobody_else_back(
    client: httpx.AsyncClient, office: Desk, guard: Member, receiver: Receiver
) -> None:
    trap, faulty = Receiver(), Receiver()
    faulty.answer = lambda _: FAILURE if len(faulty.got) < 2 else OK
    redirecting = Receiver(lambda _: b"307 Temporary Redirect\r\nLocation: " + trap.url.encode())
    async with (
        receiving(trap), receiving(faulty), receiving(redirecting),
        receiving(Receiver(lambda _: None)) as dropping, receiving(Receiver(stall_s=60)) as stalling,
    ):  # fmt: skip
        paths = {
            name: (await listen(office, one.url))[0]
            for name, one in (
                ("refused", faulty), ("redirected", redirecting),
                ("no_answer", dropping), ("timeout", stalling),
            )
        }  # fmt: skip
        paths["taken"], _ = await listen(office, receiver.url)
        began = asyncio.get_running_loop().time()
        await tell(client, guard)
        await receiver.until(1)
        assert asyncio.get_running_loop().time() - began < LONGEST_S, "after the stalling one was given up"
        await stalling.until(1)
        for _ in range(3):  # while one stalls
            await tell(client, guard)
        await receiver.until(4, limit_s=LONGEST_S)
        assert (await settled(office, paths["refused"], "delivered", 4))[-1]["attempts"] == 2
        assert [one.record["id"] for one in faulty.got][:1] * 2 == [
            one.record["id"] for one in faulty.got if one.record["id"] == faulty.got[0].record["id"]
        ]
        for reason in ("redirected", "no_answer"):
            waiting = await log_of(office, paths[reason], state="waiting")
            assert reason in {one["reason"] for one in waiting}
            shown = (await office.get(paths[reason])).json()
            assert shown["failures"] >= 1 and shown["failing_since"] and shown["waiting"] == 4
        assert trap.got == []
        await _switch_off(office, paths)


async def _switch_off(office: Desk, paths: dict[str, str]) -> None:
    for path in paths.values():
        shown = await office.get(path)
        body = hook(shown.json()["url"], enabled=False)
        assert (await office.put(path, body, shown.headers["etag"])).status_code == 200


async def test_a_subject_s_story_is_told_in_order_while_others_go_on(
    client: httpx.AsyncClient, office: Desk, guard: Member
) -> None:
    incident_id, failed = new_id(), list[str]()

    def answer(message: Message) -> bytes:
        first = message.record["subject_id"] == str(incident_id) and len(failed) < 1
        failed.extend([message.record["id"]] if first else [])
        return FAILURE if first else OK

    async with receiving(Receiver(answer)) as receiver:
        path, _ = await listen(office, receiver.url)
        told = await tell(client, guard, incident_id=incident_id)
        notes = [await add(client, guard, told["id"], "note", note=f"{number}") for number in range(3)]
        other = await tell(client, guard)
        await settled(office, path, "delivered", 5)
    about = [one.record["id"] for one in receiver.got if one.record["subject_id"] == told["id"]]
    assert about == [told["id"], told["id"], *(one.json()["id"] for one in notes)]
    subjects = [one.record["subject_id"] for one in receiver.got]
    assert subjects.index(other["id"]) < subjects.index(told["id"], 1)


async def test_what_came_from_a_newer_server_or_is_nobody_s_to_see_is_not_sent(
    client: httpx.AsyncClient, office: Desk, guard: Member, receiver: Receiver
) -> None:
    """Changes of registers are in no feed, so no webhook gets them either."""
    path, _ = await listen(office, receiver.url)
    await office.put(path, hook(receiver.url, name="Ett annat"), (await office.get(path)).headers["etag"])
    await put(client, guard, f"/api/v1/incidents/{new_id()}", report(v=2, story=SECRET_WORDS))
    (message,) = await receiver.until(1)
    await asyncio.sleep(1.5)
    assert receiver.got == [message] and SECRET_WORDS not in message.raw.decode()


def test_tries_thin_out_over_three_days() -> None:
    at, tries = timedelta(0), 1
    while (at := at + pause(tries)) < PATIENCE:
        tries += 1
    assert 15 <= tries <= 25
    assert pause(1) == timedelta(seconds=5) and pause(10_000) == timedelta(hours=6)
    assert rest(1) == timedelta(seconds=2) and rest(10_000) == timedelta(minutes=5)
