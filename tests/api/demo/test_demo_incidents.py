"""Two invented years: repeatable, closed, taken by the API, about events and never persons."""

import time
from datetime import datetime, timedelta

from api.demo.bodies import notes
from api.demo.incidents import DemoIncident, incidents
from api.demo.patterns import patterns
from api.demo.registers import SLUGS, demo_municipality
from api.handovers.schemas import HandedOverPut
from api.incidents.schemas import (
    AssignedPut,
    CorrectionPut,
    FixedPut,
    IncidentPut,
    NotePut,
    StatusPut,
    SummonedPut,
)
from api.journal.schemas import FactPut
from api.kit.ids import is_uuid7
from api.kit.personal_data import find

Told = dict[str, list[DemoIncident]]
ENTRY_SCHEMAS: dict[str, type[FactPut]] = {
    "note": NotePut,
    "correction": CorrectionPut,
    "status": StatusPut,
    "summoned": SummonedPut,
    "assigned": AssignedPut,
    "handed_over": HandedOverPut,
    "fixed": FixedPut,
}
LEAST_AND_MOST = {"ljusvik": (6_000, 9_000), "granby": (1_200, 1_900)}
PERSONS = (
    "pojk",
    "flick",
    "ungdom",
    "kille",
    "tjej",
    "kvinna",
    "en man ",
    "mannen",
    "klädd",
    "årig",
)


def final_status(incident: DemoIncident) -> str:
    status = "new"
    for entry in incident.entries:
        status = {"fixed": "resolved"}.get(entry.body["kind"], entry.body.get("status", status))
    return status


def test_counts_and_order(told: Told, end: datetime) -> None:
    for slug, (least, most) in LEAST_AND_MOST.items():
        moments = [each.occurred_at for each in told[slug]]
        assert least <= len(moments) <= most
        assert moments == sorted(moments)
        assert moments[0] < end - timedelta(days=725)


def test_both_municipalities_are_told_within_three_seconds(end: datetime) -> None:
    started = time.process_time()
    for slug in SLUGS:
        assert sum(1 for _ in incidents(demo_municipality(slug), 2, end))
    assert time.process_time() - started < 3


def test_the_same_seed_tells_the_same_and_another_something_else(told: Told, end: datetime) -> None:
    granby = demo_municipality("granby")
    assert list(incidents(granby, 1, end)) == told["granby"]
    assert not {each.id for each in incidents(granby, 2, end)} & {each.id for each in told["granby"]}


def test_a_later_end_only_adds(ljusvik: list[DemoIncident], end: datetime) -> None:
    early = end - timedelta(days=40)
    bodies = {each.id: each.body for each in ljusvik}
    before = [each for each in incidents(demo_municipality("ljusvik"), 1, early, months=6)]
    assert before
    assert all(bodies[each.id] == each.body for each in before)


def test_nothing_comes_after_the_end_or_before_it_happened(told: Told, end: datetime) -> None:
    for each in (*told["ljusvik"], *told["granby"]):
        saved = datetime.fromisoformat(each.body["saved_at"])
        assert each.occurred_at <= saved + timedelta(milliseconds=1)
        assert saved < each.received_at <= end
        assert all(each.received_at <= entry.received_at <= end for entry in each.entries)


def test_ids_are_version_seven_of_the_time_and_unique(told: Told) -> None:
    ids = [each.id for found in told.values() for each in found]
    ids += [entry.id for found in told.values() for each in found for entry in each.entries]
    assert len(ids) == len(set(ids))
    assert all(map(is_uuid7, ids))
    first = told["ljusvik"][0]
    assert first.id.int >> 80 == int(first.occurred_at.timestamp() * 1000)


def test_every_body_and_entry_is_what_the_api_takes(told: Told) -> None:
    sites = {site.id for slug in SLUGS for site in demo_municipality(slug).sites}
    for each in (*told["ljusvik"], *told["granby"]):
        put = IncidentPut.model_validate(each.body)
        assert put.site_id is None or put.site_id in sites
        for entry in each.entries:
            ENTRY_SCHEMAS[entry.body["kind"]].model_validate(entry.body)


def test_loops_are_closed_except_the_latest(told: Told, end: datetime) -> None:
    for found in told.values():
        replaced = {each.body["replaces"] for each in found if "replaces" in each.body}
        status = {each.id: final_status(each) for each in found if str(each.id) not in replaced}
        old = [each for each in found if each.occurred_at < end - timedelta(days=90)]
        done = {status[each.id] for each in old if each.id in status}
        assert done == {"resolved", "dismissed"}
        latest = [status[e.id] for e in found if e.id in status][-40:]
        assert set(latest) & {"new", "triaged", "in_progress"}


def test_place_faults_go_from_report_to_fixed(ljusvik: list[DemoIncident], end: datetime) -> None:
    path = ["status", "handed_over", "fixed"]
    faults = [e for e in ljusvik if patterns()["categories"][e.body["category"]]["loop"] == "fault"]
    old = [each for each in faults if each.occurred_at < end - timedelta(days=90)]

    def mended(each: DemoIncident) -> bool:
        kinds = [e.body["kind"] for e in each.entries]
        return [kind for kind in path if kind in kinds] == path and kinds[-1] == "fixed"

    assert sum(map(mended, old)) / len(old) > 0.9
    authors = {e.author.role for each in old for e in each.entries if e.body["kind"] == "fixed"}
    assert "technician" in authors


def test_replaced_and_duplicate_reports_occur(ljusvik: list[DemoIncident]) -> None:
    by_id = {str(each.id): each for each in ljusvik}
    again = [each for each in ljusvik if "replaces" in each.body]
    assert again
    assert all(by_id[each.body["replaces"]].author == each.author for each in again)
    reasons = [e.body.get("reason") for each in ljusvik for e in each.entries]
    assert reasons.count(notes()["follow_up"]["duplicate"]) > 20


def test_notes_vary_and_tell_of_no_person(told: Told) -> None:
    texts = [each.body["note"] for found in told.values() for each in found if "note" in each.body]
    texts += [
        text
        for found in told.values()
        for each in found
        for entry in each.entries
        for key in ("note", "reason", "place", "reference")
        if (text := entry.body.get(key))
    ]
    texts += [each.body["place"] for each in told["ljusvik"] if "place" in each.body]
    distinct = set(texts)
    assert len(distinct) > 2_000
    assert not [text for text in distinct if find(text)]
    assert not [text for text in distinct for word in PERSONS if word in text.lower()]
    assert not [text for text in distinct if "{" in text]
