"""The question after every fault: is each report on the server once, as saved, and the phone at rest?"""

import asyncio

import asyncpg

from tests.e2e.phone import Phone
from tests.e2e.stored import Stored
from tests.e2e.town import Person, Town


async def arrived_once(town: Town, phone: Phone, author: Person, notes: list[str]) -> list[asyncpg.Record]:
    """Wait for the phone to say that all is sent, and hold that against the server; what it has there."""
    await phone.all_sent()
    arrived = await town.reports_of(author)
    assert sorted(one["note"] for one in arrived) == sorted(notes)
    assert await town.quarantined_of(author) == 0
    stored = await at_rest(phone, author)
    for one in arrived:
        assert await town.photos_of(one["id"]) == stored.photos_of(str(one["id"]))
    mine = stored.facts_of(str(author.id))
    frozen = [{"id": one["id"], "digest": stored.digests[one["id"]]} for one in mine]
    known = await town.known(stored.bearer(str(author.id)), frozen)
    assert len(known) == len(notes)
    assert {(one["state"], one["complete"]) for one in known} == {("known", True)}
    return arrived


async def at_rest(phone: Phone, author: Person) -> Stored:
    """Wait until the phone knows that every report is whole: that is noted right after its last photo."""
    async with asyncio.timeout(30):
        while True:
            stored = await phone.stored()
            if all(one["state"] == "complete" for one in stored.facts_of(str(author.id))):
                return stored
            await asyncio.sleep(0.1)
