"""Registerutdrag: everything that stands about a person in one's own municipality (J8)."""

from typing import Any

import httpx
import pytest

from api.reactions import House
from tests.api.access.registering import Desk, refused
from tests.api.access.town import Town
from tests.api.erasures.cases import texts
from tests.api.incidents.conftest import People
from tests.api.incidents.reports import added, tell

WHO = "Ludmila Planterad"


async def asked(desk: Desk, form: str = "json", **body: Any) -> httpx.Response:
    """Ask for an extract."""
    path, sent = f"/api/v1/extracts?format={form}", {"reason": "KS 2026/90"} | body
    return await desk.client.post(path, json=sent, headers=desk.who.headers)


async def test_a_planted_person_is_found_wherever_she_stands_and_nowhere_else(
    client: httpx.AsyncClient, town: Town, other_town: Town, people: People, worker: House
) -> None:
    chief = Desk(client, await town.person("safety_chief"))
    admin, technician = Desk(client, people.admin), Desk(client, await town.person("technician"))
    for one in (await town.person("guard"), await other_town.person("guard", organisation="X")):
        told = await tell(client, one, note="Talade med LUDMILA  planterad", place=f"Hos {WHO}")
    mine = await tell(client, people.guard, note="Annat")
    await added(client, people.coordinator, mine["id"], "note", note=f"{WHO} ringde")
    await added(client, people.coordinator, mine["id"], "handed_over", receiver=WHO, reference="1")
    await added(client, people.coordinator, mine["id"], "status", status="resolved", reason=WHO)
    await technician.add("sites", {"name": f"{WHO}s kiosk", "lat": 58.5, "lon": 18.05})
    await admin.add("organisations", {"name": f"{WHO} AB", "kind": "shop"})
    await admin.add("legal-holds", {"receipt_no": mine["receipt"]["receipt_no"], "reference": WHO})
    leaver = await town.person("host", name=WHO)

    found = await asked(chief, words=["ludmila-planterad"])
    assert found.status_code == 201, found.text
    places = [one["place"] for one in found.json()["items"]]
    assert {"sites", "organisations", "legal_holds", "people", "incident.reported"} <= set(places)
    assert places.count("incident.reported") == 1
    assert len([one for one in found.json()["items"] if one["subject_id"] == mine["id"]]) == 4
    assert str(told["id"]) not in found.text and found.json()["complete"] and found.json()["exceptions"]
    by_account = (await asked(chief, person_id=str(leaver.id))).json()["items"]
    assert len(by_account) >= len(places)
    file = await asked(chief, "csv", words=[WHO])
    assert file.headers["content-disposition"].endswith('registerutdrag.csv"') and WHO in file.text
    made = (await chief.get("/extracts")).json()["items"]
    assert [one["reason"] for one in made] == ["KS 2026/90"] * 3 and WHO not in str(made)
    assert "erasures" not in await texts(worker, town.id, WHO)


@pytest.mark.parametrize("body", [{"words": ["ab"]}, {"words": []}, {"words": ["Ek Eva"], "reason": " "}])
async def test_an_extract_has_a_reason_and_somebody_in_it(
    client: httpx.AsyncClient, town: Town, body: dict[str, Any]
) -> None:
    chief = Desk(client, await town.person("safety_chief"))
    assert (await asked(chief, **body)).status_code == 422


async def test_only_who_answers_for_it_makes_one_and_only_of_ones_own_people(
    client: httpx.AsyncClient, town: Town, other_town: Town, people: People
) -> None:
    assert refused(await asked(Desk(client, people.admin), words=["Eva Ek"]))[0] == 403
    stranger = await other_town.person("host")
    chief = Desk(client, await town.person("safety_chief"))
    assert refused(await asked(chief, person_id=str(stranger.id))) == (404, "not_found")
