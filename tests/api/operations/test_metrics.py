"""Figures for an operator: what is useful of requests and facts, and nobody's id or words."""

import re
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from api.incidents.models import store
from api.kit.ids import new_id
from api.operations import figures
from tests.api.journal.town import Town, entry, frozen, path_to, put, report


async def read(client: httpx.AsyncClient, name: str, **labels: str) -> float:
    """A figure's value; 0 when it is not there."""
    text = (await client.get("/metrics")).text
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            if sample.name == name and sample.labels == labels:
                return float(sample.value)
    return 0.0


async def test_facts_are_counted_by_what_became_of_them(
    client: httpx.AsyncClient, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def facts(outcome: str, kind: str = "incident.reported") -> float:
        return await read(client, "ledljus_facts_total", kind=kind, outcome=outcome)

    outcomes = ("accepted", "replayed", "conflict", "refused", "quarantined")
    before = {outcome: await facts(outcome) for outcome in outcomes}
    waited = await facts("waiting", "incident.noted")
    subject, raw = new_id(), frozen(report())
    for _ in range(2):
        await put(client, town.guard, path_to(subject), raw)
    await put(client, town.guard, path_to(subject), report(place="Annan plats"))
    await put(client, town.reader, path_to(new_id()), report())
    await put(client, town.guard, path_to(new_id(), new_id()), entry("note", note="Före"))

    def faulty(*_: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("api.incidents.service.store", faulty)
    await put(client, town.guard, path_to(new_id()), report())
    monkeypatch.setattr("api.incidents.service.store", store)
    assert {outcome: await facts(outcome) - before[outcome] for outcome in outcomes} == dict.fromkeys(
        outcomes, 1
    )
    assert await facts("waiting", "incident.noted") == waited + 1


async def test_what_is_held_for_a_person_is_summed(
    client: httpx.AsyncClient, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures, "FRESH_S", 0)
    before = await read(client, "ledljus_quarantine_held")
    subject = new_id()
    await put(client, town.guard, path_to(subject), report())
    await put(client, town.guard, path_to(subject), report(place="Annan plats"))
    assert await read(client, "ledljus_quarantine_held") == before + 1
    assert await read(client, "ledljus_database_up") == 1
    assert await read(client, "ledljus_worker_heartbeat_age_seconds") == float("inf")  # nobody works here


async def test_requests_are_counted_and_timed_by_route(client: httpx.AsyncClient, town: Town) -> None:
    labels = {"method": "GET", "route": "/api/v1/incidents/{id}"}
    before = await read(client, "ledljus_requests_total", status="404", **labels)
    timed = await read(client, "ledljus_request_seconds_count", **labels)
    await client.get(path_to(new_id()), headers=town.guard.headers)
    assert await read(client, "ledljus_requests_total", status="404", **labels) == before + 1
    assert await read(client, "ledljus_request_seconds_count", **labels) == timed + 1


async def test_no_label_tells_an_id_or_what_was_sent(client: httpx.AsyncClient, town: Town) -> None:
    odd = "Kalle-Karlsson-19121212-1212"
    for path in (f"/{odd}", f"/api/v1/incidents/{odd}", f"/desk/{odd}", f"/api/v1/incidents?q={odd}"):
        await client.request("GET", path, headers=town.guard.headers)
    await client.request(odd.upper(), "/api/v1/incidents")
    await put(client, town.guard, path_to(new_id()), report(place=odd, category="hemlig_kategori"))
    text = (await client.get("/metrics")).text
    values = {
        value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name.startswith("ledljus_")
        for value in sample.labels.values()
    }
    assert "/api/v1/incidents/{id}" in values
    said = " ".join(values).lower()
    assert odd.lower() not in said and "hemlig" not in said and "bergby" not in said
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}|[0-9a-f]{32}|\d{6,}|@", said)
