"""The area of a point: inside, on a border, in a hole, outside."""

from itertools import pairwise
from typing import Any

import pytest

from api.kit.geo import AreaIndex, BadGeometry, area_geometry, to_geojson


def box(west: float, south: float, east: float, north: float) -> list[list[float]]:
    """A ring, anticlockwise."""
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def polygon(*rings: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


INDEX = AreaIndex(
    [
        ("large", area_geometry(polygon(box(18, 58, 18.4, 58.4), box(18.2, 58.2, 18.3, 58.3)))),
        ("small", area_geometry(polygon(box(18.4, 58, 18.5, 58.1)))),
        ("within", area_geometry(polygon(box(18.05, 58.05, 18.1, 58.1)))),
    ]
)


@pytest.mark.parametrize(
    ("lat", "lon", "found"),
    [
        (58.15, 18.15, "large"), (58.05, 18.45, "small"), (58.05, 18.4, "small"), (58.3, 18.4, "large"),
        (58.0, 18.0, "large"), (58.25, 18.25, None), (58.07, 18.07, "within"), (58.05, 18.06, "within"),
        (57.9, 18.1, None), (18.15, 58.15, None),
    ],
)  # fmt: skip
def test_the_smallest_area_that_holds_or_touches_a_point(lat: float, lon: float, found: str | None) -> None:
    assert INDEX.find(lat, lon) == found


def test_without_areas_a_point_lies_nowhere() -> None:
    assert AreaIndex([]).find(58, 18) is None


@pytest.mark.parametrize(
    ("geometry", "reason"),
    [
        (None, "not a GeoJSON"), ({}, "not a GeoJSON"), ("Polygon", "not a GeoJSON"),
        ({"type": "Polygon"}, "not a GeoJSON"), ({"type": "Polygon", "coordinates": []}, "empty"),
        ({"type": "Point", "coordinates": [18, 58]}, "neither"),
        (polygon([[18, 58], [18.1, 58.1], [18.1, 58], [18, 58.1], [18, 58]]), "Self-intersection"),
        (polygon(box(6_500_000, 150_000, 6_500_100, 150_100)), "WGS84"),
        (polygon([[18, 58]]), "not a GeoJSON"), (polygon([["a", "b"]]), "not a GeoJSON"),
    ],
)  # fmt: skip
def test_what_is_no_area_is_refused_with_the_reason(geometry: Any, reason: str) -> None:
    with pytest.raises(BadGeometry, match=reason):
        area_geometry(geometry)


def test_shown_again_it_turns_as_the_standard_wants() -> None:
    clockwise = polygon(list(reversed(box(18, 58, 18.4, 58.4))))
    ring = to_geojson(area_geometry(clockwise))["coordinates"][0]
    turned = sum((x2 - x1) * (y2 + y1) for (x1, y1), (x2, y2) in pairwise(ring))
    assert turned < 0  # RFC 7946 3.1.6: exterior rings are counterclockwise
