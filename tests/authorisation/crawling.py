"""Every question by GET, also with another municipality's ids, words, places and cursors."""

from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing
from typing import Any

import httpx

from api.access.actors import credential
from api.journal.rules import START
from api.journal.stream import stream
from api.reactions import House
from tests.api.operations.wire import contract
from tests.authorisation.world import Side

GEOJSON = {"Accept": "application/geo+json"}
# OGC's own description is not the contract's: collections, and what each may be asked.
OGC = ("incidents", "areas", "sites")
_BY_ID = {
    "incidents/{}": "incident", "people/{}": "person", "organisations/{}": "organisation", "areas/{}": "area",
    "sites/{}": "site", "sites/{}/qr-sheet": "site", "checkpoints/{}": "checkpoint", "keys/{}": "key",
    "categories/{}": "category", "webhooks/{}": "webhook", "webhooks/{}/deliveries": "webhook",
    "views/{}": "view",
}  # fmt: skip


def questions(side: Side, other: Side, cursors: dict[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Path and query of every GET: plain, and with each parameter naming something of the other side's."""
    for path, operations in contract()["paths"].items():
        if "get" not in operations or "{" in path or path.endswith("/stream"):
            continue
        named = {one["name"]: one["schema"] for one in operations["get"]["parameters"] if "name" in one}
        usual = {"limit": str(named["limit"]["maximum"])} if "limit" in named else {}
        if path.endswith("/similar"):
            usual = {"category": "noise", "lat": f"{other.at + 0.006789:.6f}", "lon": "18.05",
                     "occurred_at": "2026-01-01T00:00:00Z"}  # fmt: skip
        yield path, usual
        for name, values in _probes(other, cursors.get(path)).items():
            if name in named:
                yield from ((path, usual | {name: value}) for value in values)
    for owner in side, other:
        for template, kind in _BY_ID.items():
            ids = {value for (of, _), value in owner.objects.items() if of == kind}
            yield from ((f"/api/v1/{template.format(one)}", {}) for one in ids)
        for (kind, name), incident in owner.objects.items():
            if kind == "incident":
                photo = owner.objects["photo", name]
                yield f"/api/v1/incidents/{incident}/attachments/{photo}", {}
                yield f"/ogc/collections/incidents/items/{incident}", {}
    yield from _geographic(other)


def _probes(other: Side, cursor: str | None) -> dict[str, tuple[str, ...]]:
    some = other.objects
    box = f"17,{other.at - 1},19,{other.at + 1}"
    return {
        "q": (other.word, other.secret), "area": (some["area", ""],), "site": (some["site", ""],),
        "organisation": (some["organisation", ""],), "category": (some["category", ""], "noise"),
        "bbox": (box,), "cursor": (cursor,) if cursor else (), "after": (cursor,) if cursor else (),
        "format": ("csv", "xlsx"), "language": ("en",), "mine": ("true",), "source": ("field", "police"),
        "sort": ("-changed_at", "occurred_at"), "offset": ("1",), "kind": ("incident.reported", "note"),
        "role": ("guard", other.word), "crs": ("EPSG:3006",), "state": ("failed",),
    }  # fmt: skip


def _geographic(other: Side) -> Iterator[tuple[str, dict[str, str]]]:
    yield from ((f"/ogc{path}", {}) for path in ("", "/conformance", "/api", "/collections"))
    for collection in OGC:
        yield f"/ogc/collections/{collection}", {}
        items = f"/ogc/collections/{collection}/items"
        yield items, {"limit": "1000"}
        yield items, {"bbox": f"17,{other.at - 1},19,{other.at + 1}"}
        yield from ((f"{items}/{value}", {}) for (kind, _), value in other.objects.items() if kind == "site")
    yield "/ogc/collections/incidents/items", {"area_id": other.objects["area", ""]}


async def cursors_of(side: Side, who: str) -> dict[str, str]:
    """Where the second page of each of somebody's lists begins."""
    found = {}
    for path, operations in contract()["paths"].items():
        parameters = operations.get("get", {}).get("parameters", [])
        if "{" in path or not {"limit"} & {one.get("name") for one in parameters}:
            continue
        answer = await side.client.get(path, params={"limit": 1}, headers=side.people[who].headers)
        if answer.status_code == 200:
            told = answer.json()
            found[path] = told.get("next_cursor") or told.get("next") or ""
    return found


async def crawl(
    side: Side, who: str, asked: list[tuple[str, dict[str, str]]]
) -> AsyncIterator[tuple[str, httpx.Response]]:
    """Every answer, each with what was asked."""
    headers = side.people[who].headers if who != "nobody" else {}
    files = [query for path, query in asked if path.endswith("-exports")]
    for path, query in asked:
        # Which files were asked for is told again to who decides about them.
        besides = files if path.endswith("/confirmations") else ""
        for accept in {}, GEOJSON:
            if accept and not path.endswith(("/incidents", "/areas", "/sites")):
                continue
            asked_for = await _confirmed(side, headers, query) if path.endswith("-exports") else {}
            answer = await side.client.get(path, params=query | asked_for, headers=headers | accept)
            yield f"{path} {query} {besides}", answer


async def _confirmed(side: Side, headers: dict[str, str], query: dict[str, str]) -> dict[str, str]:
    """The confirmation by which a person has a file, as far as one is given."""
    reason, path = {"reason": "Ett möte."}, "/api/v1/incident-exports"
    answer = await side.client.post(path, params=query, json=reason, headers=headers)
    return {"confirmation": answer.json()["id"]} if answer.status_code == 201 else {}


async def streamed(house: House, side: Side, who: str) -> str:
    """All that the stream has told somebody by its first heartbeat."""
    told = bytearray()
    events: Any = await stream(house.journal, credential(side.people[who].token), START.text())
    async with aclosing(events):
        async for event in events:
            told += event
            if event.startswith(b"event: heartbeat"):
                return told.decode()
    return told.decode()
