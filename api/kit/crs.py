"""Geometry in the reference systems of OGC API Features, each in its own order of axes."""

import math
from dataclasses import dataclass
from typing import Any

import numpy
import shapely
from shapely.geometry import box, mapping, shape

from api.kit.geo import FROM_SWEREF99, TO_SWEREF99, Box

# By their addresses in OGC's register. Those of EPSG have latitude or northing first on the wire
# (OGC API Features, part 2).
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
CRS_4326 = "http://www.opengis.net/def/crs/EPSG/0/4326"
CRS_3006 = "http://www.opengis.net/def/crs/EPSG/0/3006"
SYSTEMS = (CRS84, CRS_4326, CRS_3006)
_DEGREES, _AREA_3006 = (-180, -90, 180, 90), (0, 6_000_000, 1_100_000, 7_800_000)


@dataclass(frozen=True, slots=True)
class Window:
    """A bounding box in one of SYSTEMS: its least and its greatest corner, in that system's axis order."""

    bounds: tuple[float, float, float, float]
    crs: str = CRS84

    def __post_init__(self) -> None:
        """Raises ValueError where the corners are not so, or no numbers."""
        first, second, third, fourth = self.bounds
        if not (math.isfinite(sum(self.bounds)) and first <= third and second <= fourth):
            raise ValueError

    @property
    def _xy(self) -> tuple[float, float, float, float]:
        """West, south, east and north of what of it lies within the system's own area."""
        first, second, third, fourth = self.bounds
        plain = self.bounds if self.crs == CRS84 else (second, first, fourth, third)
        west, south, east, north = _AREA_3006 if self.crs == CRS_3006 else _DEGREES

        def within(x: float, y: float) -> tuple[float, float]:
            return min(max(x, west), east), min(max(y, south), north)

        return (*within(plain[0], plain[1]), *within(plain[2], plain[3]))

    @property
    def box(self) -> Box:
        """The degrees that hold all of it, and at its corners somewhat more."""
        if self.crs != CRS_3006:
            return Box(*self._xy)
        return Box(*FROM_SWEREF99.transform_bounds(*self._xy))

    def meets(self, geojson: dict[str, Any] | None) -> bool:
        """Whether a geometry in WGS84 has a point within it."""
        if geojson is None:
            return False
        geometry = shape(geojson)
        if self.crs == CRS_3006:
            geometry = shapely.transform(geometry, _to_sweref99)
        return bool(geometry.intersects(box(*self._xy)))


def in_system(geojson: dict[str, Any] | None, crs: str) -> dict[str, Any] | None:
    """A geometry in WGS84, longitude first, as one of SYSTEMS has it; metres to the millimetre."""
    if geojson is None or crs == CRS84:
        return geojson

    def moved(points: Any) -> Any:
        return points[:, ::-1] if crs == CRS_4326 else _to_sweref99(points)[:, ::-1].round(3)

    return dict(mapping(shapely.transform(shape(geojson), moved)))


def _to_sweref99(points: Any) -> Any:
    """Rows of longitude and latitude as rows of easting and northing."""
    return numpy.column_stack(TO_SWEREF99.transform(points[:, 0], points[:, 1]))
