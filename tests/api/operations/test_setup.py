"""The set-up check tells what is missing, and stops telling it when it is there."""

import httpx
import pytest
from fastapi import FastAPI

from api.kit.env import Settings
from tests.api.access.registering import Desk
from tests.api.access.town import Town, enrol, found
from tests.api.places.test_area_index import box, polygon

# What the server cannot be given by its registers, or cannot see.
ELSEWHERE = {"smtp", "https", "worker", "backup"}


@pytest.fixture(scope="module")
async def town(app: FastAPI, settings: Settings) -> Town:
    """A municipality that has only just been made."""
    return await found(app, settings.owner_database_url or "", "bergby")


async def states(desk: Desk) -> dict[str, str]:
    answer = await desk.get("/setup-check")
    assert answer.status_code == 200, answer.text
    return {one["name"]: one["state"] for one in answer.json()["items"]}


async def test_each_point_is_told_until_it_stands(client: httpx.AsyncClient, town: Town) -> None:
    desk = Desk(client, await town.person("admin", "technician"))
    before = await states(desk)
    assert {name for name, state in before.items() if state == "ok"} == {"categories", "areas_apart"}
    assert before["backup"] == "unknown"
    for role in ("admin", "coordinator", "operator"):
        await town.person(role)
    await enrol(client, await town.person("guard", organisation="Väktarna"))
    await desk.add("sites", {"name": "Rådhuset", "lat": 58.5, "lon": 18.05})
    await desk.add("areas", {"name": "Väster", "geometry": polygon(box(18, 58, 18.1, 58.1))})
    over, _ = await desk.add("areas", {"name": "Öster", "geometry": polygon(box(18.05, 58, 18.2, 58.1))})
    rule = {"what": "texts", "after_days": 700, "decision_no": "KS 1", "decided_on": "2026-01-01"}
    name = {"sv": "Jour", "en": "On call"}
    own = {
        "duty_phone": "08-555 01 00",
        "numbers": [{"kind": "duty", "name": name, "number": "08-555 01 00"}],
        "hours": {"night_button": {"from": "21:00", "to": "02:00", "days": [5]}},
        "cadence": "fortnightly",
        "receivers": [{"id": str(town.id), "name": "Gata", "email": "gata@bergby.example"}],
    }
    assert (await desk.put("/settings", own, '"0"')).status_code == 200
    await desk.add("retention-rules", rule)
    assert {name for name, state in (await states(desk)).items() if state != "ok"} == ELSEWHERE | {
        "areas_apart"
    }
    apart = {"name": "Öster", "geometry": polygon(box(18.1, 58, 18.2, 58.1))}
    assert (await desk.put(over, apart, '"1"')).status_code == 200
    assert {name for name, state in (await states(desk)).items() if state != "ok"} == ELSEWHERE
