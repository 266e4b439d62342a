"""What a receiver missed is seen and sent again, and its secret changes without a gap."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from api.integration.webhooks.rules import PATIENCE
from tests.api.access.registering import Desk
from tests.api.access.town import Member
from tests.api.incidents.reports import tell
from tests.api.integration.webhooks.listening import hook, listen, settled
from tests.api.integration.webhooks.receiving import FAILURE, OK, Receiver, receiving, verified
from tests.databases import Addresses, ask

pytestmark = pytest.mark.usefixtures("live_server")


async def test_what_is_given_up_is_seen_and_can_be_sent_again(
    client: httpx.AsyncClient, office: Desk, guard: Member, database: Addresses
) -> None:
    began = datetime.now(UTC)
    async with receiving(Receiver(lambda _: FAILURE)) as receiver:
        path, secret = await listen(office, receiver.url)
        told = [await tell(client, guard) for _ in range(2)]
        await receiver.until(2)
        await _age(database, PATIENCE + timedelta(minutes=1))
        await office.put(path, hook(receiver.url), (await office.get(path)).headers["etag"])
        failed = await settled(office, path, "failed", 2)
        assert {one["reason"] for one in failed} == {"refused"} and {one["status"] for one in failed} == {500}
        assert (await office.get(path)).json()["failed"] == 2
        receiver.answer, receiver.got = lambda _: OK, []
        await _age(database, timedelta(0))
        once = await office.client.post(
            f"/api/v1{path}/replays", json={"delivery_id": failed[0]["id"]}, headers=office.who.headers
        )
        assert (once.status_code, once.json()) == (201, {"count": 1})
        (message,) = await receiver.until(1)
        assert message.headers["webhook-id"] == failed[0]["record_id"] and await verified(secret, message)
        period = {
            "made_from": (began - timedelta(days=4)).isoformat(),
            "made_to": datetime.now(UTC).isoformat(),
        }
        await settled(office, path, "delivered")
        again = await office.client.post(f"/api/v1{path}/replays", json=period, headers=office.who.headers)
        assert again.json() == {"count": 3}
        await settled(office, path, "delivered", 4)
        assert {one.record["id"] for one in receiver.got} == {one["id"] for one in told}


async def _age(database: Addresses, age: timedelta) -> None:
    """Let everything that waits be so old, and the receivers rested."""
    await ask(
        database.admin_url,
        f"UPDATE webhook_deliveries SET created_at = now() - interval '{age.total_seconds()} s'",  # noqa: S608
        "UPDATE webhooks SET failures = 0, wakes_at = NULL",
        "SELECT 1",
    )


async def test_a_new_secret_signs_beside_the_former_one_until_the_overlap_ends(
    client: httpx.AsyncClient, office: Desk, guard: Member, receiver: Receiver
) -> None:
    path, first = await listen(office, receiver.url)
    second = await _rotate(office, path, 24)
    await tell(client, guard)
    (both,) = await receiver.until(1)
    assert await verified(first, both) and await verified(second, both)
    third = await _rotate(office, path, 0)
    await tell(client, guard)
    newest = (await receiver.until(2))[1]
    assert [await verified(one, newest) for one in (first, second, third)] == [False, False, True]


async def _rotate(office: Desk, path: str, overlap_h: int) -> str:
    tag = (await office.get(path)).headers["etag"]
    answer = await office.client.post(
        f"/api/v1{path}/secret",
        json={"overlap_h": overlap_h, "reason": "Bytt system."},
        headers=office.who.headers | {"If-Match": tag},
    )
    assert answer.status_code == 200, answer.text
    secret: str = answer.json()["secret"]
    return secret
