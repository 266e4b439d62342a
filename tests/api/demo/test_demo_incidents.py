"""Two invented years: repeatable, lifelike, closed, about events and never persons."""

import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from shapely import STRtree, points  # type: ignore[import-untyped]
from shapely.geometry import shape  # type: ignore[import-untyped]

from api.demo.bodies import notes
from api.demo.incidents import DemoIncident, incidents
from api.demo.patterns import patterns
from api.demo.registers import SLUGS, demo_municipality
from api.incidents.schemas import (
    AssignedPut,
    CorrectionPut,
    FixedPut,
    HandedOverPut,
    IncidentPut,
    NotePut,
    StatusPut,
    SummonedPut,
)
from api.journal.schemas import FactPut
from api.kit.ids import is_uuid7
from api.kit.personal_data import find

Told = dict[str, list[DemoIncident]]
END = datetime(2026, 11, 22, 22, 30, tzinfo=UTC)
STOCKHOLM = ZoneInfo("Europe/Stockholm")
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


@pytest.fixture(scope="module")
def told() -> Told:
    return {slug: list(incidents(demo_municipality(slug), 1, END)) for slug in SLUGS}


@pytest.fixture(scope="module")
def ljusvik(told: Told) -> list[DemoIncident]:
    return told["ljusvik"]


def local(incident: DemoIncident) -> datetime:
    return incident.occurred_at.astimezone(STOCKHOLM)


def share(found: list[DemoIncident], what: Callable[[DemoIncident], bool], *slugs: str) -> float:
    chosen = [each for each in found if not slugs or each.body["category"] in slugs]
    return sum(map(what, chosen)) / len(chosen)


def final_status(incident: DemoIncident) -> str:
    status = "new"
    for entry in incident.entries:
        status = {"fixed": "resolved"}.get(entry.body["kind"], entry.body.get("status", status))
    return status


def weekend_night(incident: DemoIncident) -> bool:
    shifted = local(incident) - timedelta(hours=6)  # the night belongs to the evening before
    return shifted.weekday() in (4, 5) and shifted.hour >= 14


def test_counts_and_order(told: Told) -> None:
    for slug, (least, most) in LEAST_AND_MOST.items():
        moments = [each.occurred_at for each in told[slug]]
        assert least <= len(moments) <= most
        assert moments == sorted(moments)
        assert moments[0] < END - timedelta(days=725)


def test_both_municipalities_are_told_within_three_seconds() -> None:
    started = time.process_time()
    for slug in SLUGS:
        assert sum(1 for _ in incidents(demo_municipality(slug), 2, END))
    assert time.process_time() - started < 3


def test_the_same_seed_tells_the_same_and_another_something_else(told: Told) -> None:
    granby = demo_municipality("granby")
    assert list(incidents(granby, 1, END)) == told["granby"]
    assert not {each.id for each in incidents(granby, 2, END)} & {
        each.id for each in told["granby"]
    }


def test_a_later_end_only_adds(ljusvik: list[DemoIncident]) -> None:
    early = END - timedelta(days=40)
    bodies = {each.id: each.body for each in ljusvik}
    before = [each for each in incidents(demo_municipality("ljusvik"), 1, early, months=6)]
    assert before
    assert all(bodies[each.id] == each.body for each in before)


def test_nothing_comes_after_the_end_or_before_it_happened(told: Told) -> None:
    for each in (*told["ljusvik"], *told["granby"]):
        saved = datetime.fromisoformat(each.body["saved_at"])
        assert each.occurred_at <= saved + timedelta(milliseconds=1)
        assert saved < each.received_at <= END
        assert all(each.received_at <= entry.received_at <= END for entry in each.entries)


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


def test_ways_of_saying_where_all_occur(ljusvik: list[DemoIncident]) -> None:
    indoors = [each for each in ljusvik if each.body.get("setting") == "indoors"]
    assert len(indoors) > 100
    assert all("position" not in each.body and "site_id" in each.body for each in indoors)
    only_words = share(ljusvik, lambda each: not {"position", "site_id"} & set(each.body))
    assert 0.03 < only_words < 0.2


def test_positions_lie_on_the_island(told: Told) -> None:
    for slug, found in told.items():
        island = demo_municipality(slug)
        spots = [each.body["position"] for each in found if "position" in each.body]
        where = points([(spot["lon"], spot["lat"]) for spot in spots])
        areas = STRtree([shape(area.geometry) for area in island.areas])
        inside = set(areas.query(where, predicate="intersects")[0])
        assert len(inside) == len(spots)
        assert len(set(areas.query(where, predicate="intersects")[1])) >= 8


def test_disturbances_belong_to_weekend_nights_at_the_square_and_the_harbour(
    ljusvik: list[DemoIncident],
) -> None:
    assert 0.33 < share(ljusvik, weekend_night, "disturbance", "threat_violence") < 0.55
    assert share(ljusvik, weekend_night, "illegal_parking") < 0.1
    centre = [a for a in demo_municipality("ljusvik").areas if a.key in ("centrum", "hamnen")]
    tree = STRtree([shape(area.geometry) for area in centre])
    found = [
        each.body["position"]
        for each in ljusvik
        if each.body["category"] == "disturbance" and "position" in each.body
    ]
    where = points([(spot["lon"], spot["lat"]) for spot in found])
    assert tree.query(where, predicate="intersects").shape[1] / len(found) > 0.4


def test_seasons_show(ljusvik: list[DemoIncident]) -> None:
    assert share(ljusvik, lambda each: local(each).month >= 9, "lighting_fault") > 0.45
    summer = {
        str(s.id) for s in demo_municipality("ljusvik").sites if s.kind in ("harbour", "beach")
    }
    visits = Counter(local(e).month for e in ljusvik if e.body.get("site_id") in summer)
    assert sum(visits[m] for m in (6, 7, 8)) > 10 * sum(visits[m] for m in (1, 2, 12))
    nights = [each for each in ljusvik if each.body["category"] == "lighting_fault"]
    assert share(nights, lambda each: 9 <= local(each).hour <= 15) < 0.05


def test_graffiti_gathers_in_the_underpasses(ljusvik: list[DemoIncident]) -> None:
    tunnels = [s for s in demo_municipality("ljusvik").sites if s.kind == "underpass"]
    ids, names = {str(site.id) for site in tunnels}, tuple(site.name for site in tunnels)

    def in_tunnel(each: DemoIncident) -> bool:
        return each.body.get("site_id") in ids or each.body.get("place", "").startswith(names)

    assert share(ljusvik, in_tunnel, "graffiti") > 0.2
    assert share(ljusvik, in_tunnel, "theft") == 0


def test_schools_are_quieter_in_summer(ljusvik: list[DemoIncident]) -> None:
    schools = {str(s.id) for s in demo_municipality("ljusvik").sites if s.kind == "school"}
    months = Counter(local(e).month for e in ljusvik if e.body.get("site_id") in schools)
    assert months[7] * 2 < (months[5] + months[9]) / 2 * 1.6


def test_some_reports_come_hours_late_and_most_at_once(ljusvik: list[DemoIncident]) -> None:
    delays = [e.received_at - datetime.fromisoformat(e.body["saved_at"]) for e in ljusvik]
    late = sum(delay > timedelta(hours=1) for delay in delays) / len(delays)
    assert 0.02 < late < 0.1
    assert sorted(delays)[len(delays) // 2] < timedelta(minutes=1)


def test_loops_are_closed_except_the_latest(told: Told) -> None:
    for found in told.values():
        replaced = {each.body["replaces"] for each in found if "replaces" in each.body}
        status = {each.id: final_status(each) for each in found if str(each.id) not in replaced}
        old = [each for each in found if each.occurred_at < END - timedelta(days=90)]
        done = {status[each.id] for each in old if each.id in status}
        assert done == {"resolved", "dismissed"}
        latest = [status[e.id] for e in found if e.id in status][-40:]
        assert set(latest) & {"new", "triaged", "in_progress"}


def test_place_faults_go_from_report_to_fixed(ljusvik: list[DemoIncident]) -> None:
    path = ["status", "handed_over", "fixed"]
    faults = [e for e in ljusvik if patterns()["categories"][e.body["category"]]["loop"] == "fault"]
    old = [each for each in faults if each.occurred_at < END - timedelta(days=90)]

    def mended(each: DemoIncident) -> bool:
        kinds = [e.body["kind"] for e in each.entries]
        return [kind for kind in path if kind in kinds] == path and kinds[-1] == "fixed"

    assert share(old, mended) > 0.9
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


def test_every_category_happens_in_both(told: Told) -> None:
    for found in told.values():
        assert {each.body["category"] for each in found} == set(patterns()["categories"])
