"""Handing over by letter, and doing the worker's job by hand."""

import json
import re
from typing import Any

import httpx

from api.reactions import House
from tests.api.access.town import Member, Town
from tests.api.incidents.reports import added, read, tell
from tests.smtp import Postbox, text_of

ADDRESS = "drift@energi.example"
NOTE = "Armaturen hänger löst."


async def hand_over(
    client: httpx.AsyncClient, guard: Member, coordinator: Member, **mail: Any
) -> dict[str, Any]:
    """A report that the coordinator has handed over by letter."""
    told = await tell(
        client, guard, category="lighting_fault", place="Kajen 4", note=NOTE,
        position={"lat": 58.55, "lon": 18.05},
    )  # fmt: skip
    asked = {"to": ADDRESS, "include": ["place", "position", "note"]} | mail
    return await added(
        client, coordinator, told["id"], "handed_over",
        receiver="Bergby Energi", reference="BE-17", note="Före helgen, tack.", email=asked,
    )  # fmt: skip


async def jobs(town: Town, incident_id: str) -> list[dict[str, str]]:
    """The arguments of the jobs that an incident's hand-overs deferred."""
    rows = await town.change(
        "SELECT json_agg(json_build_object('municipality', d.municipality_id, 'delivery', d.id))::text"
        " FROM deliveries d JOIN reply_links l USING (municipality_id)"
        " WHERE municipality_id = $1 AND l.id = d.record_id AND l.incident_id = $2",
        incident_id,
    )
    found: list[dict[str, str]] = json.loads(rows or "[]")
    return found


async def deliver(worker: House, town: Town, incident_id: str) -> None:
    """Do the worker's job for every letter of an incident."""
    for job in await jobs(town, incident_id):
        await worker.handlers["notify"](job)


async def delivery_of(client: httpx.AsyncClient, who: Member, incident_id: str) -> dict[str, Any]:
    """What the desk is shown of the last letter."""
    entries = (await read(client, who, incident_id))["entries"]
    shown: dict[str, Any] = [one for one in entries if one["kind"] == "handed_over"][-1]["delivery"]
    return shown


def link_in(box: Postbox) -> str:
    """The path of the link in the last letter."""
    found = re.search(r"https?://[^/\s]+(/atersvar/\S+)", text_of(box.letters[-1]))
    assert found is not None
    return found[1]
