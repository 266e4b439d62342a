"""Reports that are stale, newer than the server, or take the place of another are kept and told apart."""

from typing import Any

import httpx
import pytest

from api.kit.ids import new_id
from api.places.models import Category, Site
from api.places.service import put_rows
from tests.api.access.town import Town, enrol
from tests.api.incidents.conftest import People
from tests.api.incidents.reports import INCIDENTS, add, added, listed, page, put, read, report, tell


async def _places(town: Town, model: type[Site | Category], **row: Any) -> None:
    async with town.house.database.bound(town.id) as connection:
        await put_rows(town.house.journal, connection, town.id, model, [row])
    town.house.incidents.places._kept.clear()  # as if a second had passed


async def _site(town: Town, **fields: Any) -> str:
    site_id = new_id()
    row = {"name": f"Skolan {site_id}", "kind": "school", "lat": 58.5521, "lon": 18.0551}
    await _places(town, Site, id=site_id, **(row | fields))
    return str(site_id)


async def test_an_unknown_category_is_kept_and_flagged(client: httpx.AsyncClient, people: People) -> None:
    told = await tell(client, people.guard, category="dragons")
    assert (told["category"], told["flags"]) == ("dragons", ["unknown_category"])
    assert told["receipt"]["flags"] == ["unknown_category"]
    assert (await read(client, people.coordinator, told["id"]))["flags"] == ["unknown_category"]


async def test_a_closed_category_is_kept_and_flagged(
    client: httpx.AsyncClient, town: Town, people: People
) -> None:
    row = {"position": 99, "name": {"sv": "Isgator", "en": "Ice"}, "icon": "ice", "radius_m": 50}
    row |= {"window_h": 4, "place_fault": False, "counted": True, "phrases": []}
    await _places(town, Category, slug="ice", active=True, **row)
    assert (await tell(client, people.guard, category="ice"))["flags"] == []
    await _places(town, Category, slug="ice", active=False, **row)
    assert (await tell(client, people.guard, category="ice"))["flags"] == ["unknown_category"]


async def test_a_closed_or_unknown_site_is_kept_and_flagged(
    client: httpx.AsyncClient, town: Town, other_town: Town, people: People
) -> None:
    from datetime import UTC, datetime

    closed = await _site(town, closed_at=datetime.now(UTC))
    foreign = await _site(other_town)
    for site in (closed, foreign, str(new_id())):
        told = await tell(client, people.guard, site_id=site)
        assert (told["site_id"], told["flags"]) == (site, ["unknown_site"])


async def test_a_site_tells_where_a_report_without_position_is(
    client: httpx.AsyncClient, town: Town, people: People
) -> None:
    site = await _site(town)
    told = await tell(client, people.guard, site_id=site)
    assert told["position"] == {"lat": 58.5521, "lon": 18.0551, "accuracy_m": None}
    assert (told["precision"], told["flags"]) == ("site", [])
    own = await tell(client, people.guard, site_id=site, position={"lat": 58.5, "lon": 18.0})
    assert (own["position"]["lat"], own["precision"]) == (58.5, "point")


async def test_a_newer_version_is_kept_flagged_and_shown_with_what_it_says_more(
    client: httpx.AsyncClient, town: Town, people: People
) -> None:
    told = await tell(client, people.guard, v=2, weather="regn", note="Blött")
    assert told["flags"] == ["newer_version"]
    assert told["note"] == "Blött"
    await town.settled()
    feed = await client.get("/api/v1/journal", params={"limit": 200}, headers=people.coordinator.headers)
    bodies = {item["id"]: item["body"] for item in feed.json()["items"]}
    assert bodies[told["id"]]["weather"] == "regn"


async def test_a_newer_version_that_cannot_be_read_is_held(client: httpx.AsyncClient, people: People) -> None:
    answer = await put(client, people.guard, f"{INCIDENTS}/{new_id()}", report(v=2, severity="extreme"))
    assert answer.status_code == 202
    assert set(answer.json()) == {"receipt", "id"}
    receipt = answer.json()["receipt"]
    assert "quarantined" in receipt["flags"] and receipt["complete"] is False
    assert (await client.get(f"{INCIDENTS}/{receipt['id']}", headers=people.guard.headers)).status_code == 404


async def test_a_replaced_report_leaves_lists_and_counts_and_stays_readable(
    client: httpx.AsyncClient, people: People
) -> None:
    first = await tell(client, people.guard, note="Klotter på östra väggen")
    second = await tell(client, people.guard, note="Klotter på västra väggen", replaces=first["id"])
    assert second["replaces"] == first["id"]
    for who in (people.guard, people.coordinator, people.reader):
        ids = await listed(client, who)
        assert second["id"] in ids and first["id"] not in ids
        assert first["id"] not in await listed(client, who, organisation=str(people.guard.organisation_id))
        old = await read(client, who, second["replaces"])
        assert old["replaced_by"] == second["id"]
    third = await tell(client, people.guard, replaces=second["id"])
    ids = await listed(client, people.guard, mine=True)
    assert third["id"] in ids and not {first["id"], second["id"]} & set(ids)


async def test_what_is_replaced_may_come_after(client: httpx.AsyncClient, people: People) -> None:
    first_id = new_id()
    second = await tell(client, people.guard, replaces=str(first_id))
    first = await tell(client, people.guard, incident_id=first_id)
    assert first["replaced_by"] == second["id"]
    assert first["id"] not in await listed(client, people.guard)


@pytest.mark.parametrize("other", ["colleague", "host", "coordinator"])
async def test_nobody_replaces_another_s_report(
    client: httpx.AsyncClient, people: People, other: str
) -> None:
    first = await tell(client, people.guard)
    second = await tell(client, getattr(people, other), replaces=first["id"])
    ids = await listed(client, people.coordinator)
    assert {first["id"], second["id"]} <= set(ids)
    assert (await read(client, people.guard, first["id"]))["replaced_by"] is None


async def test_reports_that_replace_themselves_or_one_another_do_not_vanish(
    client: httpx.AsyncClient, people: People
) -> None:
    alone, first, second = new_id(), new_id(), new_id()
    await tell(client, people.guard, incident_id=alone, replaces=str(alone))
    await tell(client, people.guard, incident_id=first, replaces=str(second))
    await tell(client, people.guard, incident_id=second, replaces=str(first))
    ids = await listed(client, people.coordinator)
    assert str(alone) in ids
    assert len({str(first), str(second)} & set(ids)) == 1


async def test_another_municipality_s_report_cannot_be_replaced(
    client: httpx.AsyncClient, town: Town, other_town: Town, people: People
) -> None:
    foreign = await other_town.person("guard", "coordinator")
    theirs = await tell(client, foreign)
    await tell(client, people.guard, replaces=theirs["id"])
    assert (await read(client, foreign, theirs["id"]))["replaced_by"] is None
    assert theirs["id"] in await listed(client, foreign)


async def test_a_key_s_report_says_so(client: httpx.AsyncClient, town: Town, people: People) -> None:
    key = await town.key("incidents.write", "incidents.read", "incidents.read_text")
    told = await tell(client, key, note="Bevattning bruten")
    assert (told["source"], told["author"]["kind"]) == ("key", "key")
    assert told["id"] in await listed(client, key, source="key")
    assert told["id"] not in await listed(client, key, source="field")
    assert told["id"] in await listed(client, key)  # a key that may read, reads the whole municipality
    await town.settled()
    feed = await client.get("/api/v1/journal", params={"limit": 200}, headers=people.coordinator.headers)
    assert {item["source"] for item in feed.json()["items"] if item["id"] == told["id"]} == {"key"}


async def test_a_device_is_answered_with_its_own_author_s_words_only(
    client: httpx.AsyncClient, town: Town
) -> None:
    """An append credential may lie in somebody else's pocket."""
    person = await town.person("guard", organisation="Väktarna")
    device = await enrol(client, person)
    own = await tell(client, device, note="Ruta krossad")
    assert own["note"] == "Ruta krossad"
    assert (await added(client, device, own["id"], "note", note="Lagad"))["note"] == "Ruta krossad"
    colleague = await town.person("guard", organisation="Väktarna")
    theirs = await tell(client, colleague, note="Dörr olåst")
    answer = await add(client, device, theirs["id"], "note", note="Sett")
    assert answer.status_code == 201
    assert "Dörr olåst" not in answer.text and "Torget" not in answer.text
    assert (await page(client, device)).status_code == 403


async def test_the_number_of_the_receipt_is_the_incident_s(client: httpx.AsyncClient, people: People) -> None:
    told = await tell(client, people.guard)
    assert told["receipt_no"] == told["receipt"]["receipt_no"]
    shown = await read(client, people.guard, told["id"])
    assert shown["receipt_no"] == told["receipt_no"]
    assert "receipt" not in shown
    assert told["receipt"]["digest"] not in str(shown)
