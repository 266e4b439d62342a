"""What the registers really answer is what the contract describes."""

from collections.abc import Mapping
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from api.kit.env import Settings
from api.kit.ids import new_id
from tests.api.access.registering import NEW, Desk
from tests.api.access.town import Member, Town, enrol, found
from tests.api.incidents.reports import tell
from tests.api.operations.wire import check, contract, operation_of


@pytest.fixture(scope="module")
async def town(app: FastAPI, settings: Settings) -> Town:
    """A municipality."""
    return await found(app, settings.owner_database_url or "", "bergby")


class Asking(Desk):
    """Holds each answer against the contract, and remembers what was asked."""

    def __init__(self, client: httpx.AsyncClient, who: Member) -> None:
        super().__init__(client, who)
        self.seen: set[str] = set()

    async def ask(self, method: str, path: str, status: int, body: Any = None, **headers: str) -> None:
        """Ask, and expect that status."""
        told: Mapping[str, str] = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = await self.client.request(
            method, f"/api/v1{path}", json=body, headers={**self.who.headers, **told}
        )
        assert check(answer).status_code == status, answer.text
        self.seen.add(operation_of(method, answer.request.url.path)["operationId"])


async def test_every_register_answers_as_described(client: httpx.AsyncClient, town: Town) -> None:
    desk = Asking(client, await town.person("admin", "technician", "safety_chief"))
    guard = await town.person("guard", organisation="Väktarna")
    await enrol(client, guard)
    told = await tell(client, guard)
    await _rows(desk, town)
    await _own(desk)
    await _places(desk)
    await _imports(desk)
    await _kept(desk, told["receipt"]["receipt_no"])
    names = {
        one["operationId"]
        for operations in contract()["paths"].values()
        for one in operations.values()
        if "registers" in one["tags"]
    }
    assert desk.seen == names


async def _rows(desk: Asking, town: Town) -> None:
    person: dict[str, Any] = {"username": f"x@{town.slug}.example", "name": "X", "roles": ["guard"]}
    for register, body in (
        ("people", person),
        ("organisations", {"name": "Skolan", "kind": "school"}),
    ):
        path = f"/{register}/{new_id()}"
        await desk.ask("PUT", path, 428, body)
        await desk.ask("PUT", path, 404, body, If_Match='"1"')
        await desk.ask("PUT", path, 201, body, **NEW)
        await desk.ask("PUT", path, 412, body, **NEW)
        await desk.ask("PUT", path, 200, body, If_Match='"1"')
        await desk.ask("PUT", path, 422, body | {"name": ""}, If_Match='"2"')
        await desk.ask("GET", path, 200)
        await desk.ask("GET", f"/{register}/{new_id()}", 404)
        await desk.ask("GET", f"/{register}?limit=1", 200)
        await desk.ask("GET", f"/{register}?cursor=x", 422)
    await desk.ask("PUT", f"/people/{new_id()}", 409, person, **NEW)


async def _own(desk: Asking) -> None:
    await desk.ask("GET", "/settings", 200)
    await desk.ask("PUT", "/settings", 200, {"duty_phone": "08-555 01 00"}, If_Match='"0"')
    path, key = f"/keys/{new_id()}", {"name": "Kartan", "scopes": ["field_kit.read"]}
    await desk.ask("PUT", path, 201, key, **NEW)
    await desk.ask("GET", path, 200)
    await desk.ask("GET", "/keys", 200)
    why = {"reason": "Kartan är utbytt."}
    await desk.ask("POST", f"{path}/revoke", 204, why)
    await desk.ask("POST", f"/keys/{new_id()}/revoke", 404, why)
    view, mine = f"/views/{new_id()}", {"name": "Klotter", "query": "category=graffiti"}
    await desk.ask("PUT", view, 201, mine, **NEW)
    await desk.ask("PUT", view, 200, mine, If_Match='"1"')
    await desk.ask("PUT", view, 412, mine, If_Match='"1"')
    await desk.ask("GET", view, 200)
    await desk.ask("GET", "/views", 200)
    await desk.ask("DELETE", view, 204, If_Match='"2"')
    await desk.ask("GET", "/devices", 200)
    await desk.ask("GET", "/permissions", 200)
    await desk.ask("GET", "/setup-check", 200)


async def _places(desk: Asking) -> None:
    site, area, point = (f"/{register}/{new_id()}" for register in ("sites", "areas", "checkpoints"))
    square = [[[18.04, 58.54], [18.06, 58.54], [18.06, 58.56], [18.04, 58.54]]]
    bodies: dict[str, Any] = {
        area: {"name": "Hamnen", "geometry": {"type": "Polygon", "coordinates": square}},
        site: {"name": "Rådhuset", "lat": 58.547, "lon": 18.048},
        point: {"name": "Entrén", "site_id": site.rpartition("/")[2]},
        "/categories/ice": {
            "name": {"sv": "Is", "en": "Ice"}, "position": 50, "icon": "alert", "radius_m": 9, "window_h": 9,
        },
    }  # fmt: skip
    for path, body in bodies.items():
        register = path.split("/")[1]
        await desk.ask("PUT", path, 428, body)
        await desk.ask("PUT", path, 201, body, **NEW)
        await desk.ask("PUT", path, 412, body, **NEW)
        await desk.ask("PUT", path, 200, body, If_Match='"1"')
        await desk.ask("PUT", path, 422, {"name": 7}, If_Match='"2"')
        await desk.ask("GET", path, 200)
        await desk.ask("GET", f"/{register}?limit=1", 200)
        if register != "categories":
            await desk.ask("PUT", f"/{register}/{new_id()}", 404, body, If_Match='"1"')
    for register in ("areas", "sites"):
        await desk.ask("GET", f"/{register}?crs=EPSG:3006", 200, Accept="application/geo+json")
    other = f"/sites/{new_id()}"
    await desk.ask("PUT", other, 409, bodies[site], **NEW)
    await desk.ask("GET", f"{site}/qr-sheet", 200)
    await desk.ask("GET", f"{other}/qr-sheet", 404)
    await desk.ask("GET", "/tiles", 200)
    await desk.ask("GET", "/tiles/guard", 200)
    await desk.ask("PUT", "/tiles/guard", 200, {"slugs": ["ice"]}, If_Match='"1"')


async def _imports(desk: Asking) -> None:
    for what in ("areas", "sites"):
        collection = {"type": "FeatureCollection", "features": [{"properties": {}, "geometry": None}]}
        path = f"/imports/{what}"
        await desk.ask("POST", path, 422, collection)
        await desk.ask("POST", f"{path}?dry_run=false", 428, collection)
        await desk.ask("POST", f"{path}?dry_run=false", 412, collection, If_Match='"0"')
        feature = {"type": "Feature", "properties": {"name": "Ny"}, "geometry": _GEOMETRIES[what]}
        await desk.ask("POST", path, 200, {"type": "FeatureCollection", "features": [feature]})


async def _kept(desk: Asking, receipt_no: str) -> None:
    decided = {"decision_no": "KS 2026/14", "decided_on": "2026-03-02"}
    bodies: dict[str, dict[str, Any]] = {
        f"/retention-rules/{new_id()}": {"what": "letters", "after_days": 90, **decided},
        f"/legal-holds/{new_id()}": {"receipt_no": receipt_no, "reference": "KS 2026/88"},
    }
    for path, body in bodies.items():
        await desk.ask("PUT", path, 201, body, **NEW)
        await desk.ask("PUT", path, 412, body, **NEW)
        await desk.ask("PUT", path, 422, {}, If_Match='"1"')
        await desk.ask("GET", path, 200)
        await desk.ask("GET", f"/{path.split('/')[1]}?limit=1", 200)
    await desk.ask("GET", "/retention-due", 200)
    whom = {"words": ["Kvastmo"], "reason": "Begärt av den det gäller."}
    await desk.ask("POST", "/extracts", 201, whom)
    await desk.ask("POST", "/extracts", 422, whom | {"words": []})
    await desk.ask("GET", "/extracts", 200)


_GEOMETRIES: dict[str, Any] = {
    "areas": {"type": "Polygon", "coordinates": [[[18, 58], [18.1, 58], [18.1, 58.1], [18, 58]]]},
    "sites": {"type": "Point", "coordinates": [18.05, 58.55]},
}
