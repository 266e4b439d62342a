"""Every field of a report is checked, and told by its name and reason, never by what was sent."""

import json
from typing import Any

import httpx
import pytest

from api.kit.ids import new_id
from tests.api.access.town import Town
from tests.api.incidents.conftest import People
from tests.api.incidents.reports import INCIDENTS, entry, put, read, report, tell

SECRET = "hemligheten"
LONG = SECRET * 500
CPR = {"action": "cpr", "started_at": "2024-11-05T10:00:00Z", "before_rescue_service": True}
PHOTO = {"id": str(new_id()), "sha256": "a" * 64, "media_type": "image/jpeg", "size": 1}
HELP = ["police", "guard", "ambulance", "rescue_service", "municipal_on_call", "social_services"]
WRONG: list[tuple[str, Any, str]] = [
    ("v", 0, "v"),
    ("v", "ett", "v"),
    ("v", "1", "v"),
    ("v", 1.5, "v"),
    ("category", None, "category"),
    ("category", "Skadegörelse", "category"),
    ("category", "x" * 41, "category"),
    ("occurred_at", None, "occurred_at"),
    ("occurred_at", SECRET, "occurred_at"),
    ("occurred_at", 1_700_000_000, "occurred_at"),
    ("occurred_at", "2024-11-05T10:00:00", "occurred_at"),
    ("occurred_at", "0000-01-01T00:00:00Z", "occurred_at"),
    ("occurred_at", "9999-12-31T23:59:59-12:00", "occurred_at"),
    ("saved_at", "2024-02-30T10:00:00Z", "saved_at"),
    ("occurred_until", "snart", "occurred_until"),
    ("position", {"lat": 91, "lon": 18}, "position.lat"),
    ("position", {"lat": 58, "lon": -180.1}, "position.lon"),
    ("position", {"lat": 58}, "position.lon"),
    ("position", {"lat": 58, "lon": 18, "accuracy_m": -1}, "position.accuracy_m"),
    ("position", {"lat": "58.5", "lon": 18}, "position.lat"),
    ("position", {"lat": True, "lon": 18}, "position.lat"),
    ("position", {"lat": 58, "lon": 18, "floor": SECRET}, "position.floor"),
    ("position", [58, 18], "position"),
    ("place", "x" * 201, "place"),
    ("place", 7, "place"),
    ("place", f"{SECRET}\x00", "place"),
    ("site_id", SECRET, "site_id"),
    ("setting", SECRET, "setting"),
    ("note", LONG, "note"),
    ("note", {"text": SECRET}, "note"),
    ("severity", "worst", "severity"),
    ("summoned", ["police", SECRET], "summoned.1"),
    ("summoned", "police", "summoned"),
    ("summoned", ["police"] * 13, "summoned"),
    ("first_response", [CPR | {"action": "surgery"}], "first_response.0.action"),
    ("first_response", [CPR | {"started_at": None}], "first_response.0.started_at"),
    ("first_response", [CPR | {"before_rescue_service": "yes"}], "first_response.0.before_rescue_service"),
    ("first_response", [CPR, CPR | {"patient": SECRET}], "first_response.1.patient"),
    ("first_response", [CPR] * 21, "first_response"),
    ("cost_sek", -1, "cost_sek"),
    ("cost_sek", 10**10, "cost_sek"),
    ("cost_sek", 12.5, "cost_sek"),
    ("replaces", "9e107d9d-372b-4b6f-8b1e-5a1c0f5d2a11", "replaces"),
    ("attachments", [PHOTO | {"id": "9e107d9d-372b-4b6f-8b1e-5a1c0f5d2a11"}], "attachments.0.id"),
    ("attachments", [PHOTO | {"sha256": "A" * 64}], "attachments.0.sha256"),
    ("attachments", [PHOTO | {"media_type": "image/gif"}], "attachments.0.media_type"),
    ("attachments", [PHOTO | {"size": 0}], "attachments.0.size"),
    ("attachments", [PHOTO | {"size": 10_485_761}], "attachments.0.size"),
    ("attachments", [PHOTO | {"url": SECRET}], "attachments.0.url"),
    ("attachments", [PHOTO | {"id": str(new_id())} for _ in range(7)], "attachments"),
    ("colour", SECRET, "colour"),
    (f"<script>{SECRET}", "x", "?"),
    ("cost_sek", "4500", "cost_sek"),
    ("status", "resolved", "status"),
    ("author", {"name": SECRET}, "author"),
    ("municipality_id", "01a20000-0000-7000-8000-000000000001", "municipality_id"),
    ("source", "police", "source"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "value", "told"), WRONG)
async def test_a_wrong_field_is_named_with_its_reason(
    client: httpx.AsyncClient, people: People, field: str, value: Any, told: str
) -> None:
    body = report() | {field: value}
    answer = await put(client, people.guard, f"{INCIDENTS}/{new_id()}", body)
    assert answer.status_code == 422, answer.text
    problem = answer.json()
    assert problem["code"] == "invalid_body"
    assert [one["field"] for one in problem["errors"]] == [told]
    assert problem["errors"][0]["reason"]
    assert SECRET not in answer.text


@pytest.mark.parametrize("field", ["v", "category", "occurred_at", "saved_at"])
async def test_what_a_report_must_say(client: httpx.AsyncClient, people: People, field: str) -> None:
    body = {name: value for name, value in report().items() if name != field}
    answer = await put(client, people.guard, f"{INCIDENTS}/{new_id()}", body)
    assert answer.json()["errors"] == [{"field": field, "reason": "missing"}]


async def test_several_faults_are_told_together(client: httpx.AsyncClient, people: People) -> None:
    body = report(severity="x", setting="y", cost_sek=-1)
    answer = await put(client, people.guard, f"{INCIDENTS}/{new_id()}", body)
    told = {one["field"] for one in answer.json()["errors"]}
    assert told == {"severity", "setting", "cost_sek"}


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b'{"v": NaN}', b"[" * 5000, b"{" * 5000]
)
async def test_what_is_no_json_object_is_refused(
    client: httpx.AsyncClient, people: People, raw: bytes
) -> None:
    answer = await put(client, people.guard, f"{INCIDENTS}/{new_id()}", raw)
    assert answer.status_code == 422
    assert answer.json()["code"] in ("not_json", "not_an_object")


async def test_lone_surrogates_and_large_numbers_are_told_not_met_by_failure(
    client: httpx.AsyncClient, people: People
) -> None:
    for field, value in (("note", "\ud800"), ("place", "\udfff"), ("cost_sek", 10**400), ("note", 1e308)):
        raw = json.dumps(report() | {field: value}).encode()
        answer = await put(client, people.guard, f"{INCIDENTS}/{new_id()}", raw)
        assert answer.status_code == 422, answer.text


async def test_a_fact_has_at_most_256_kib(client: httpx.AsyncClient, people: People) -> None:
    raw = b" " * (256 * 1024 + 1)
    answer = await put(client, people.guard, f"{INCIDENTS}/{new_id()}", raw)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize("path", ["x", "9e107d9d-372b-4b6f-8b1e-5a1c0f5d2a11", "0", "%00"])
async def test_an_id_is_a_uuid_of_version_7(client: httpx.AsyncClient, people: People, path: str) -> None:
    answer = await client.put(f"{INCIDENTS}/{path}", json=report(), headers=people.guard.headers)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "path.id")


async def test_one_of_three_places_is_needed(client: httpx.AsyncClient, people: People, town: Town) -> None:
    nowhere = {name: value for name, value in report().items() if name != "place"}
    places: list[dict[str, Any]] = [
        {"position": {"lat": 58.55, "lon": 18.05}},
        {"site_id": str(new_id())},
        {"place": "Torget"},
    ]
    for said in ({}, {"place": ""}, {"place": "  "}, {"position": None, "place": None}):
        answer = await put(client, people.guard, f"{INCIDENTS}/{new_id()}", nowhere | said)
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["reason"] == "one of position, place and site_id is needed"
    for said in places:
        answer = await put(client, people.guard, f"{INCIDENTS}/{new_id()}", nowhere | said)
        assert answer.status_code == 201, answer.text


async def test_everything_that_may_be_said_is_kept(client: httpx.AsyncClient, people: People) -> None:
    said: dict[str, Any] = {
        "occurred_at": "2024-11-05T23:30:00+01:00",
        "occurred_until": "2024-11-05T23:45:00+01:00",
        "position": {"lat": 58.5501, "lon": 18.0502, "accuracy_m": 12.5},
        "place": "Åkervägen 3, porten mot Öster",
        "setting": "semi_public",
        "note": 'Två unga sågs lämna platsen.\n"Fönster" – krossat.',
        "severity": "high",
        "summoned": HELP,
        "first_response": [
            {"action": action, "started_at": "2024-11-05T23:31:00+01:00", "before_rescue_service": True}
            for action in ("cpr", "aed", "first_aid", "fire_extinguishing", "evacuation")
        ],
        "cost_sek": 4_500,
    }  # fmt: skip
    told = await tell(client, people.guard, **said)
    shown = await read(client, people.guard, told["id"])
    in_utc = {
        "occurred_at": "2024-11-05T22:30:00.000Z",
        "occurred_until": "2024-11-05T22:45:00.000Z",
        "first_response": [
            {**one, "started_at": "2024-11-05T22:31:00.000Z"} for one in said["first_response"]
        ],
        "summoned": sorted(said["summoned"]),
    }
    for answer in (told, shown):
        assert {name: answer[name] for name in said} == said | in_utc
        assert (answer["status"], answer["source"], answer["precision"]) == ("new", "field", "point")


async def test_the_answer_to_a_put_is_what_a_get_shows(client: httpx.AsyncClient, people: People) -> None:
    """Also when somebody else than its author adds to it."""
    told = await tell(client, people.guard, note="Lugnt")
    shown = await read(client, people.guard, told["id"])
    assert told | {"receipt": None} == {**_listed(shown), "receipt": None}
    answer = await put(
        client,
        people.coordinator,
        f"{INCIDENTS}/{told['id']}/entries/{new_id()}",
        entry("note", note="Sett."),
    )
    assert answer.json()["subject"] == _listed(await read(client, people.coordinator, told["id"]))


def _listed(shown: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in shown.items() if name not in ("report", "entries", "reports")}


async def test_personal_data_is_masked_and_counted(client: httpx.AsyncClient, people: People) -> None:
    told = await tell(
        client, people.guard, note="Ring 070-174 06 05 eller eva@example.com", place="Hos 19811228-9874"
    )
    assert told["note"] == "Ring [telefonnummer] eller [e-postadress]"
    assert told["place"] == "Hos [personnummer]"
    assert told["receipt"]["masked"] == told["masked"] == 3
