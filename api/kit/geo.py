"""Geometry: GeoJSON in and out, which area a point lies in, and the indexed cells of the map."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from shapely import STRtree, from_wkb, is_valid_reason, to_wkb
from shapely.errors import GEOSException, ShapelyError
from shapely.geometry import MultiPolygon, Point, Polygon, mapping, shape
from shapely.geometry.base import BaseGeometry
from shapely.geometry.polygon import orient

Key = TypeVar("Key")

# Cells are steps of latitude and longitude, so that a box in degrees covers them exactly. At 59° N
# the small one is about 250 m by 250 m; each larger one is eight by eight of the one before.
_LAT_STEP, _LON_STEP = 1 / 444, 1 / 228
SIZES = {"s": 1, "m": 8, "l": 64}
MOST_CELLS = 16
_OFFSET = 1 << 20
_EARTH_M = 6_371_008.8  # mean radius (IUGG)


class BadGeometry(ValueError):
    """A geometry that cannot be an area; the message says why."""


@dataclass(frozen=True, slots=True)
class Box:
    """A bounding box in degrees, WGS84."""

    west: float
    south: float
    east: float
    north: float


def metres_between(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great-circle distance between two points in degrees, by the haversine formula."""
    south, north = math.radians(lat), math.radians(other_lat)
    half = math.sin((north - south) / 2) ** 2
    half += math.cos(south) * math.cos(north) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 2 * _EARTH_M * math.asin(min(1.0, math.sqrt(half)))


def box_round(lat: float, lon: float, radius_m: float) -> Box:
    """The box in which everything within `radius_m` of a point lies; the date line is not crossed."""
    up = math.degrees(radius_m / _EARTH_M)
    # The widest parallel that the circle touches is the one nearest to a pole.
    shortest = math.cos(math.radians(min(90.0, abs(lat) + up)))
    aside = 180.0 if shortest * 180 <= up else up / shortest
    return Box(max(-180.0, lon - aside), max(-90.0, lat - up), min(180.0, lon + aside), min(90.0, lat + up))


def cells_of(lat: float, lon: float) -> dict[str, int]:
    """The cell of each size that a point lies in."""
    row, column = _row(lat), _column(lon)
    return {size: _cell(row // step, column // step) for size, step in SIZES.items()}


def cells_covering(box: Box) -> tuple[str, list[int]] | None:
    """The smallest size whose cells cover the box in at most 16, with them; None for a larger box."""
    for size, step in SIZES.items():
        rows = range(_row(box.south) // step, _row(box.north) // step + 1)
        columns = range(_column(box.west) // step, _column(box.east) // step + 1)
        if len(rows) * len(columns) <= MOST_CELLS:
            return size, [_cell(row, column) for row in rows for column in columns]
    return None


def _row(lat: float) -> int:
    return math.floor((lat + 90) / _LAT_STEP)


def _column(lon: float) -> int:
    return math.floor((lon + 180) / _LON_STEP)


def _cell(row: int, column: int) -> int:
    return row * _OFFSET + column


def area_geometry(geojson: Any) -> bytes:
    """WKB of a GeoJSON Polygon or MultiPolygon in WGS84. Raises BadGeometry."""
    try:
        geometry = shape(geojson)
    except (
        ShapelyError,
        GEOSException,
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        IndexError,
    ) as error:
        raise BadGeometry("is not a GeoJSON geometry") from error
    if not isinstance(geometry, Polygon | MultiPolygon) or geometry.is_empty:
        raise BadGeometry("is neither Polygon nor MultiPolygon, or empty")
    if not geometry.is_valid:
        raise BadGeometry(f"is not valid: {is_valid_reason(geometry)}")
    west, south, east, north = geometry.bounds
    if not (-180 <= west and east <= 180 and -90 <= south and north <= 90):
        raise BadGeometry("has coordinates outside WGS84 degrees (longitude first)")
    return bytes(to_wkb(geometry, output_dimension=2))


def to_geojson(wkb: bytes) -> dict[str, Any]:
    """A geometry as RFC 7946 wants it: right-hand rule."""
    geometry = from_wkb(wkb)
    if isinstance(geometry, Polygon):
        geometry = orient(geometry)
    elif isinstance(geometry, MultiPolygon):
        geometry = MultiPolygon([orient(part) for part in geometry.geoms])
    return dict(mapping(geometry))


def feature_collection(items: Sequence[dict[str, Any]], following: str | None) -> dict[str, Any]:
    """Items with `id` and `position` as a FeatureCollection; without a position a null geometry."""
    features = []
    for item in items:
        at = item["position"]
        geometry = at and {"type": "Point", "coordinates": [at["lon"], at["lat"]]}
        properties = {name: value for name, value in item.items() if name != "position"}
        feature = {"type": "Feature", "id": item["id"]}
        features.append({**feature, "geometry": geometry, "properties": properties})
    return {"type": "FeatureCollection", "features": features, "next_cursor": following}


class AreaIndex:
    """Which of some areas a point lies in; on a shared border the smallest area's."""

    def __init__(self, areas: Sequence[tuple[Key, bytes]]) -> None:
        geometries: list[BaseGeometry] = [from_wkb(wkb) for _, wkb in areas]
        order = sorted(range(len(areas)), key=lambda place: geometries[place].area)
        self._keys = [areas[place][0] for place in order]
        self._tree = STRtree([geometries[place] for place in order])

    def find(self, lat: float, lon: float) -> Any | None:
        """The key of the area of a point, None outside all."""
        hits = self._tree.query(Point(lon, lat), predicate="intersects")
        return self._keys[min(hits)] if len(hits) else None
