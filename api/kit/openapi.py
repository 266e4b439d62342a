"""openapi.yaml from the code: request bodies the routes read themselves, permissions, problems, examples."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute, iter_route_contexts
from pydantic import TypeAdapter

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])
_REF = "#/components/schemas/{model}"
_COMPONENTS = Path(__file__).with_name("openapi_components.json")
_JSON, PROBLEM_TYPE = "application/json", "application/problem+json"
PUBLIC = "public"
_PARAMETERS = {  # by name, the same wherever it stands
    "id": "Its id.",
    "entry": "The entry's id.",
    "attachment": "The photo's id.",
    "link": "The link's id, which is its hand-over's.",
    "limit": "How many at most.",
    "cursor": "Where the page before ended, as its answer said.",
    "offset": "How many to pass over, within the first 10,000.",
    "after": "The cursor of the last record that was read.",
    "kind": "Records of this kind only.",
    "role": "The role.",
}
_CONDITIONS = {
    412: "It has changed since it was read, or is there already: read it again, its tag is in `ETag`.",
    428: "Neither `If-Match` nor `If-None-Match: *` was sent.",
}
_PROBLEM_CONTENT: dict[str, Any] = {
    PROBLEM_TYPE: {
        "schema": {"$ref": _REF.format(model="Problem")},
        "examples": {"problem": {"$ref": "#/components/examples/problem"}},
    }
}


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path, with the permission its route names (None: it names none)."""

    method: str
    path: str
    endpoint: Callable[..., Any]
    permission: str | None
    documented: bool
    headers: tuple[str, ...] = ()  # that its dependencies read themselves

    @property
    def name(self) -> str:
        """Its id in the contract: what the code calls it."""
        return self.endpoint.__name__


@dataclass(frozen=True, slots=True)
class Said:
    """What the contract says of an operation beside what the code shows.

    `answers`: status → (description, example of its JSON or None); `problems`: status → description;
    `others`: media type beside JSON → example; `limitations`: rules of the national profile that it
    is excused from, each argued in `info.x-limitations`.
    """

    answers: Mapping[int, tuple[str, Any]]
    request: Any = None
    problems: Mapping[int, str] = field(default_factory=dict)
    others: Mapping[str, Any] = field(default_factory=dict)
    limitations: Sequence[str] = ()


def takes(body: Any, media_type: str = _JSON) -> Callable[[Endpoint], Endpoint]:
    """Name the body a route reads from the raw request, for the description."""

    def mark(endpoint: Endpoint) -> Endpoint:
        endpoint.takes = (body, media_type)  # type: ignore[attr-defined]
        return endpoint

    return mark


def operations(app: FastAPI) -> list[Operation]:
    """Every method of every route, whatever router it was included by."""
    return [
        Operation(
            method,
            route.path_format or "",
            route.endpoint,
            _permission(route),
            route.include_in_schema,
            _headers(route),
        )
        for route in iter_route_contexts(app.routes)
        if isinstance(route.original_route, APIRoute) and route.endpoint is not None
        for method in sorted(route.methods or ())
    ]


def _permission(route: Any) -> str | None:
    named = (getattr(one.call, "permission", None) for one in route.dependant.dependencies)
    return next((str(permission) for permission in named if permission is not None), None)


def _headers(route: Any) -> tuple[str, ...]:
    read = (getattr(one.call, "headers", ()) for one in route.dependant.dependencies)
    return tuple(header for headers in read for header in headers)


def describe(app: FastAPI, info: Mapping[str, Any], said: Mapping[str, Said]) -> dict[str, Any]:
    """The whole description as a dictionary; `said` is by the operations' names."""
    document = get_openapi(
        title=info["title"],
        version=info["version"],
        description=info["description"],
        routes=app.routes,
        servers=info["servers"],
        tags=info["tags"],
    )
    document["info"] |= info["more"]
    document["externalDocs"] = info["externalDocs"]
    shared = json.loads(_COMPONENTS.read_text(encoding="utf-8"))
    schemas = document.get("components", {}).get("schemas", {}) | shared.pop("schemas")
    document["components"] = {"schemas": schemas, **shared}
    for operation in operations(app):
        if operation.documented:
            shown = document["paths"][operation.path][operation.method.lower()]
            _complete(shown, operation, said.get(operation.name, Said({})), schemas)
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    return document


def _complete(shown: dict[str, Any], operation: Operation, said: Said, schemas: dict[str, Any]) -> None:
    shown["operationId"], shown["x-permission"] = operation.name, operation.permission
    shown["summary"] = operation.name.replace("_", " ").capitalize()
    if operation.permission != PUBLIC:
        shown["security"] = [{"bearer": []}, {"session": []}]
    if said.limitations:
        shown["x-limitations"] = list(said.limitations)
    body, media_type = getattr(operation.endpoint, "takes", (None, ""))
    if body is not None:
        shown["requestBody"] = _request_body(body, media_type, schemas)
    shown.setdefault("parameters", []).extend(_shared_parameters(body, operation.headers))
    for parameter in shown["parameters"]:
        if "name" in parameter and "description" not in parameter:
            parameter["description"] = _PARAMETERS[parameter["name"]]
    _exemplify(shown.get("requestBody", {}), said.request)
    shown["responses"] = _responses(shown["responses"], operation, said)


def _shared_parameters(body: Any, headers: Iterable[str]) -> list[dict[str, str]]:
    names: Iterable[str] = (*headers, "traceparent")
    if body is not None:
        names = (
            ("Content-Digest", "traceparent")
            if body is bytes
            else ("Content-Digest", "Device-Time", "traceparent")
        )
    return [{"$ref": f"#/components/parameters/{name}"} for name in names]


def _responses(shown: dict[str, Any], operation: Operation, said: Said) -> dict[str, Any]:
    """Answers and problems by status, each with a description, an example and the trace it belongs to."""
    shown.pop("422", None)
    answers = {}
    for status, (words, example) in said.answers.items():
        answer = shown.get(str(status), {})
        answer["description"] = words
        answer.setdefault("headers", {})["traceparent"] = {"$ref": "#/components/headers/traceparent"}
        _exemplify(answer, example)
        for media_type, content in answer.get("content", {}).items():
            if media_type in said.others:
                content["example"] = said.others[media_type]
        answers[str(status)] = answer
    problems = (_CONDITIONS if "If-Match" in operation.headers else {}) | dict(said.problems)
    if operation.permission != PUBLIC:
        needed = f"The permission `{operation.permission}` is missing."
        problems = {401: "Nobody is signed in by what was sent.", 403: needed} | problems
    for code, words in sorted(problems.items()):
        answers[str(code)] = {"description": words, "content": _PROBLEM_CONTENT}
    answers["default"] = {"description": "Another problem (RFC 9457).", "content": _PROBLEM_CONTENT}
    return {**{status: shown[status] for status in shown if status not in answers}, **answers}


def _exemplify(holder: dict[str, Any], example: Any) -> None:
    content = holder.get("content", {}).get(_JSON)
    if content is not None and example is not None:
        content["example"] = example


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
    return yaml.dump(document, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=120)


class _Plain(yaml.SafeDumper):
    """Writes an example wherever it stands, never as a reference to where it stood first."""

    def ignore_aliases(self, data: Any) -> bool:
        """Always."""
        return True
