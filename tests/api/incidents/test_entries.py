"""Every kind of entry, what it does to its incident, and who may make it."""

from typing import Any

import httpx
import pytest

from api.kit.ids import new_id
from tests.api.access.town import Member
from tests.api.incidents.conftest import People
from tests.api.incidents.reports import INCIDENTS, add, added, ago, entry, listed, put, read, tell


@pytest.fixture
async def incident(client: httpx.AsyncClient, people: People) -> dict[str, Any]:
    """The guard's report."""
    return await tell(client, people.guard, severity="low", note="Lampa ur funktion", cost_sek=100)


async def _timeline(client: httpx.AsyncClient, who: Member, incident: dict[str, Any]) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = (await read(client, who, incident["id"]))["entries"]
    return entries


async def test_a_note_says_more_and_changes_nothing(
    client: httpx.AsyncClient, people: People, incident: dict[str, Any]
) -> None:
    after = await added(client, people.colleague, incident["id"], "note", note="Även den bredvid")
    changed = {"entry_count", "changed_at", "author"}
    assert {name for name in after if after[name] != incident[name]} <= changed
    assert after["entry_count"] == 1
    (line,) = await _timeline(client, people.guard, incident)
    assert (line["kind"], line["note"], line["effective"]) == ("note", "Även den bredvid", True)
    assert line["author"]["name"] == "Kim Kollega"
    assert line["changes"] is None


@pytest.mark.parametrize("status", ["triaged", "in_progress", "resolved", "dismissed"])
async def test_a_status_is_set_with_its_reason(
    client: httpx.AsyncClient, people: People, incident: dict[str, Any], status: str
) -> None:
    after = await added(
        client, people.coordinator, incident["id"], "status", status=status, reason="Anmält till elverket"
    )
    assert after["status"] == status
    assert incident["id"] in await listed(client, people.coordinator, status=status)
    (line,) = await _timeline(client, people.coordinator, incident)
    assert (line["status"], line["reason"]) == (status, "Anmält till elverket")


async def test_statuses_count_in_the_journal_s_order_whatever_their_clocks_say(
    client: httpx.AsyncClient, people: People, incident: dict[str, Any]
) -> None:
    for status, minutes in (("resolved", 1), ("triaged", 60)):
        await added(
            client, people.coordinator, incident["id"], "status", status=status, occurred_at=ago(minutes)
        )
    assert (await read(client, people.coordinator, incident["id"]))["status"] == "triaged"


async def test_summoned_help_is_gathered(
    client: httpx.AsyncClient, people: People, incident: dict[str, Any]
) -> None:
    await added(client, people.guard, incident["id"], "summoned", summoned=["police", "ambulance"])
    after = await added(
        client, people.colleague, incident["id"], "summoned", summoned=["guard", "police"], note="På väg"
    )
    assert after["summoned"] == ["ambulance", "guard", "police"]


async def test_an_organisation_or_a_person_is_assigned(client: httpx.AsyncClient, people: People) -> None:
    incident = await tell(client, people.guard, category="disturbance")
    unit = str(people.technician.organisation_id)
    after = await added(client, people.operator, incident["id"], "assigned", organisation_id=unit)
    assert after["assigned"] == {"organisation_id": unit, "person_id": None}
    assert after["status"] == "triaged"
    assert incident["id"] in await listed(client, people.technician)
    person = str(people.loner.id)
    after = await added(client, people.operator, incident["id"], "assigned", person_id=person)
    assert after["assigned"] == {"organisation_id": None, "person_id": person}
    assert incident["id"] in await listed(client, people.loner)
    assert incident["id"] not in await listed(client, people.technician)


async def test_it_is_handed_over_with_their_reference(
    client: httpx.AsyncClient, people: People, incident: dict[str, Any]
) -> None:
    after = await added(
        client,
        people.operator,
        incident["id"],
        "handed_over",
        receiver="Polisen",
        reference="5000-K123456-26",
    )
    assert after["status"] == "in_progress"
    said = after["handed_over"]
    assert (said["receiver"], said["reference"]) == ("Polisen", "5000-K123456-26")
    assert said["at"].endswith("Z")


async def test_a_mended_fault_is_resolved_and_open_again_when_somebody_says_so(
    client: httpx.AsyncClient, people: People
) -> None:
    fault = await tell(client, people.guard, category="lighting_fault")
    mended_at = ago(3)
    after = await added(
        client, people.technician, fault["id"], "fixed", occurred_at=mended_at, note="Ny lampa"
    )
    assert (after["status"], after["fixed_at"]) == ("resolved", mended_at)
    again = await added(client, people.coordinator, fault["id"], "status", status="in_progress")
    assert (again["status"], again["fixed_at"]) == ("in_progress", None)


@pytest.mark.parametrize(
    ("kind", "fields", "field"),
    [
        ("note", {}, "note"),
        ("note", {"note": ""}, "note"),
        ("note", {"note": "x" * 4001}, "note"),
        ("status", {"status": "new"}, "status"),
        ("status", {"status": "closed"}, "status"),
        ("status", {"status": "resolved", "reason": "x" * 201}, "reason"),
        ("summoned", {"summoned": []}, "summoned"),
        ("summoned", {"summoned": ["batman"]}, "summoned.0"),
        ("assigned", {}, ""),
        ("assigned", {"organisation_id": str(new_id()), "person_id": str(new_id())}, ""),
        ("handed_over", {"receiver": ""}, "receiver"),
        ("handed_over", {"receiver": "Polisen", "reference": "x" * 81}, "reference"),
        ("correction", {}, ""),
        ("correction", {"fields": {"status": "resolved"}}, "fields.status"),
        ("correction", {"fields": {"category": None}}, ""),
        ("correction", {"fields": {"category": ""}}, "fields.category"),
        ("correction", {"fields": {"occurred_at": None}}, ""),
        ("correction", {"fields": {"note": "x"}}, "fields.note"),
        ("fixed", {"status": "resolved"}, "status"),
        ("party", {}, "kind"),
        (None, {}, "kind"),
        (7, {}, "kind"),
    ],
)
async def test_a_wrong_entry_is_told_by_field(
    client: httpx.AsyncClient, people: People, incident: dict[str, Any], kind: Any, fields: Any, field: str
) -> None:
    body = entry(kind, **fields)
    path = f"{INCIDENTS}/{incident['id']}/entries/{new_id()}"
    answer = await put(client, people.coordinator, path, body)
    assert answer.status_code == 422, answer.text
    assert [one["field"] for one in answer.json()["errors"]] == [field]


async def test_a_subject_not_to_be_seen_is_answered_like_an_unknown_one(
    client: httpx.AsyncClient, people: People, incident: dict[str, Any]
) -> None:
    answers = [
        await add(client, people.host, one, "note", note="Hej") for one in (incident["id"], str(new_id()))
    ]
    assert [answer.status_code for answer in answers] == [202, 202]
    assert [set(answer.json()) for answer in answers] == [{"receipt", "id"}] * 2
    receipts = [answer.json()["receipt"] for answer in answers]
    assert receipts[0]["flags"] == receipts[1]["flags"] == []
    assert receipts[0].keys() == receipts[1].keys()
    shown = await read(client, people.coordinator, incident["id"])
    assert (shown["entry_count"], shown["flags"]) == (0, ["entry_refused"])
    (line,) = shown["entries"]
    assert line["effective"] is False
    assert "name" not in line["author"] and line["author"]["organisation"] == "Värdarna"


async def test_an_entry_before_its_subject_counts_when_that_comes(
    client: httpx.AsyncClient, people: People
) -> None:
    incident_id = new_id()
    for kind, said in (("note", {"note": "Mer"}), ("summoned", {"summoned": ["police"]})):
        answer = await add(client, people.guard, str(incident_id), kind, **said)
        assert answer.status_code == 202
    stranger = await add(client, people.host, str(incident_id), "note", note="Obehörig")
    assert stranger.status_code == 202
    told = await tell(client, people.guard, incident_id=incident_id)
    assert (told["entry_count"], told["summoned"]) == (2, ["police"])
    effective = [line["effective"] for line in await _timeline(client, people.coordinator, told)]
    assert effective == [True, True, False]


async def test_entries_of_a_replaced_report_are_still_taken(
    client: httpx.AsyncClient, people: People, incident: dict[str, Any]
) -> None:
    await tell(client, people.guard, replaces=incident["id"])
    after = await added(client, people.guard, incident["id"], "note", note="Sent")
    assert after["replaced_by"] is not None
    assert incident["id"] not in await listed(client, people.guard)
