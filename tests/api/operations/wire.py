"""The contract as a judge: whether a message is as openapi.yaml describes it."""

import re
from functools import cache
from typing import Any

import httpx
import yaml
from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]

from tests.architecture.project import ROOT

_FORMATS = FormatChecker(["date-time", "uuid"])


@cache
def contract() -> dict[str, Any]:
    """The document that is checked in."""
    document: dict[str, Any] = yaml.safe_load((ROOT / "openapi.yaml").read_text(encoding="utf-8"))
    return document


def faults(schema: dict[str, Any], message: Any) -> list[str]:
    """Where and how a message is not as its schema says."""
    whole = {**schema, "components": contract()["components"]}
    found = Draft202012Validator(whole, format_checker=_FORMATS).iter_errors(message)
    return [f"{fault.json_path}: {fault.message[:200]}" for fault in found]


def operation_of(method: str, path: str) -> dict[str, Any]:
    """The operation that a request's path belongs to."""
    paths = contract()["paths"]
    # A word before a parameter, as the routes have it, in whatever order they are written.
    for template in sorted(paths, key=lambda one: str(one).count("{")):
        operations = paths[template]
        pattern = re.sub(r"\\{\w+\\}", "[^/]+", re.escape(template))
        if re.fullmatch(pattern, path) and method.lower() in operations:
            operation: dict[str, Any] = operations[method.lower()]
            return operation
    raise AssertionError(f"{method} {path} is not in the contract")


def check(answer: httpx.Response) -> httpx.Response:
    """Assert that an answer is one the contract describes, and give it back."""
    responses = operation_of(answer.request.method, answer.request.url.path)["responses"]
    assert str(answer.status_code) in responses, f"{answer.request.url} {answer.status_code}: {answer.text}"
    described = responses[str(answer.status_code)].get("content", {})
    media_type = answer.headers.get("content-type", "").partition(";")[0]
    if not described:
        assert answer.content == b""
        return answer
    assert media_type in described, f"{answer.request.url}: {media_type}"
    if media_type.endswith("json"):
        assert faults(described[media_type]["schema"], answer.json()) == [], answer.text
    return answer
