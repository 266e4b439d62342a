"""Every field that the contract lets somebody send, and a request with one of them spoilt."""

import copy
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from api.kit.ids import new_id
from tests.api.access.registering import NEW
from tests.api.operations.wire import contract

# They end the asker's own session, or never end; what they take is in no field.
LEFT_OUT = {"delete_session", "delete_sessions", "stream_journal"}
_ANYWHERE = ("traceparent", "Accept", "Cookie", "Origin", "Sec-Fetch-Site", "Accept-Language")


@dataclass(frozen=True)
class Field:
    """Where something is sent: `place` is `path`, `query`, `header`, `body` (by `where`) or `raw`."""

    method: str
    path: str
    place: str
    where: tuple[Any, ...] = ()

    def request(self, value: Any) -> dict[str, Any]:
        """Method, URL and content of a request that is well formed but for this field."""
        path = self.path
        headers: dict[str, str | bytes] = {}
        if "If-Match" in _read(contract()["paths"][path][self.method.lower()]):
            headers |= NEW  # whatever passes is kept, and comes out of every list from then on
        query: dict[str, str] = {}
        content: bytes | None = None
        body = copy.deepcopy(_example(self.method, self.path))
        if self.place == "path":
            path = path.replace(f"{{{self.where[0]}}}", quoted(_text(value)), 1)
        elif self.place == "query":
            query = {self.where[0]: _text(value)}
        elif self.place == "header":
            headers[self.where[0]] = _header(value)
        elif self.place == "body":
            body = _put(body, self.where, value)
        elif self.place == "raw":
            content = value
        if content is None and body is not None:
            content = json.dumps(body).encode()
        path = re.sub(r"\{\w+\}", lambda _: str(new_id()), path)
        said = {"Content-Type": "application/json"} if content is not None else {}
        return {
            "method": self.method,
            "url": path + _query(query),
            "headers": said | headers,
            "content": content,
        }


def fields() -> list[Field]:
    """All of them, in the contract's order."""
    return [field for path, operations in contract()["paths"].items()
            for method, shown in operations.items() if shown["operationId"] not in LEFT_OUT
            for field in _fields(method.upper(), path, shown)]  # fmt: skip


def _fields(method: str, path: str, shown: dict[str, Any]) -> Iterator[Field]:
    yield from (Field(method, path, "path", (name,)) for name in re.findall(r"\{(\w+)\}", path))
    named = [one for one in shown.get("parameters", []) if one.get("in") == "query"]
    yield from (Field(method, path, "query", (one["name"],)) for one in named)
    read = _read(shown)
    names = read | set(_ANYWHERE) if path.endswith("/incidents") else read - set(_ANYWHERE)
    yield from (Field(method, path, "header", (name,)) for name in sorted(names))
    if "requestBody" in shown:
        yield Field(method, path, "raw")
        yield from (Field(method, path, "body", where) for where in _leaves(_example(method, path)))


def _read(shown: dict[str, Any]) -> set[str]:
    """The headers that an operation names."""
    return {one["$ref"].rpartition("/")[2] for one in shown.get("parameters", []) if "$ref" in one}


def _example(method: str, path: str) -> Any:
    content = contract()["paths"][path][method.lower()].get("requestBody", {}).get("content", {})
    return next((one.get("example") for one in content.values()), None)


def _leaves(body: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a body, and beside each object's fields one that nobody knows."""
    yield at
    if isinstance(body, dict):
        yield (*at, "okänt")
        for name, part in body.items():
            yield from _leaves(part, (*at, name))
    elif isinstance(body, list) and body:
        yield from _leaves(body[0], (*at, 0))


def _put(body: Any, where: Sequence[Any], value: Any) -> Any:
    if not where:
        return value
    inner = body
    for step in where[:-1]:
        inner = inner[step]
    inner[where[-1]] = value
    return body


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def quoted(text: str) -> str:
    """The text as part of an address; no client sends a longer one."""
    return quote(text[:4000], safe="", errors="surrogatepass")


def _header(value: Any) -> bytes:
    """What a header line can carry at all; no client sends the rest."""
    return re.sub(rb"[\0-\x1f\x7f]", b"", _text(value).encode(errors="surrogatepass"))[:8000].strip()


def _query(query: dict[str, str]) -> str:
    said = "&".join(f"{name}={quoted(value)}" for name, value in query.items())
    return f"?{said}" if said else ""
