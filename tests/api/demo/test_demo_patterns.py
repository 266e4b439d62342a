"""Two invented years are lifelike: places, nights, seasons, late arrivals."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from shapely import STRtree, points
from shapely.geometry import shape

from api.demo.incidents import DemoIncident
from api.demo.patterns import patterns
from api.demo.registers import demo_municipality

Told = dict[str, list[DemoIncident]]
STOCKHOLM = ZoneInfo("Europe/Stockholm")


def local(incident: DemoIncident) -> datetime:
    return incident.occurred_at.astimezone(STOCKHOLM)


def share(found: list[DemoIncident], what: Callable[[DemoIncident], bool], *slugs: str) -> float:
    chosen = [each for each in found if not slugs or each.body["category"] in slugs]
    return sum(map(what, chosen)) / len(chosen)


def weekend_night(incident: DemoIncident) -> bool:
    shifted = local(incident) - timedelta(hours=6)  # the night belongs to the evening before
    return shifted.weekday() in (4, 5) and shifted.hour >= 14


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
    summer = {str(s.id) for s in demo_municipality("ljusvik").sites if s.kind in ("harbour", "beach")}
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


def test_every_category_happens_in_both(told: Told) -> None:
    for found in told.values():
        assert {each.body["category"] for each in found} == set(patterns()["categories"])
