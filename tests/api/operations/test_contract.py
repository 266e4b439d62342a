"""openapi.yaml keeps the rules of Sweden's REST API profile, and its own schemas."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from openapi_spec_validator import validate

from tests.api.operations.wire import contract, faults

SNAKE, WORDS = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*"), re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
STANDARD = {"Content-Digest", "Device-Time", "traceparent"}  # headers, written as their standards do


def _operations() -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in contract()["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def _media(operation: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for media_type, content in operation.get("requestBody", {}).get("content", {}).items():
        yield "request", media_type, content
    for status, response in operation["responses"].items():
        for media_type, content in response.get("content", {}).items():
            yield status, media_type, content


OPERATIONS = dict(_operations())


def test_it_is_a_valid_openapi_document() -> None:
    validate(contract())


def test_it_says_who_answers_for_it() -> None:
    """DOK.01, 03, 06, 08, 09."""
    document, info = contract(), contract()["info"]
    assert document["externalDocs"]["url"].startswith("https://")
    assert set(info["contact"]) == {"name", "url", "email"}
    assert info["license"]["name"] == "EUPL-1.2"
    swedish, english = info["description"].split("\n\n")
    assert "händelser" in swedish and "incidents" in english
    assert info["x-sla"]
    assert {"FNS.07", "SAK.09"} <= {line.partition(":")[0] for line in info["x-limitations"]}
    assert {tag["name"] for tag in document["tags"] if tag["description"]} >= {
        tag for operation in OPERATIONS.values() for tag in operation["tags"]
    }


def test_paths_are_words_with_hyphens_and_a_version() -> None:
    """UFN.01, 07 to 09, VER.05, RES.06."""
    for path in contract()["paths"]:
        root, *parts = path.removeprefix("/api/").split("/")
        assert root == "v1"
        for part in parts:
            word = part[1:-1] if part.startswith("{") else part
            assert WORDS.fullmatch(word), path
            assert not re.match("(get|put|post|create|update|delete)-", word)


def test_fields_and_parameters_are_snake_case() -> None:
    """AME.05, FNS.01."""
    names = set(_property_names(contract()["components"]["schemas"]))
    for operation in OPERATIONS.values():
        names |= {one["name"] for one in operation["parameters"] if "name" in one}
        names |= {name for _, _, content in _media(operation) for name in _property_names(content["schema"])}
    assert [name for name in names if not SNAKE.fullmatch(name)] == []


def _property_names(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        yield from node.get("properties", {})
        for part in node.values():
            yield from _property_names(part)
    elif isinstance(node, list):
        for part in node:
            yield from _property_names(part)


@pytest.mark.parametrize("name", OPERATIONS)
def test_everything_is_described(name: str) -> None:
    """DOK.19, 20."""
    operation = OPERATIONS[name]
    assert operation["summary"] and operation["description"]
    for parameter in operation["parameters"]:
        assert "$ref" in parameter or parameter["description"], parameter
    for status, response in operation["responses"].items():
        assert response["description"] not in ("", "Successful Response", "Created"), status
        assert re.fullmatch("[1-5][0-9][0-9]|default", status)


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_json_message_has_an_example_that_is_one(name: str) -> None:
    """DOK.15."""
    for place, media_type, content in _media(OPERATIONS[name]):
        if media_type.endswith("json"):
            assert "example" in content or content["examples"], (place, media_type)
            if "example" in content:
                assert faults(content["schema"], content["example"]) == [], place
    problem = contract()["components"]["examples"]["problem"]["value"]
    assert faults({"$ref": "#/components/schemas/Problem"}, problem) == []


@pytest.mark.parametrize("name", OPERATIONS)
def test_it_takes_and_gives_back_the_trace(name: str) -> None:
    """SPA.02, SPA.04."""
    operation = OPERATIONS[name]
    assert {"$ref": "#/components/parameters/traceparent"} in operation["parameters"]
    success = [one for status, one in operation["responses"].items() if status.startswith("2")]
    assert all("traceparent" in response["headers"] for response in success)


@pytest.mark.parametrize("name", OPERATIONS)
def test_its_credentials_are_bearer_or_the_session_s_cookie(name: str) -> None:
    """SAK.09, 10, 15."""
    operation = OPERATIONS[name]
    if operation["x-permission"] == "public":
        assert "security" not in operation
    else:
        assert operation["security"] == [{"bearer": []}, {"session": []}]
        assert {"401", "403"} <= set(operation["responses"])
    named = {one["name"] for one in operation["parameters"] if one.get("in") == "query"}
    assert not named & {"token", "key", "api_key", "access_token"}


def test_security_schemes_are_no_basic_or_digest() -> None:
    schemes = contract()["components"]["securitySchemes"]
    assert {(one["type"], one.get("scheme")) for one in schemes.values()} == {
        ("http", "bearer"),
        ("apiKey", None),
    }
    assert schemes["session"]["in"] == "cookie"


def test_lists_have_the_profile_s_paging() -> None:
    """FNS.07, 08, 09."""
    listing = {one["name"]: one for one in OPERATIONS["GET /api/v1/incidents"]["parameters"] if "name" in one}
    assert listing["limit"]["schema"]["default"] == 20
    assert listing["limit"]["schema"]["maximum"] == 200
    assert {"cursor", "offset"} <= set(listing)


def test_a_problem_has_what_rfc_9457_and_the_profile_ask() -> None:
    """FEL.01, 02."""
    problem = contract()["components"]["schemas"]["Problem"]
    assert set(problem["required"]) == {"type", "title", "status", "detail", "instance", "code"}
    for operation in OPERATIONS.values():
        for status, response in operation["responses"].items():
            if status == "default" or status >= "400":
                assert set(response["content"]) == {"application/problem+json"}


def test_operations_are_named_once() -> None:
    names = [operation["operationId"] for operation in OPERATIONS.values()]
    assert len(set(names)) == len(names)
    assert all(SNAKE.fullmatch(name) for name in names)
