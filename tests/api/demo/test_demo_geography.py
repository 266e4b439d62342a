"""The invented islands: valid, tiled without gaps, in the open sea, with their places on land."""

import itertools
import re
from pathlib import Path
from typing import Any

import pytest
from shapely import LineString, Point, get_coordinates, union_all
from shapely.geometry import shape

import api.demo
from api.demo.registers import SLUGS, DemoMunicipality, demo_municipality

# Nearest real land of each island, west, south, east, north: none of it within these boxes.
OPEN_SEA = {"ljusvik": (17.93, 58.49, 18.17, 58.61), "granby": (18.67, 58.25, 18.84, 58.36)}


@pytest.fixture(params=SLUGS)
def island(request: pytest.FixtureRequest) -> DemoMunicipality:
    return demo_municipality(request.param)


def layer(island: DemoMunicipality, name: str) -> list[Any]:
    return [shape(feature["geometry"]) for feature in island.layer(name)]


def test_every_geometry_is_valid_and_wound_by_the_right_hand_rule(island: DemoMunicipality) -> None:
    for geometry in (*layer(island, "shore"), *layer(island, "area"), *layer(island, "context")):
        assert geometry.is_valid
        for part in getattr(geometry, "geoms", [geometry]):
            if part.geom_type == "Polygon":
                assert part.exterior.is_ccw
                assert not any(ring.is_ccw for ring in part.interiors)


def test_areas_tile_the_shore_without_gap_or_overlap(island: DemoMunicipality) -> None:
    (shore,), areas = layer(island, "shore"), layer(island, "area")
    assert len(areas) >= 8
    assert union_all(areas).symmetric_difference(shore).area == 0
    for first, second in itertools.combinations(areas, 2):
        assert first.intersection(second).area == 0
    assert len({area.name for area in island.areas}) == len(areas)


def test_coordinates_have_at_most_six_decimals(island: DemoMunicipality) -> None:
    text = Path(api.demo.__file__).with_name(f"{island.slug}.geojson").read_text("utf-8")
    assert not re.search(r"\d\.\d{7}", text)


def test_the_island_lies_in_its_own_open_sea(island: DemoMunicipality) -> None:
    west, south, east, north = OPEN_SEA[island.slug]
    (shore,) = layer(island, "shore")
    box = shore.bounds
    assert west < box[0] and south < box[1] and box[2] < east and box[3] < north


def test_the_shore_is_an_island_with_bays_and_islets(island: DemoMunicipality) -> None:
    (shore,) = layer(island, "shore")
    main, *islets = sorted(shore.geoms, key=lambda part: -part.area)
    assert islets
    assert main.area / main.convex_hull.area < 0.85  # a disc has 1
    assert len(get_coordinates(main)) > 250


def test_the_islands_do_not_touch() -> None:
    first, second = (layer(demo_municipality(slug), "shore")[0] for slug in SLUGS)
    assert first.distance(second) > 0.3


def test_sites_and_checkpoints_lie_in_their_area(island: DemoMunicipality) -> None:
    areas = {area.id: shape(area.geometry) for area in island.areas}
    for site in island.sites:
        assert areas[site.area_id].contains(Point(site.lon, site.lat)), site.key
        for checkpoint in site.checkpoints:
            assert areas[site.area_id].contains(Point(checkpoint.lon, checkpoint.lat)), site.key


def test_streets_and_places_stay_on_dry_land(island: DemoMunicipality) -> None:
    (shore,) = layer(island, "shore")
    lakes = [g for g in layer(island, "context") if g.geom_type == "Polygon"]
    for spot in island.spots:
        ground = LineString(spot.line) if spot.line else Point(spot.lon, spot.lat)
        assert shore.contains(ground), spot.key
        assert not any(lake.intersects(ground) for lake in lakes), spot.key
