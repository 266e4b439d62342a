"""What the service says of itself: landing page, conformance, collections, and its OpenAPI 3.0 document."""

from collections.abc import Iterable, Mapping
from typing import Any

from api.integration.ogc.collections import COLLECTIONS, Collection
from api.kit.crs import CRS84, SYSTEMS

MOST, USUAL = 1000, 100
GEOJSON, OPENAPI = "application/geo+json", "application/vnd.oai.openapi+json;version=3.0"
TITLE = "Ledljus"
_SPEC = "http://www.opengis.net/spec"
CONFORMANCE = {
    "conformsTo": [
        f"{_SPEC}/ogcapi-features-1/1.0/conf/core",
        f"{_SPEC}/ogcapi-features-1/1.0/conf/oas30",
        f"{_SPEC}/ogcapi-features-1/1.0/conf/geojson",
        f"{_SPEC}/ogcapi-features-2/1.0/conf/crs",
    ]
}
_SWEDEN = [10.5, 55.0, 24.2, 69.1]


def link(href: str, rel: str, media_type: str = "application/json", title: str = "") -> dict[str, str]:
    """One link of a document."""
    return {"href": href, "rel": rel, "type": media_type, **({"title": title} if title else {})}


def landing(root: str) -> dict[str, Any]:
    """Where everything is."""
    return {
        "title": TITLE,
        "description": "Händelser, områden och objekt / incidents, areas and sites",
        "links": [
            link(root, "self", title="This document"),
            link(f"{root}?f=html", "alternate", "text/html", "The same for people"),
            link(f"{root}/api", "service-desc", OPENAPI, "OpenAPI 3.0"),
            link(f"{root}/conformance", "conformance", title="What it conforms to"),
            link(f"{root}/collections", "data", title="Collections"),
        ],
    }


def collection_shown(root: str, name: str) -> dict[str, Any]:
    """One collection; features are in longitude and latitude unless another system is asked for."""
    collection, here = COLLECTIONS[name], f"{root}/collections/{name}"
    extent: dict[str, Any] = {"spatial": {"bbox": [_SWEDEN], "crs": CRS84}}
    if collection.temporal:
        extent["temporal"] = {"interval": [[None, None]]}
    return {
        "id": name,
        "title": collection.title,
        "description": collection.description,
        "itemType": "feature",
        "extent": extent,
        "crs": list(SYSTEMS),
        "storageCrs": CRS84,
        "links": [link(here, "self"), link(f"{here}/items", "items", GEOJSON, collection.title)],
    }


def collections_shown(root: str, names: Iterable[str]) -> dict[str, Any]:
    """The collections that the asker may read."""
    return {
        "links": [link(f"{root}/collections", "self")],
        "crs": list(SYSTEMS),
        "collections": [collection_shown(root, name) for name in names],
    }


def _parameter(name: str, description: str, schema: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": description,
        "schema": schema,
        **more,
    }


def _numbers() -> dict[str, Any]:
    return {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}}


def _items_parameters(collection: Collection) -> list[dict[str, Any]]:
    listed: Any = {"style": "form", "explode": False}
    system = {"type": "string", "format": "uri", "enum": list(SYSTEMS), "default": CRS84}
    limit = {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}
    common = [
        _parameter("limit", "How many at most.", limit),
        _parameter("bbox", "Within this box, in the axis order of bbox-crs.", _numbers(), **listed),
        _parameter("bbox-crs", "The system of bbox.", system),
        _parameter("crs", "The system of the answer.", system),
        _parameter("datetime", "At or between these moments.", {"type": "string"}),
        _parameter("cursor", "Where the page before ended, as its next link says.", {"type": "string"}),
        _parameter("f", "Always json.", {"type": "string", "enum": ["json"]}),
    ]
    return common + [
        _parameter(name, f"Whose {name} is this.", collection.properties[name]) for name in collection.filters
    ]


def _operation(summary: str, operation_id: str, media_type: str, schema: Any, **more: Any) -> dict[str, Any]:
    answers: dict[str, Any] = {
        "200": {"description": summary, "content": {media_type: {"schema": schema}}},
        "default": {
            "description": "A problem (RFC 9457).",
            "content": {"application/problem+json": {"schema": {"type": "object"}}},
        },
    }
    return {"get": {"summary": summary, "operationId": operation_id, "responses": answers, **more}}


def _feature_schema(collection: Collection) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["type", "id", "geometry", "properties"],
        "properties": {
            "type": {"type": "string", "enum": ["Feature"]},
            "id": {"type": "string", "format": "uuid"},
            "geometry": {"type": "object", "nullable": True},
            "properties": {"type": "object", "properties": dict(collection.properties)},
        },
    }


def openapi(root: str, names: Iterable[str]) -> dict[str, Any]:
    """The service by OpenAPI 3.0: GDAL asks it which properties can be filtered by."""
    plain: Any = {"type": "object"}
    paths: dict[str, Any] = {
        "/": _operation("Landing page", "get_landing_page", "application/json", plain),
        "/conformance": _operation("Conformance", "get_conformance", "application/json", plain),
        "/collections": _operation("Collections", "get_collections", "application/json", plain),
    }
    feature_id = {"name": "featureId", "in": "path", "required": True, "schema": {"type": "string"}}
    for name in names:
        collection, here = COLLECTIONS[name], f"/collections/{name}"
        shape = _feature_schema(collection)
        several = {"type": "object", "properties": {"features": {"type": "array", "items": shape}}}
        asked = _items_parameters(collection)
        crs = next(one for one in asked if one["name"] == "crs")
        paths |= {
            here: _operation(collection.title, f"describe_{name}", "application/json", plain),
            f"{here}/items": _operation(
                collection.description, f"get_{name}", GEOJSON, several, parameters=asked
            ),
            f"{here}/items/{{featureId}}": _operation(
                "One feature", f"get_one_of_{name}", GEOJSON, shape, parameters=[feature_id, crs]
            ),
        }
    return {
        "openapi": "3.0.3",
        "info": {"title": TITLE, "version": "1.0.0", "description": "OGC API Features."},
        "servers": [{"url": root}],
        "security": [{"bearer": []}],
        "components": {"securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}}},
        "paths": paths,
    }
