"""openapi.yaml from the code: request bodies the routes read themselves, permissions, problems."""

from collections.abc import Callable
from typing import Any, TypeVar

import yaml
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from pydantic import TypeAdapter

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])
_REF = "#/components/schemas/{model}"
_PROBLEM: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "detail", "instance", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "code": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"field": {"type": "string"}, "reason": {"type": "string"}},
            },
        },
    },
}


def takes(body: Any, media_type: str = "application/json") -> Callable[[Endpoint], Endpoint]:
    """Name the body a route reads from the raw request, for the description."""

    def mark(endpoint: Endpoint) -> Endpoint:
        endpoint.takes = (body, media_type)  # type: ignore[attr-defined]
        return endpoint

    return mark


def permission_of(route: APIRoute) -> str | None:
    """The permission a route names, None if it names none."""
    for dependency in route.dependant.dependencies:
        named = getattr(dependency.call, "permission", None)
        if named is not None:
            return str(named)
    return None


def api_routes(app: FastAPI) -> list[APIRoute]:
    """Every documented route."""
    return [route for route in app.routes if isinstance(route, APIRoute) and route.include_in_schema]


def describe(app: FastAPI, info: dict[str, Any]) -> dict[str, Any]:
    """The whole description as a dictionary."""
    document = get_openapi(
        title=info["title"],
        version=info["version"],
        description=info["description"],
        routes=app.routes,
    )
    document["info"] |= {key: info[key] for key in ("contact", "license", "x-limitations")}
    document["externalDocs"] = info["externalDocs"]
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    schemas["Problem"] = _PROBLEM
    document["components"]["securitySchemes"] = {
        "bearer": {"type": "http", "scheme": "bearer"},
        "session": {"type": "apiKey", "in": "cookie", "name": "__Host-ledljus"},
    }
    for route in api_routes(app):
        for method in route.methods or ():
            _complete(document["paths"][route.path_format][method.lower()], route, schemas)
    return document


def _complete(operation: dict[str, Any], route: APIRoute, schemas: dict[str, Any]) -> None:
    operation["x-permission"] = permission_of(route)
    if operation["x-permission"] != "public":
        operation["security"] = [{"bearer": []}, {"session": []}]
    operation.setdefault("parameters", []).append(
        {"name": "traceparent", "in": "header", "required": False, "schema": {"type": "string"}}
    )
    problem = {"application/problem+json": {"schema": {"$ref": _REF.format(model="Problem")}}}
    operation["responses"].pop("422", None)
    operation["responses"]["default"] = {"description": "A problem (RFC 9457).", "content": problem}
    body, media_type = getattr(route.endpoint, "takes", (None, ""))
    if body is not None:
        operation["requestBody"] = _request_body(body, media_type, schemas)
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)


def _request_body(body: Any, media_type: str, schemas: dict[str, Any]) -> dict[str, Any]:
    if body is bytes:
        content: dict[str, Any] = {"type": "string", "format": "binary"}
    else:
        content = TypeAdapter(body).json_schema(ref_template=_REF)
        schemas |= content.pop("$defs", {})
        if "title" in content and content.get("type") == "object":
            name = content["title"]
            schemas[name] = content
            content = {"$ref": _REF.format(model=name)}
    return {"required": True, "content": {media_type: {"schema": content}}}


def as_yaml(document: dict[str, Any]) -> str:
    """The description as it is checked in."""
    return yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=120)
