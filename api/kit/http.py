"""What every request passes: own origin only, headers, and small readers of what was sent."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from fastapi import Request, Response
from pydantic import TypeAdapter, ValidationError
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.kit.errors import Problem, failure_response, problem_response
from api.kit.jsons import dumped
from api.kit.schema import Moment

API = "/api/v1"
_SAFE = {"GET", "HEAD", "OPTIONS"}
_MOMENT: TypeAdapter[datetime] = TypeAdapter(Moment)

_TRACEPARENT = re.compile(b"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")  # W3C Trace Context

HEADERS = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "microphone=()",  # dictation is the keyboard's; no audio leaves the app (UX-F9)
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:{tiles};"
    " font-src 'self'; connect-src 'self'{tiles}; manifest-src 'self'; worker-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


class Guard:
    """Refuses unsafe requests from other sites, and puts the security headers on every answer."""

    def __init__(self, app: ASGIApp, origins: frozenset[str], tiles: str | None = None) -> None:
        self._app, self._origins = app, origins
        said = HEADERS | {"Content-Security-Policy": CSP.format(tiles=f" {tiles}" if tiles else "")}
        self._always = [(name.lower().encode(), value.encode()) for name, value in said.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        begun = False

        async def dressed(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                _dress(MutableHeaders(scope=message), scope, self._always)
            await send(message)

        if scope["method"] not in _SAFE and self._foreign(Headers(scope=scope)):
            detail = "Requests that change something are taken from this site's own pages only."
            answer = problem_response(Problem(403, "cross_site", detail), scope["path"])
            await answer(scope, receive, dressed)
            return
        try:
            await self._app(scope, receive, dressed)
        except Exception as error:
            if not begun:  # outside of here nobody would dress it
                await failure_response(error, scope["path"])(scope, receive, dressed)
            raise

    def _foreign(self, headers: Headers) -> bool:
        """A browser says where a request comes from; programs say nothing and carry no cookie."""
        site = headers.get("sec-fetch-site")
        if site is not None:  # no page can set it; a form on a page without referrer has the origin "null"
            return site not in ("same-origin", "none")
        origin = headers.get("origin")
        if origin is None:
            return False
        return origin not in self._origins and urlsplit(origin).netloc != headers.get("host")


def _dress(headers: MutableHeaders, scope: Scope, always: Sequence[tuple[bytes, bytes]]) -> None:
    """Add what every answer carries, unless the answer says otherwise itself."""
    said = {name for name, _ in headers.raw}
    headers.raw.extend(pair for pair in always if pair[0] not in said)
    if scope["path"].startswith("/api/") and b"cache-control" not in said:
        headers.raw.append((b"cache-control", b"no-store"))
    for name, value in scope["headers"]:
        if name == b"traceparent" and _TRACEPARENT.fullmatch(value):
            headers["traceparent"] = value.decode()


def json_response(content: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """JSON by orjson, which writes UUIDs and times itself."""
    return Response(dumped(content), status, headers, media_type="application/json")


def address_of(request: Request) -> str:
    """Where a request comes from; a proxy's word counts only when the settings trust it."""
    return request.client.host if request.client else ""


def device_time(request: Request) -> datetime | None:
    """The sender's clock at sending, from `Device-Time`; an unreadable one is as none."""
    sent = request.headers.get("device-time")
    if not sent:
        return None
    try:
        return _MOMENT.validate_python(sent)
    except ValidationError:
        return None


async def body_bytes(request: Request, most: int) -> bytes:
    """The body, refused with 413 as soon as it grows past `most` bytes."""
    length = request.headers.get("content-length", "")
    if length.isdigit() and int(length) > most:
        raise Problem(413, "too_large", f"At most {most} bytes are taken here.")
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > most:
            raise Problem(413, "too_large", f"At most {most} bytes are taken here.")
        parts.append(part)
    return b"".join(parts)
