"""Closed cases, rules that take them, and time that passes."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest

from api.jobs import purging
from api.jobs.followers import catch_up
from api.journal.verifying import verify_municipality
from api.kit import clock
from api.kit.ids import new_id
from api.reactions import House
from tests.api.access.registering import Desk
from tests.api.access.town import Member, Town
from tests.api.attachments.pictures import corners, written
from tests.api.incidents.reports import added, tell
from tests.api.journal.town import digest_header

PICTURE = written(corners(), "JPEG")
RULE = {"after_days": 30, "decision_no": "KS 2026/14", "decided_on": "2026-03-02"}
SECRET = "Kvastmo"


@contextmanager
def later(days: float) -> Iterator[None]:
    """Be so many days later, as the rules see it."""
    now = clock.now
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: now() + timedelta(days=days))
        yield


def photo() -> dict[str, Any]:
    """A photo as a report declares it."""
    digest = hashlib.sha256(PICTURE).hexdigest()
    return {"id": str(new_id()), "sha256": digest, "media_type": "image/jpeg", "size": len(PICTURE)}


async def send_photo(client: httpx.AsyncClient, who: Member, declared: dict[str, Any]) -> httpx.Response:
    """Send the bytes of a declared photo."""
    headers = who.headers | {"Content-Type": "image/jpeg", "Content-Digest": digest_header(PICTURE)}
    path = f"/api/v1/attachments/{declared['id']}"
    return await client.put(path, content=PICTURE, headers=headers)


async def case(client: httpx.AsyncClient, people: Any, *, closed: bool = True, **fields: Any) -> str:
    """A report with words, a place and an addition, closed by the desk; its id."""
    said = {"note": f"{SECRET} vid grinden", "place": f"{SECRET} torg"} | fields
    told = await tell(client, people.guard, **said)
    await added(client, people.guard, told["id"], "note", note=f"{SECRET} igen")
    if closed:
        await added(client, people.coordinator, told["id"], "status", status="resolved", reason=SECRET)
    return str(told["id"])


async def rule(client: httpx.AsyncClient, admin: Member, what: str, **fields: Any) -> str:
    """Decide that a kind of thing goes; the rule's path."""
    path, _ = await Desk(client, admin).add("retention-rules", {"what": what} | RULE | fields)
    return path


async def purge(worker: House, folder: Path, slug: str) -> dict[str, int]:
    """What one pass of the worker takes of a municipality, and its followers after it."""
    taken: dict[str, int] = {}
    await purging.purge(worker.erasing, worker.photos, folder, slug, lambda _, said: taken.update(said))
    return taken


async def follow(town: Town, worker: House) -> None:
    """Let every follower read what is new."""
    await town.settled()
    for follower in worker.followers:
        await catch_up(worker.database, follower)


async def faults(town: Town, worker: House) -> list[str]:
    """What `ledljus verify` finds when all is sealed."""
    await follow(town, worker)
    async with worker.database.bound(town.id) as connection:
        found = await verify_municipality(connection, town.id)
    assert found.seals > 0
    return found.faults


async def texts(worker: House, municipality_id: UUID, word: str = SECRET) -> list[str]:
    """The tables of a municipality in which a word stands, whole rows of them as text."""
    tables = "SELECT table_name FROM information_schema.columns WHERE column_name = 'municipality_id'"
    async with worker.database.bound(None) as connection:
        names = sorted({row["table_name"] for row in await connection.fetch(tables)})
        return [
            name
            for name in names
            if await connection.fetchval(
                f"SELECT EXISTS (SELECT FROM {name} t WHERE municipality_id = $1"  # noqa: S608 the catalogue's
                " AND t::text ILIKE '%' || $2 || '%')",
                municipality_id,
                word,
            )
        ]
