"""Likely duplicates on the wire."""

from api.incidents.schemas import IncidentRead
from api.kit.schema import Wire


class SimilarIncident(IncidentRead):
    """An incident, and how far away from what was asked about."""

    distance_m: int


class SimilarIncidents(Wire):
    """The likeliest few, nearest first."""

    items: list[SimilarIncident]
