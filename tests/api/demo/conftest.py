"""Two invented years of both municipalities, told once for all these tests."""

from datetime import UTC, datetime

import pytest

from api.demo.incidents import DemoIncident, incidents
from api.demo.registers import SLUGS, demo_municipality

Told = dict[str, list[DemoIncident]]
END = datetime(2026, 11, 22, 22, 30, tzinfo=UTC)


@pytest.fixture(scope="package")
def end() -> datetime:
    return END


@pytest.fixture(scope="package")
def told() -> Told:
    return {slug: list(incidents(demo_municipality(slug), 1, END)) for slug in SLUGS}


@pytest.fixture(scope="package")
def ljusvik(told: Told) -> list[DemoIncident]:
    return told["ljusvik"]
