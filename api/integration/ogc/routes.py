"""HTTP for OGC API Features, at /ogc beside the API: its description is its own, at /ogc/api."""

from html import escape
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from api.access.actors import Reading, reads
from api.access.permissions import Permission
from api.integration.ogc import description
from api.integration.ogc.collections import COLLECTIONS, Collection, Wanted
from api.integration.ogc.rules import bounds_of, interval_of
from api.kit import clock
from api.kit.crs import CRS84, SYSTEMS, Window, in_system
from api.kit.errors import Problem, not_found
from api.kit.http import json_response
from api.kit.public_pages import page

router = APIRouter(prefix="/ogc", include_in_schema=False)
Reader = Annotated[Reading, reads(Permission.OGC_READ)]


def _bad(what: str) -> Problem:
    return Problem(400, "bad_parameter", f"{what} is not as /ogc/api describes it.")


def _root(request: Request) -> str:
    return f"{request.app.state.settings.public_origin}/ogc"


def _readable(reading: Reading) -> list[str]:
    return [name for name, one in COLLECTIONS.items() if reading.actor.may(one.permission)]


def _collection(reading: Reading, name: str) -> Collection:
    """The collection of that name. Raises 404 for one that is not there or not the asker's to read."""
    if name not in _readable(reading):
        raise not_found()
    return COLLECTIONS[name]


def _only(request: Request, *names: str) -> None:
    """Raises 400 for a parameter that the description does not name (part 1, 7.6)."""
    for name in request.query_params:
        if name not in (*names, "f"):
            raise _bad("A parameter")
    if request.query_params.get("f", "json") not in ("json", "html"):
        raise _bad("f")


@router.get("")
@router.get("/")  # as owslib asks
async def landing_page(request: Request, reading: Reader) -> Response:
    """Where everything is, for programs, and for people who ask by a browser."""
    _only(request)
    shown = description.landing(_root(request))
    wishes = request.headers.get("accept", "")
    if request.query_params.get("f") != "html" and "text/html" not in wishes:
        return json_response(shown)
    items = "".join(
        f'<li><a href="{escape(one["href"])}">{escape(one["title"])}</a></li>' for one in shown["links"]
    )
    body = (
        f"<main><h1>{escape(shown['title'])}</h1><p>{escape(shown['description'])}</p><ul>{items}</ul></main>"
    )
    return page("sv", shown["title"], body)


@router.get("/conformance")
async def conformance(request: Request, _: Reader) -> Response:
    """Which classes of the standard it conforms to."""
    _only(request)
    return json_response(description.CONFORMANCE)


@router.get("/api")
async def api_description(request: Request, reading: Reader) -> Response:
    """The service's own description, OpenAPI 3.0."""
    _only(request)
    answer = json_response(description.openapi(_root(request), _readable(reading)))
    answer.headers["content-type"] = description.OPENAPI
    return answer


@router.get("/collections")
async def list_collections(request: Request, reading: Reader) -> Response:
    """The collections that the asker may read."""
    _only(request)
    return json_response(description.collections_shown(_root(request), _readable(reading)))


@router.get("/collections/{collection}")
async def read_collection(request: Request, reading: Reader, collection: str) -> Response:
    """One collection."""
    _only(request)
    _collection(reading, collection)
    return json_response(description.collection_shown(_root(request), collection))


@router.get("/collections/{collection}/items")
async def list_features(request: Request, reading: Reader, collection: str) -> Response:
    """Features, page by page, narrowed by box, moments and properties, in the system asked for."""
    found = _collection(reading, collection)
    _only(request, "limit", "cursor", "bbox", "bbox-crs", "crs", "datetime", *found.filters)
    crs = _crs(request, "crs")
    features, following = await _page(reading, found, _wanted(request, found))
    here = f"{_root(request)}/collections/{collection}/items"
    links = [description.link(_url(request, here), "self", description.GEOJSON)]
    if following is not None:
        url = _url(request, here, cursor=following)
        links.append(description.link(url, "next", description.GEOJSON))
    shown = {
        "type": "FeatureCollection",
        "timeStamp": clock.to_wire(clock.now()),
        "numberReturned": len(features),
        "links": links,
        "features": [{**one, "geometry": in_system(one["geometry"], crs)} for one in features],
    }
    return _geojson(shown, crs)


async def _page(reading: Reading, found: Collection, wanted: Wanted) -> tuple[list[Any], str | None]:
    try:
        return await found.page(reading, wanted)
    except ValueError as error:  # a property or cursor that is no UUID
        raise _bad("A property or cursor") from error


@router.get("/collections/{collection}/items/{feature}")
async def read_feature(request: Request, reading: Reader, collection: str, feature: str) -> Response:
    """One feature."""
    found = _collection(reading, collection)
    _only(request, "crs")
    crs = _crs(request, "crs")
    try:
        one = await found.one(reading, UUID(feature))
    except ValueError as error:
        raise not_found() from error
    if one is None:
        raise not_found()
    here = f"{_root(request)}/collections/{collection}"
    links = [
        description.link(f"{here}/items/{one['id']}", "self", description.GEOJSON),
        description.link(here, "collection"),
    ]
    return _geojson({**one, "geometry": in_system(one["geometry"], crs), "links": links}, crs)


def _wanted(request: Request, found: Collection) -> Wanted:
    asked = request.query_params
    try:
        limit = int(asked.get("limit", str(description.USUAL)))
        bbox = asked.get("bbox")
        window = None if bbox is None else Window(bounds_of(bbox), _crs(request, "bbox-crs"))
        interval = interval_of(asked["datetime"]) if "datetime" in asked else (None, None)
    except (ValueError, OverflowError) as error:
        raise _bad("limit, bbox or datetime") from error
    if limit < 1:
        raise _bad("limit")
    equal = {name: asked[name] for name in found.filters if name in asked}
    if any("\0" in value for value in equal.values()):  # PostgreSQL takes it in no text
        raise _bad("A property")
    return Wanted(min(limit, description.MOST), asked.get("cursor"), window, interval, equal)


def _crs(request: Request, name: str) -> str:
    crs = request.query_params.get(name, CRS84)
    if crs not in SYSTEMS:
        raise _bad(name)
    return crs


def _url(request: Request, here: str, **changed: str) -> str:
    query = request.url.include_query_params(**changed).query
    return f"{here}?{query}" if query else here


def _geojson(shown: dict[str, Any], crs: str) -> Response:
    answer = json_response(shown, headers={"Content-Crs": f"<{crs}>"})
    answer.headers["content-type"] = description.GEOJSON
    return answer
