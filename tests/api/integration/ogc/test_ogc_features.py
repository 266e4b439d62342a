"""OGC API Features as the standard asks: parameters, systems and their axes, pages and permissions."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from openapi_spec_validator import validate
from pyproj import Transformer

from api.integration.ogc.rules import bounds_of, interval_of
from api.kit.crs import CRS84, CRS_3006, CRS_4326
from api.kit.env import Settings
from tests.api.access.town import Member, Town, found
from tests.api.incidents.reports import on
from tests.api.integration.ogc.conftest import SECRET, Mapped

TO_SWEREF99 = Transformer.from_crs("EPSG:4326", "EPSG:3006")  # the authority's own order of axes


async def get(client: httpx.AsyncClient, who: Member, path: str = "", **query: Any) -> httpx.Response:
    named = {name.replace("_crs", "-crs"): value for name, value in query.items()}
    return await client.get(f"/ogc{path}", params=named, headers=who.headers)


async def ids(
    client: httpx.AsyncClient, who: Member, collection: str = "incidents", **query: Any
) -> list[str]:
    answer = await get(client, who, f"/collections/{collection}/items", **query)
    assert answer.status_code == 200, answer.text
    return [one["id"] for one in answer.json()["features"]]


async def test_the_service_says_what_it_is(client: httpx.AsyncClient, mapped: Mapped) -> None:
    landing = (await get(client, mapped.key)).json()
    links = {one["rel"]: one["href"] for one in landing["links"]}
    assert {"self", "service-desc", "conformance", "data"} <= set(links)
    for rel in ("service-desc", "conformance", "data"):
        assert (await client.get(links[rel], headers=mapped.key.headers)).status_code == 200
    conforms = (await get(client, mapped.key, "/conformance")).json()["conformsTo"]
    assert "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs" in conforms
    described = await get(client, mapped.key, "/api")
    assert described.headers["content-type"] == "application/vnd.oai.openapi+json;version=3.0"
    validate(described.json())
    browser = await client.get("/ogc", headers=mapped.key.headers | {"Accept": "text/html"})
    assert browser.headers["content-type"].startswith("text/html") and "/ogc/collections" in browser.text


async def test_collections_name_their_systems(client: httpx.AsyncClient, mapped: Mapped) -> None:
    shown = (await get(client, mapped.key, "/collections")).json()["collections"]
    assert [one["id"] for one in shown] == ["incidents", "areas", "sites"]
    for one in shown:
        assert one["crs"] == [CRS84, CRS_4326, CRS_3006] and one["storageCrs"] == CRS84
        assert one == (await get(client, mapped.key, f"/collections/{one['id']}")).json()


async def test_features_are_pages_with_next_links(client: httpx.AsyncClient, mapped: Mapped) -> None:
    for collection, expected in (
        ("incidents", mapped.incidents), ("sites", sorted([mapped.west.site, mapped.east.site])),
        ("areas", sorted([mapped.west.area, mapped.east.area])),
    ):  # fmt: skip
        seen: list[str] = []
        url: str | None = f"/ogc/collections/{collection}/items?limit=1"
        while url:
            answer = await client.get(url, headers=mapped.key.headers)
            assert answer.headers["content-type"] == "application/geo+json"
            page = answer.json()
            assert page["numberReturned"] == len(page["features"]) <= 1 and page["timeStamp"]
            seen += [one["id"] for one in page["features"]]
            url = next((one["href"] for one in page["links"] if one["rel"] == "next"), None)
        assert seen == expected
        one = (await get(client, mapped.key, f"/collections/{collection}/items/{seen[0]}")).json()
        assert one["id"] == seen[0] and {link["rel"] for link in one["links"]} == {"self", "collection"}


@pytest.mark.parametrize("collection", ["incidents", "areas", "sites"])
async def test_epsg_systems_have_northing_and_latitude_first(
    client: httpx.AsyncClient, mapped: Mapped, collection: str
) -> None:
    plain, degrees, metres = [
        (await get(client, mapped.key, f"/collections/{collection}/items", crs=crs)).json()["features"]
        for crs in (CRS84, CRS_4326, CRS_3006)
    ]
    for one, other, third in zip(plain, degrees, metres, strict=True):
        if one["geometry"] is None:
            continue
        for (lon, lat), latitude_first, northing_first in zip(
            *(_points(each["geometry"]) for each in (one, other, third)), strict=True
        ):
            assert latitude_first == [lat, lon] and 58 < lat < 59
            assert northing_first == pytest.approx(TO_SWEREF99.transform(lat, lon), abs=0.001)
            assert northing_first[0] > 6_000_000 and northing_first[1] < 1_000_000
    answer = await get(client, mapped.key, f"/collections/{collection}/items", crs=CRS_3006)
    assert answer.headers["content-crs"] == f"<{CRS_3006}>"


def _points(geometry: dict[str, Any]) -> list[list[float]]:
    at = geometry["coordinates"]
    return [at] if geometry["type"] == "Point" else [list(point) for ring in at for point in ring]


async def test_a_box_is_read_in_its_own_system(client: httpx.AsyncClient, mapped: Mapped) -> None:
    newest, second, _ = mapped.incidents
    assert await ids(client, mapped.key, bbox="18.0,58.5,18.1,58.6") == [newest]
    assert await ids(client, mapped.key, bbox="58.5,18.1,58.6,18.2", bbox_crs=CRS_4326) == [second]
    assert await ids(client, mapped.key, bbox="18.0,58.5,0,18.2,58.6,100") == [newest, second]
    assert await ids(client, mapped.key, bbox="-999,-999,999,999") == [newest, second]
    everywhere = "-9e9,-9e9,9e9,9e9"
    assert await ids(client, mapped.key, bbox=everywhere, bbox_crs=CRS_3006) == [newest, second]
    north, east = TO_SWEREF99.transform(58.55, 18.05)
    near = f"{north - 50},{east - 50},{north + 50},{east + 50}"
    assert await ids(client, mapped.key, bbox=near, bbox_crs=CRS_3006) == [newest]
    assert await ids(client, mapped.key, "areas", bbox=near, bbox_crs=CRS_3006) == [mapped.west.area]
    assert await ids(client, mapped.key, "sites", bbox=near, bbox_crs=CRS_3006) == []


async def test_a_box_in_metres_is_no_wider_than_itself(client: httpx.AsyncClient, mapped: Mapped) -> None:
    """The degrees round a box in SWEREF 99 TM hold more than it: what lies between is left out."""
    north, east = TO_SWEREF99.transform(58.55, 18.05)
    low_n, low_e = north - 40_000, east - 90_000
    beside = f"{low_n},{low_e},{north - 1},{east + 1}"
    assert mapped.incidents[0] not in await ids(client, mapped.key, bbox=beside, bbox_crs=CRS_3006)
    within = f"{low_n},{low_e},{north + 1},{east + 1}"
    assert mapped.incidents[0] in await ids(client, mapped.key, bbox=within, bbox_crs=CRS_3006)


async def test_moments_and_properties_narrow(client: httpx.AsyncClient, mapped: Mapped) -> None:
    newest, second, third = mapped.incidents
    assert await ids(client, mapped.key, datetime=on(2)) == [second]
    assert await ids(client, mapped.key, datetime=f"{on(2)}/..") == [newest, second]
    assert await ids(client, mapped.key, datetime=f"../{on(2)}") == [second, third]
    assert await ids(client, mapped.key, category="lighting_fault") == [second]
    assert await ids(client, mapped.key, area_id=mapped.west.area) == [newest]
    assert await ids(client, mapped.key, "sites", area_id=mapped.east.area, kind="school") == [
        mapped.east.site
    ]


@pytest.mark.parametrize(
    "query",
    [
        {"bbox": "1,2,3"}, {"bbox": "a,b,c,d"}, {"bbox": "19,58,18,59"},
        {"limit": "0"}, {"bbox": "nan,58,19,59"}, {"limit": "x"}, {"crs": "EPSG:3006"},
        {"bbox_crs": "x", "bbox": "1,2,3,4"},
        {"datetime": "yesterday"}, {"datetime": "2024-01-02T00:00:00Z/2024-01-01T00:00:00Z"},
        {"unknown": "x"}, {"area_id": "x"}, {"f": "xml"}, {"datetime": "/"},
    ],
)  # fmt: skip
async def test_what_is_not_as_described_is_refused(
    client: httpx.AsyncClient, mapped: Mapped, query: dict[str, str]
) -> None:
    answer = await get(client, mapped.key, "/collections/incidents/items", **query)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_parameter")


async def test_who_reads_no_incidents_finds_none_and_no_text_leaves_without_its_scope(
    client: httpx.AsyncClient, mapped: Mapped
) -> None:
    shown = (await get(client, mapped.places_key, "/collections")).json()["collections"]
    assert [one["id"] for one in shown] == ["areas", "sites"]
    for path in ("", "/items", f"/items/{mapped.incidents[0]}"):
        answer = await get(client, mapped.places_key, f"/collections/incidents{path}")
        assert answer.status_code == 404
    assert "/collections/incidents" not in (await get(client, mapped.places_key, "/api")).text
    items = "/collections/incidents/items"
    assert SECRET not in (await get(client, mapped.key, items)).text
    assert SECRET in (await get(client, mapped.text_key, items)).text


async def test_a_person_sees_as_in_the_list_and_a_neighbour_nothing(
    client: httpx.AsyncClient, app: FastAPI, settings: Settings, town: Town, mapped: Mapped
) -> None:
    technician = await town.person("technician", organisation="Tekniska")
    assert await ids(client, technician) == [mapped.incidents[1]]  # place faults only
    elsewhere = await found(app, settings.owner_database_url or "", "sundby")
    neighbour = await elsewhere.key("ogc.read", "incidents.read")
    for collection, one in (
        ("incidents", mapped.incidents[0]), ("areas", mapped.west.area), ("sites", mapped.west.site)
    ):  # fmt: skip
        assert await ids(client, neighbour, collection) == []
        assert (await get(client, neighbour, f"/collections/{collection}/items/{one}")).status_code == 404


def test_intervals_and_boxes_are_read_as_the_standard_writes_them() -> None:
    assert interval_of("2024-01-01/2024-01-02")[0] == datetime(2024, 1, 1, tzinfo=UTC)
    assert interval_of("/2024-01-02")[0] is None and interval_of("../..") == (None, None)
    assert bounds_of("1,2,0,3,4,9") == (1, 2, 3, 4)
