"""Files to import: read whole, with every fault by line or feature and field; areas of GeoJSON."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from pydantic import ValidationError

from api.kit.errors import field_errors
from api.kit.geo import BadGeometry, area_geometry, crs_of
from api.places.register_schemas import AreaFields

MOST_ROWS = 5000


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and where: `line 3` or `feature 2`, and the field."""

    place: str
    field: str
    reason: str


class ImportRefused(ValueError):
    """A file of which nothing is imported, with every fault."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("nothing is imported")
        self.faults = list(faults)

    @property
    def reasons(self) -> list[str]:
        """One line each."""
        return [f"{one.place}: {one.field} {one.reason}" for one in self.faults]


def read_json(raw: bytes) -> Any:
    """A JSON document. Raises ImportRefused naming the line."""
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise ImportRefused([Fault(f"line {error.lineno}", "file", "is not JSON")]) from error


def features(document: Any, crs: str | None) -> Iterator[tuple[str, dict[str, Any], Any, str]]:
    """Place, properties, geometry and reference system of each feature. Raises ImportRefused."""
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or not features:
        reason = "is not a GeoJSON FeatureCollection with features"
        raise ImportRefused([Fault("line 1", "file", reason)])
    if len(features) > MOST_ROWS:
        raise ImportRefused([Fault("line 1", "file", f"has more than {MOST_ROWS} features")])
    try:
        system = crs or crs_of(document)
    except BadGeometry as error:
        raise ImportRefused([Fault("line 1", "crs", str(error))]) from error
    for number, given in enumerate(features, start=1):
        feature = given if isinstance(given, dict) else {}
        properties = feature.get("properties")
        named = properties if isinstance(properties, dict) else {}
        yield f"feature {number}", named, feature.get("geometry"), system


def read_areas(document: Any, crs: str | None = None) -> list[dict[str, Any]]:
    """Rows of a GeoJSON FeatureCollection with `name` in the properties. Raises ImportRefused."""
    rows: list[dict[str, Any]] = []
    faults: list[Fault] = []
    seen: set[str] = set()
    for place, properties, geometry, system in features(document, crs):
        given = {name: properties[name] for name in ("name", "kind") if properties.get(name)}
        try:
            fields = AreaFields.model_validate(given).model_dump(exclude_unset=True)
            rows.append({**fields, "geometry": area_geometry(geometry, system)})
        except ValidationError as error:
            faults += faults_of(place, error)
            continue
        except BadGeometry as error:
            faults.append(Fault(place, "geometry", str(error)))
            continue
        if fields["name"] in seen:
            faults.append(Fault(place, "name", "is used twice"))
        seen.add(fields["name"])
    if faults:
        raise ImportRefused(faults)
    return rows


def faults_of(place: str, error: ValidationError) -> list[Fault]:
    """A schema's errors as faults."""
    return [Fault(place, one["field"], one["reason"]) for one in field_errors(error.errors())]
