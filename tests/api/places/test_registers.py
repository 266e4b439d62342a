"""The registers of places: changed by agreement, in both reference systems, behind the wall."""

import asyncio
from typing import Any

import pytest

from api.kit.ids import is_code, new_id
from tests.api.access.registering import Desk, fault, refused
from tests.api.access.town import Town
from tests.api.places.test_area_index import box, polygon

SITE: dict[str, Any] = {"name": "Rådhuset", "kind": "town_hall", "lat": 58.55, "lon": 18.05}
CATEGORY: dict[str, Any] = {
    "name": {"sv": "Ödlor", "en": "Lizards"}, "position": 90, "icon": "alert", "radius_m": 50, "window_h": 24,
    "duplicate_group": "animals",
}  # fmt: skip
# Lantmäteriet's own example of the two systems: 60 N 15 E is the central meridian of SWEREF 99 TM.
CENTRAL = (60.0, 15.0, 500_000.0)


def name_of() -> str:
    return f"Nr {new_id().hex[-9:]}"


async def body_of(register: str, desk: Desk) -> dict[str, Any]:
    """A row of a register that is not there yet."""
    if register == "areas":
        return {"name": name_of(), "geometry": polygon(box(18, 58, 18.1, 58.1))}
    if register == "checkpoints":
        path, _ = await desk.add("sites", SITE | {"name": name_of()})
        return {"name": "Entrén", "site_id": path.rpartition("/")[2]}
    return SITE | {"name": name_of()} if register == "sites" else CATEGORY


def path_of(register: str) -> str:
    return f"/{register}/{'c' + new_id().hex[-12:] if register == 'categories' else new_id()}"


REGISTERS = ["areas", "sites", "checkpoints", "categories"]


@pytest.mark.parametrize("register", REGISTERS)
async def test_of_many_who_change_at_once_one_does(desk: Desk, strangers: Desk, register: str) -> None:
    path, body = path_of(register), await body_of(register, desk)
    naked = await desk.client.put(f"/api/v1{path}", json=body, headers=desk.who.headers)
    assert refused(naked) == (428, "precondition_required")
    added = await desk.put(path, body)
    assert (added.status_code, added.headers["etag"]) == (201, '"1"'), added.text
    field, values = ("position", range(91, 97)) if register == "categories" else ("name", range(6))
    bodies = [body | {field: value if register == "categories" else f"{name_of()}"} for value in values]
    answers = await asyncio.gather(*(desk.put(path, one, '"1"') for one in bodies))
    assert sorted(answer.status_code for answer in answers) == [200] + [412] * 5
    (winner,) = [answer for answer in answers if answer.status_code == 200]
    shown = await desk.get(path)
    assert register != "categories" or shown.json()["duplicate_group"] == "animals"
    assert shown.json() == winner.json() and shown.headers["etag"] == winner.headers["etag"] == '"2"'
    assert refused(await strangers.get(path)) == (404, "not_found")
    assert refused(await strangers.put(path, body, '"2"'))[0] in (404, 422)
    items = (await strangers.get(f"/{register}", limit=200)).json()["items"]
    assert path.rpartition("/")[2] not in {str(one.get("id", one.get("slug"))) for one in items}
    assert path.rpartition("/")[2] in (await desk.get(f"/{register}", limit=200)).text


async def test_an_area_comes_and_goes_in_both_systems(desk: Desk) -> None:
    lat, lon, east = CENTRAL
    path = path_of("areas")
    square: dict[str, Any] = {"name": name_of(), "geometry": polygon(box(lon, lat, lon + 0.01, lat + 0.01))}
    await desk.put(path, square)
    meters = (await desk.get(path, crs="EPSG:3006")).json()["geometry"]
    assert meters["coordinates"][0][0][0] == pytest.approx(east, abs=0.001)
    assert 6_600_000 < meters["coordinates"][0][0][1] < 6_700_000
    by_parameter = await desk.put(f"{path}?crs=EPSG:3006", square | {"geometry": meters}, '"1"')
    assert by_parameter.json()["geometry"] == meters
    member = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3006"}}
    by_member = await desk.put(path, square | {"geometry": {**meters, "crs": member}}, '"2"')
    for one, other in zip(
        by_member.json()["geometry"]["coordinates"][0],
        square["geometry"]["coordinates"][0],
        strict=True,
    ):
        assert one == pytest.approx(other, abs=1e-7)
    headers = desk.who.headers | {"Accept": "application/geo+json"}
    listed = await desk.client.get("/api/v1/areas?crs=EPSG:3006", headers=headers)
    assert listed.headers["content-type"] == "application/geo+json"
    assert listed.json()["crs"] == member
    assert meters in [feature["geometry"] for feature in listed.json()["features"]]


@pytest.mark.parametrize(
    "geometry",
    [
        polygon([[18, 58], [18.1, 58.1], [18.1, 58], [18, 58.1], [18, 58]]),
        polygon(box(500_000, 6_500_000, 500_100, 6_500_100)),
        polygon(box(58, 180.5, 58.1, 181)),
        {"type": "Point", "coordinates": [18, 58]},
        {**polygon(box(18, 58, 18.1, 58.1)), "crs": {"type": "name", "properties": {"name": "EPSG:2400"}}},
        {},
    ],
)
async def test_what_is_no_area_is_told_at_its_geometry(desk: Desk, geometry: Any) -> None:
    answer = await desk.put(path_of("areas"), {"name": name_of(), "geometry": geometry})
    assert fault(answer) == "body.geometry"


async def test_areas_that_overlap_are_told_and_sites_follow_them(strangers: Desk) -> None:
    desk = strangers
    site, _ = await desk.add("sites", SITE)
    assert (await desk.get(site)).json()["area_id"] is None
    west, tag = await desk.add("areas", {"name": "Väster", "geometry": polygon(box(18, 58.5, 18.1, 58.6))})
    assert (await desk.get(site)).json()["area_id"] == west.rpartition("/")[2]
    beside = {"name": "Öster", "geometry": polygon(box(18.1, 58.5, 18.2, 58.6))}
    path = path_of("areas")
    assert (await desk.put(path, beside)).json()["overlaps"] == []
    over = await desk.put(path, beside | {"geometry": polygon(box(18.09, 58.5, 18.2, 58.6))}, '"1"')
    (told,) = over.json()["overlaps"]
    assert told["name"] == "Väster" and told["area_m2"] == pytest.approx(6.5e6, rel=0.02)
    shown = (await desk.get(west)).json()
    kept = {name: shown[name] for name in ("name", "kind", "geometry")}
    assert (await desk.put(west, kept | {"closed": True}, tag)).json()["closed"]
    assert (await desk.get(site)).json()["area_id"] is None
    assert (await desk.get(path)).json()["overlaps"] == []


async def test_a_checkpoint_gets_a_code_that_checks_itself(desk: Desk, strangers: Desk) -> None:
    path, body = path_of("checkpoints"), await body_of("checkpoints", desk)
    code = (await desk.put(path, body)).json()["code"]
    assert is_code(code) and len(code) == 6
    assert not any(
        is_code(code[:n] + sign + code[n + 1 :]) for n in range(6) for sign in "3X" if sign != code[n]
    )
    kept = await desk.put(path, body | {"name": "Baksidan"}, '"1"')
    assert kept.json()["code"] == code
    assert refused(await desk.put(path_of("checkpoints"), body | {"code": code})) == (409, "name_taken")
    assert fault(await desk.put(path_of("checkpoints"), body | {"code": "ABCDEF"})) == "body.code"
    theirs = await strangers.put(path_of("checkpoints"), body)
    assert fault(theirs) == "body.site_id"
    closed = await desk.put(path, body | {"closed": True}, '"2"')
    assert closed.json()["closed"]
    sites = (await desk.get("/field-kit")).json()["sites"]
    assert code not in str(sites) and body["site_id"] in str(sites)


async def test_home_screens_have_active_categories_only(desk: Desk) -> None:
    path = path_of("categories")
    slug = path.rpartition("/")[2]
    assert fault(await desk.put("/tiles/guard", {"slugs": [slug]}, '"1"')) == "body.slugs"
    await desk.put(path, CATEGORY)
    tag = (await desk.get("/tiles/guard")).headers["etag"]
    chosen = await desk.put("/tiles/guard", {"slugs": [slug, "vandalism"]}, tag)
    assert chosen.json()["slugs"] == [slug, "vandalism"]
    assert (await desk.put("/tiles/emperor", {"slugs": []})).status_code == 422


async def test_who_may_not_change_places_is_refused(desk: Desk, bergby: Town) -> None:
    coordinator = Desk(desk.client, await bergby.person("coordinator"))
    assert (await coordinator.get("/sites")).status_code == 200
    assert refused(await coordinator.put(path_of("sites"), SITE)) == (403, "forbidden")
    assert refused(await coordinator.get(f"/sites/{new_id()}/qr-sheet")) == (403, "forbidden")
