"""What the proxy does to a request that names its own fault, as the simulator's phones do."""

import orjson

from tests.e2e import faults
from tests.e2e.proxy import Exchange, Fault, ask, pass_on

HEADER = "sim-fault"


async def foreign_json(exchange: Exchange) -> None:
    """Somebody's JSON, which says nothing about us."""
    await exchange.answer(faults.answer_of(200, "OK", "application/json", b'{"status":"ok"}'))


async def digest_changed(exchange: Exchange) -> None:
    """A confused cache: a receipt for this id and for other bytes."""
    receipt = {"id": exchange.asked.path.split("/")[-1], "digest": "f" * 64, "complete": True}
    told = orjson.dumps({"receipt": receipt})
    await exchange.answer(faults.answer_of(200, "OK", "application/json", told))


async def redirect(exchange: Exchange) -> None:
    """A login page behind a redirect."""
    answer = faults.answer_of(302, "Found", "text/html", b"")
    await exchange.answer(answer.replace(b"\r\n", b"\r\nLocation: /logga-in\r\n", 1))


async def altered(exchange: Exchange) -> None:
    """The server hears other bytes than were sent, and says so."""
    asked = exchange.asked
    body = bytes([asked.body[0] ^ 1]) + asked.body[1:]
    await exchange.answer(await ask(exchange.server_port, asked.head + body))


FAULTS: dict[str, Fault] = {
    "cut_before": faults.before_first_byte,
    "cut_at_first": faults.mid_request(0),
    "cut_after_headers": faults.after_headers,
    "cut_halfway": faults.mid_request(0.5),
    "cut_before_last": faults.mid_request(1),
    "answer_lost": faults.answer_lost,
    "answer_cut": faults.mid_answer,
    "bad_gateway": faults.bad_gateway,
    "server_error": faults.problem(500, "internal_error"),
    "busy": faults.asks_for_peace(503, 7),
    "too_many": faults.asks_for_peace(429, 7),
    "portal": faults.login_page(),
    "portal_401": faults.login_page(401),
    "proxy_403": faults.login_page(403),
    "redirect": redirect,
    "foreign_json": foreign_json,
    "digest_changed": digest_changed,
    "altered": altered,
}


async def as_asked(exchange: Exchange) -> None:
    """Let the request meet the fault that it names, or none."""
    await FAULTS.get(exchange.asked.headers.get(HEADER, ""), pass_on)(exchange)
