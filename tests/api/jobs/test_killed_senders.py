"""A worker killed while it sends loses nothing: the next one sends it again, under the name it had."""

import asyncio
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from api.kit.env import Settings
from tests.api.access.registering import Desk
from tests.api.access.town import Member, found
from tests.api.handovers.letters import delivery_of, hand_over
from tests.api.incidents.reports import add
from tests.api.integration.webhooks.listening import listen, settled
from tests.api.integration.webhooks.receiving import Receiver, receiving, verified
from tests.databases import Addresses, ask
from tests.servers import working
from tests.smtp import Postbox, postbox

STALLS_S = 60.0  # longer than anybody here waits


@pytest.fixture(scope="module")
def settings(settings: Settings) -> Settings:
    """A server that may reach this very machine."""
    return settings.model_copy(update={"outbound_loopback": True})


async def test_what_was_under_way_at_a_kill_comes_again_and_the_rest_once(
    app: FastAPI, client: httpx.AsyncClient, settings: Settings, database: Addresses
) -> None:
    """Receiver and mail server have the whole message when the worker that would hear so is dead."""
    town = await found(app, database.owner_url, "bergby")
    guard = await town.person("guard", organisation="Väktarna")
    coordinator = await town.person("coordinator", organisation="Stadshuset")
    office = Desk(client, await town.person("technician", organisation="Tekniska"))
    async with receiving(Receiver(stall_s=STALLS_S)) as receiver:
        with postbox() as box:
            box.stalls_s = STALLS_S
            smtp = {"smtp_host": "127.0.0.1", "smtp_port": box.port, "smtp_tls": "none"}
            sending = settings.model_copy(update=smtp | {"smtp_from": "ledljus@bergby.example"})
            path, secret = await listen(office, receiver.url)
            told = await hand_over(client, guard, coordinator)
            note = (await add(client, guard, told["id"], "note", note="Klar.")).json()
            with working(sending) as doomed:
                await receiver.until(1)
                await _arrived(box)
                doomed.kill()
            receiver.stall_s = box.stalls_s = 0
            # A letter under way is left alone for two minutes: let them have passed.
            aged = "UPDATE deliveries SET attempted_at = attempted_at - interval '3 minutes'"
            await ask(database.admin_url, aged, "SELECT 1")
            with working(sending):
                records = await settled(office, path, "delivered", 3)
                letter = await _accepted(client, coordinator, told["id"])
            assert [one["Message-ID"] for one in box.letters] == [box.letters[0]["Message-ID"]] * 2
    assert letter["attempts"] == 2
    ids = [one.headers["webhook-id"] for one in receiver.got]
    assert ids[:2] == [told["id"]] * 2 and len(ids) == 4 and ids[3] == note["id"]
    assert set(ids) == {one["record_id"] for one in records}
    assert [await verified(secret, one) for one in receiver.got[:2]] == [True, True]


async def _arrived(box: Postbox) -> None:
    for _ in range(600):
        if box.letters:
            return
        await asyncio.sleep(0.05)
    raise AssertionError("no letter came")


async def _accepted(client: httpx.AsyncClient, who: Member, incident_id: str) -> dict[str, Any]:
    """The letter as the desk sees it, once the mail server has said that it has it."""
    for _ in range(600):
        if (shown := await delivery_of(client, who, incident_id))["state"] == "accepted":
            return shown
        await asyncio.sleep(0.1)
    raise AssertionError(f"never accepted: {shown}")
