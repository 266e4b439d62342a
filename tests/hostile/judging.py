"""What no answer may be, whatever was sent."""

import json
from collections.abc import Iterator
from typing import Any

import httpx

from api.kit.errors import PROBLEM
from api.kit.http import HEADERS
from tests.api.operations.wire import faults as schema_faults
from tests.hostile.corpus import MARK

Responses = dict[str, dict[str, Any]]
# What any operation may answer besides: unreadable, nowhere, another's method, too large, another type.
_ANYWHERE = {400, 404, 405, 413, 415, 422, 429}
_INSIDES = (
    "Traceback",
    'File "',
    "asyncpg",
    "sqlalchemy",
    "pydantic.",
    "site-packages",
    "SELECT ",
    "ledljus_app",
)
_ALWAYS = {name.lower() for name in HEADERS} | {"content-security-policy"}


def judged(answer: httpx.Response, responses: Responses) -> Iterator[str]:
    """Everything wrong with an answer, in words; `responses` are the operation's in the contract."""
    if answer.status_code >= 500 and answer.status_code != 503:
        yield "a failure of the server"
    if missing := _ALWAYS - set(answer.headers):
        yield f"without {missing}"
    yield from _as_documented(answer, responses)
    if answer.headers.get("content-type", "") == PROBLEM:
        told = {name: part for name, part in answer.json().items() if name != "instance"}
        text = json.dumps(told, ensure_ascii=False)
        if MARK in text:
            yield "an echo of what was sent"
        if found := [one for one in _INSIDES if one in text]:
            yield f"insides of the server: {found}"


def _as_documented(answer: httpx.Response, responses: Responses) -> Iterator[str]:
    described = responses.get(str(answer.status_code), responses["default"])
    content = described.get("content", {})
    media_type = answer.headers.get("content-type", "").partition(";")[0]
    if str(answer.status_code) not in responses and answer.status_code not in _ANYWHERE:
        yield f"a status that is not documented: {answer.status_code}"
    if not content:
        if answer.content:
            yield "a body where none is documented"
    elif media_type not in content:
        yield f"a media type that is not documented: {media_type}"
    elif media_type.endswith("json"):
        yield from schema_faults(content[media_type]["schema"], answer.json())
