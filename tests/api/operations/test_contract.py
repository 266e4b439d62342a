"""openapi.yaml is valid and keeps its own schemas; the profile's rules are .spectral.yaml's."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from openapi_spec_validator import validate

from tests.api.operations.wire import contract, faults


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


@pytest.mark.parametrize("name", OPERATIONS)
def test_everything_is_described(name: str) -> None:
    operation = OPERATIONS[name]
    assert operation["summary"]
    for parameter in operation["parameters"]:
        assert "$ref" in parameter or parameter["description"], parameter
    assert all(re.fullmatch("[1-5][0-9][0-9]|default", status) for status in operation["responses"])


def test_what_stands_under_a_tag_is_described() -> None:
    tags = {tag["name"] for tag in contract()["tags"] if tag["description"]}
    assert tags >= {tag for operation in OPERATIONS.values() for tag in operation["tags"]}


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_json_message_has_an_example_that_is_one(name: str) -> None:
    for place, media_type, content in _media(OPERATIONS[name]):
        if media_type.endswith("json") and "example" in content:
            assert faults(content["schema"], content["example"]) == [], place
    problem = contract()["components"]["examples"]["problem"]["value"]
    assert faults({"$ref": "#/components/schemas/Problem"}, problem) == []


@pytest.mark.parametrize("name", OPERATIONS)
def test_its_credentials_are_bearer_or_the_session_s_cookie(name: str) -> None:
    operation = OPERATIONS[name]
    if operation["x-permission"] == "public":
        assert "security" not in operation
    else:
        assert operation["security"] == [{"bearer": []}, {"session": []}]
        assert {"401", "403"} <= set(operation["responses"])


def test_operations_are_named_once() -> None:
    names = [operation["operationId"] for operation in OPERATIONS.values()]
    assert len(set(names)) == len(names)
