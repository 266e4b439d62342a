"""Telling, adding to and listing incidents, each answer held against the contract."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx

from api.journal.acts import MOST_IN_ONE, Author, imported_fact, record_many
from api.journal.facts import Fact, read_body, with_intake
from api.kit.ids import new_id
from tests.api.access.town import Member, Town
from tests.api.journal.town import ago, digest_header, entry, frozen, report
from tests.api.operations.wire import check

INCIDENTS = "/api/v1/incidents"
GEOJSON = {"Accept": "application/geo+json"}


async def put(
    client: httpx.AsyncClient, who: Member, path: str, body: Mapping[str, Any] | bytes
) -> httpx.Response:
    """Send frozen bytes as a phone does."""
    raw = body if isinstance(body, bytes) else frozen(body)
    told = {"Content-Type": "application/json", "Content-Digest": digest_header(raw)}
    return check(await client.put(path, content=raw, headers=who.headers | told))


async def tell(
    client: httpx.AsyncClient, who: Member, *, incident_id: UUID | None = None, **fields: Any
) -> dict[str, Any]:
    """Report an incident; what the server answers."""
    answer = await put(client, who, f"{INCIDENTS}/{incident_id or new_id()}", report(**fields))
    assert answer.status_code == 201, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def add(
    client: httpx.AsyncClient, who: Member, incident_id: str, kind: str, **fields: Any
) -> httpx.Response:
    """Send an entry."""
    path = f"{INCIDENTS}/{incident_id}/entries/{new_id()}"
    return await put(client, who, path, entry(kind, **fields))


async def added(
    client: httpx.AsyncClient, who: Member, incident_id: str, kind: str, **fields: Any
) -> dict[str, Any]:
    """Send an entry that has effect; the incident as it stands then."""
    answer = await add(client, who, incident_id, kind, **fields)
    assert answer.status_code == 201, answer.text
    subject: dict[str, Any] = answer.json()["subject"]
    return subject


async def read(client: httpx.AsyncClient, who: Member, incident_id: str) -> dict[str, Any]:
    """One incident in detail."""
    answer = check(await client.get(f"{INCIDENTS}/{incident_id}", headers=who.headers))
    assert answer.status_code == 200, answer.text
    shown: dict[str, Any] = answer.json()
    return shown


async def page(client: httpx.AsyncClient, who: Member, **query: Any) -> httpx.Response:
    """One page of the list."""
    headers = who.headers | query.pop("headers", {})
    return check(await client.get(INCIDENTS, params=query, headers=headers))


async def listed(client: httpx.AsyncClient, who: Member, **query: Any) -> list[str]:
    """Ids of a whole list, newest first, page by page."""
    found: list[str] = []
    asked = {"limit": 200} | query
    while True:
        answer = await page(client, who, **asked)
        assert answer.status_code == 200, answer.text
        found += [item["id"] for item in answer.json()["items"]]
        if (cursor := answer.json()["next_cursor"]) is None:
            return found
        asked["cursor"] = cursor


async def record(town: Town, who: Member, bodies: Iterable[Mapping[str, Any]]) -> list[str]:
    """Many reports through the journal at once, as importers do; their ids in order."""
    journal, kind = town.house.journal, town.house.incidents.reported
    facts: list[Fact] = []
    for body in bodies:
        fact_id = new_id()
        model, _ = read_body(kind.schema, dict(body))
        fact = imported_fact(
            journal, kind, town.id, (fact_id, fact_id), dict(body),
            occurred_at=model.occurred_at, saved_at=model.saved_at, received_at=datetime.now(UTC),
            source="field",
        )  # fmt: skip
        facts.append(await with_intake(fact, model))
    author = Author("person", who.id, who.organisation_id)
    for first in range(0, len(facts), MOST_IN_ONE):
        batch = facts[first : first + MOST_IN_ONE]
        await record_many(journal, town.id, [(fact, author) for fact in batch])
    return [str(fact.id) for fact in facts]


def on(day: int, hour: int = 12) -> str:
    """A moment so many days ago, at that hour, in UTC."""
    moment = datetime.now(UTC) - timedelta(days=day)
    return moment.replace(hour=hour, minute=0, second=0, microsecond=0).isoformat().replace("+00:00", "Z")


__all__ = ["ago", "entry", "frozen", "report"]
