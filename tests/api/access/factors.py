"""What a person with an authenticator app does to sign in."""

import time

import httpx
import pyotp

from tests.api.access.town import Member, sign_in
from tests.api.operations.wire import check


def code_of(secret: str, steps: int = 0) -> str:
    """The app's code so many half minutes from now."""
    return pyotp.TOTP(secret).at(time.time(), counter_offset=steps)


async def add_app(client: httpx.AsyncClient, who: Member, steps: int = -1) -> tuple[str, list[str]]:
    """Add an app by a code that is a step old, so that the present one is new; (secret, recovery codes)."""
    begun = check(await client.post("/api/v1/second-factors/totp", headers=who.headers)).json()
    body = {
        "kind": "totp",
        "ticket": begun["ticket"],
        "name": "Appen",
        "code": code_of(begun["secret"], steps),
    }
    added = check(await client.post("/api/v1/second-factors", json=body, headers=who.headers))
    assert added.status_code == 201, added.text
    client.cookies.clear()  # the browser that signs in next is another
    return begun["secret"], added.json()["recovery_codes"]


async def second_step(client: httpx.AsyncClient, who: Member) -> str:
    """Give the password in a new browser; the ticket for the code."""
    answer = check(await sign_in(client, who.username))
    assert answer.status_code == 202, answer.text
    return str(answer.json()["ticket"])


async def give(client: httpx.AsyncClient, ticket: str, code: str, cookie: bool = False) -> httpx.Response:
    body = {"ticket": ticket, "code": code, "cookie": cookie}
    return check(await client.post("/api/v1/session/code", json=body))
