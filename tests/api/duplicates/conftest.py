"""Likely duplicates are sought in the same towns as incidents are told in."""

from tests.api.incidents.conftest import other_town, people, town

__all__ = ["other_town", "people", "town"]
