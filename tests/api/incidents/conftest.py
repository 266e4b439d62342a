"""The municipalities that tests of incidents happen in, with people of two companies and the town hall."""

from types import SimpleNamespace

import pytest
from fastapi import FastAPI

from api.kit.env import Settings
from tests.api.access.town import Town, found


class People(SimpleNamespace):
    """Who tests speak as, by name."""


@pytest.fixture(scope="module")
async def town(app: FastAPI, settings: Settings) -> Town:
    """A municipality."""
    return await found(app, settings.owner_database_url or "", "bergby")


@pytest.fixture(scope="module")
async def other_town(app: FastAPI, settings: Settings) -> Town:
    """Another one on the same server."""
    return await found(app, settings.owner_database_url or "", "sundby")


@pytest.fixture(scope="module")
async def people(town: Town) -> People:
    """A guard and a colleague, a host of another organisation, the town hall's people, a reader."""
    return People(
        guard=await town.person("guard", organisation="Väktarna", name="Vera Vakt"),
        colleague=await town.person("guard", organisation="Väktarna", name="Kim Kollega"),
        host=await town.person("host", organisation="Värdarna", name="Hanna Värd"),
        loner=await town.person("host", name="Lo Ensam"),
        operator=await town.person("operator", organisation="Larm", name="Olle Operatör"),
        coordinator=await town.person("coordinator", organisation="Stadshuset", name="Sam Ordnare"),
        technician=await town.person("technician", organisation="Tekniska", name="Tor Teknik"),
        reader=await town.person("reader", organisation="Polisen", name="Rut Läsare"),
        admin=await town.person("admin", organisation="Stadshuset", name="Ada Admin"),
    )
