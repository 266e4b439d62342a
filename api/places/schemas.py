"""The field kit on the wire."""

from typing import Any
from uuid import UUID

from api.access.schemas import MunicipalityShown
from api.kit.schema import Moment, Wire


class CheckpointShown(Wire):
    """A point to check in at."""

    id: UUID
    name: str
    code: str
    lat: float | None
    lon: float | None


class SiteShown(Wire):
    """A site with its instructions; never with key notes, which are read online only."""

    id: UUID
    name: str
    kind: str
    address: str
    lat: float
    lon: float
    area_id: UUID | None
    instructions: str
    expected: list[str]
    checkpoints: list[CheckpointShown]


class CategoryShown(Wire):
    """A category with its phrases, names by language."""

    slug: str
    name: dict[str, str]
    icon: str
    phrases: list[dict[str, str]]
    place_fault: bool


class MapTiles(Wire):
    """An address with `{z}`, `{x}` and `{y}` in it (and `{s}`, perhaps), and whom to thank; null: none."""

    url: str | None
    attribution: str


class FieldKit(Wire):
    """Everything a phone needs to report without network."""

    made_at: Moment
    municipality: MunicipalityShown
    duty_phone: str | None
    tiles: list[str]
    categories: list[CategoryShown]
    areas: dict[str, Any]
    sites: list[SiteShown]
    numbers: list[dict[str, Any]]
    hours: dict[str, Any]
    retention: list[dict[str, Any]]
