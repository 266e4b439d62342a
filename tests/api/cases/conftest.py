"""The municipality and people of the incidents' tests."""

from tests.api.incidents.conftest import other_town, people, town

__all__ = ["other_town", "people", "town"]
