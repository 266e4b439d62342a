"""What can become of a request between phone and server (PROMISES 3.0, F1 to F8)."""

import asyncio
import re

import orjson

from api.kit.pages import DIST
from tests.e2e.proxy import HEADERS_END, Exchange, Fault

PORTAL = "<!doctype html><title>Gratis wifi</title><h1>Godkänn villkoren</h1>"
BAD_GATEWAY = "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"


async def before_first_byte(exchange: Exchange) -> None:
    """F1: the server hears nothing."""
    exchange.browser.transport.abort()


def mid_request(share: float) -> Fault:
    """F2: the server hears the first bytes, up to this share of them (but never all of them)."""

    async def fault(exchange: Exchange) -> None:
        size = len(exchange.asked.head) + len(exchange.asked.body)
        await exchange.forward(min(max(1, int(size * share)), size - 1))
        exchange.browser.transport.abort()

    return fault


async def after_headers(exchange: Exchange) -> None:
    """F2: the server hears the headers and no byte of the body."""
    await exchange.forward(len(exchange.asked.head))
    exchange.browser.transport.abort()


async def answer_lost(exchange: Exchange) -> None:
    """F3: the server has committed and answered; the phone hears nothing."""
    await exchange.forward()
    exchange.browser.transport.abort()


async def mid_answer(exchange: Exchange) -> None:
    """F4: the phone hears that all went well, and half of the receipt."""
    answer = await exchange.forward()
    head, _, body = answer.partition(HEADERS_END)
    await exchange.answer(head + HEADERS_END + body[: len(body) // 2])
    exchange.browser.transport.abort()


async def bad_gateway(exchange: Exchange) -> None:
    """F5: a proxy on the way says 502 in HTML."""
    await exchange.answer(answer_of(502, "Bad Gateway", "text/html", BAD_GATEWAY.encode()))


def asks_for_peace(status: int, seconds: int) -> Fault:
    """F6: nothing is heard out, and the phone is told when to come back."""

    async def fault(exchange: Exchange) -> None:
        answer = answer_of(status, "Later", "text/plain", b"later")
        head, _, body = answer.partition(HEADERS_END)
        told = f"\r\nRetry-After: {seconds}".encode()
        await exchange.answer(head + told + HEADERS_END + body)

    return fault


def login_page(status: int = 200) -> Fault:
    """F7: a captive portal, or a proxy, answers everything with its page."""

    async def fault(exchange: Exchange) -> None:
        await exchange.answer(answer_of(status, "OK", "text/html; charset=utf-8", PORTAL.encode()))

    return fault


portal = login_page()


def problem(status: int, code: str, **more: object) -> Fault:
    """Our own server's refusal, word for word as it would be."""

    async def fault(exchange: Exchange) -> None:
        told = {"type": "about:blank", "title": code, "status": status, "code": code, **more}
        await exchange.answer(answer_of(status, "No", "application/problem+json", orjson.dumps(told)))

    return fault


def slow(delay_s: float, bytes_per_s: int) -> Fault:
    """F8: the request waits, then crawls; its answer too."""

    async def fault(exchange: Exchange) -> None:
        size = len(exchange.asked.head) + len(exchange.asked.body)
        await asyncio.sleep(delay_s + size / bytes_per_s)
        answer = await exchange.forward()
        await asyncio.sleep(delay_s + len(answer) / bytes_per_s)
        await exchange.answer(answer)

    return fault


def newer_app(version: int) -> Fault:
    """F20: the server has a new version of the app: its worker names another cache."""
    worker = (DIST / "sw.js").read_text(encoding="utf-8")
    newer = re.sub(r"\b[0-9a-f]{16}\b", f"{version:016x}", worker).encode()

    async def fault(exchange: Exchange) -> None:
        await exchange.answer(answer_of(200, "OK", "text/javascript", newer))

    return fault


async def silence(exchange: Exchange) -> None:
    """The line stands, and nothing ever comes; until the proxy is healed."""
    await asyncio.Event().wait()


def answer_of(status: int, reason: str, media_type: str, body: bytes) -> bytes:
    """A whole answer, made up by whoever stands between phone and server."""
    head = (
        f"HTTP/1.1 {status} {reason}\r\nContent-Type: {media_type}\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close"
    )
    return head.encode() + HEADERS_END + body
