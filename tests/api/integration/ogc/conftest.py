"""A town on the map, with a key for its GIS."""

from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from api.kit.env import Settings
from tests.api.access.town import Member, Town, found
from tests.api.incidents.districts import District, districts
from tests.api.incidents.reports import on, tell

SECRET = "Hemlighet"
REPORTS: tuple[dict[str, Any], ...] = (
    {"position": {"lat": 58.55, "lon": 18.05}, "category": "noise"},
    {"position": {"lat": 58.55, "lon": 18.15}, "category": "lighting_fault"},
    {"place": "utan läge", "category": "noise"},
)


@dataclass(frozen=True)
class Mapped:
    """Two districts, three reports (the newest first) and who may read them how."""

    west: District
    east: District
    incidents: list[str]
    key: Member
    places_key: Member
    text_key: Member


@pytest.fixture(scope="module")
async def town(app: FastAPI, settings: Settings) -> Town:
    """A municipality."""
    return await found(app, settings.owner_database_url or "", "bergby")


@pytest.fixture(scope="module")
async def mapped(app: FastAPI, settings: Settings, town: Town) -> Mapped:
    """What stands on the map."""
    west, east = await districts(town)
    guard = await town.person("guard", organisation="Väktarna")
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url=settings.public_origin) as client:
        told = [
            await tell(client, guard, occurred_at=on(day), saved_at=on(day), note=SECRET, **fields)
            for day, fields in enumerate(REPORTS, 1)
        ]
    keys = [
        await town.key(*scopes)
        for scopes in (
            ("ogc.read", "incidents.read"), ("ogc.read",),
            ("ogc.read", "incidents.read", "incidents.read_text"),
        )
    ]  # fmt: skip
    return Mapped(west, east, [one["id"] for one in told], *keys)
