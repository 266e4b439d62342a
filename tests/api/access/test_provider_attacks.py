"""A provider's answers that must let nobody in, and a logout token that ends what it names."""

import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from fastapi import FastAPI
from joserfc.jwk import RSAKey

from api.kit.env import Settings
from tests.api.access.hostile import Claims, Hostile, hostile
from tests.api.access.provider_town import asking_settings
from tests.api.access.town import Town, found
from tests.databases import Addresses
from tests.identity_provider import settings_of

CALLBACK = "/api/v1/session/provider/callback"
EVENT = "http://schemas.openid.net/event/backchannel-logout"
Change = Callable[[Claims], Claims]


@pytest.fixture(scope="module")
def settings(database: Addresses, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return asking_settings(database, tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
async def town(app: FastAPI, settings: Settings) -> Town:
    return await found(app, settings.owner_database_url or "", "bergby")


@pytest.fixture
def provider() -> Iterator[Hostile]:
    with hostile() as listening:
        yield listening


@pytest.fixture(autouse=True)
async def trusted(client: httpx.AsyncClient, town: Town, provider: Hostile) -> None:
    """The municipality trusts the provider."""
    admin = await town.person("admin")
    tag = (await client.get("/api/v1/sign-in-settings", headers=admin.headers)).headers["etag"]
    body = settings_of(provider.issuer, "bergby.example")
    headers = admin.headers | {"If-Match": tag}
    assert (await client.put("/api/v1/sign-in-settings", json=body, headers=headers)).status_code == 200


async def depart(client: httpx.AsyncClient, provider: Hostile) -> dict[str, str]:
    """Go to the provider; what it would send the browser back with."""
    there = await client.get("/api/v1/session/provider", params={"domain": "bergby.example", "back": "/desk"})
    asked = {name: value[0] for name, value in parse_qs(urlsplit(there.headers["location"]).query).items()}
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == f"http://127.0.0.1:8000{CALLBACK}"
    provider.nonce = asked["nonce"]
    return {"code": "good", "state": asked["state"], "iss": provider.issuer}


async def told(client: httpx.AsyncClient, answer: dict[str, str]) -> str:
    """What the page is told when the browser comes back with this answer."""
    back = await client.get(CALLBACK, params=answer)
    assert back.status_code == 303
    signed_in = (await client.get("/api/v1/session")).status_code == 200
    code = parse_qs(urlsplit(back.headers["location"]).query)["sign-in"][0]
    assert signed_in is (code == "done")
    return code


def with_claims(**changed: Any) -> Change:
    """The claims with some of them other, or gone (None)."""
    return lambda claims: {k: v for k, v in (claims | changed).items() if v is not None}


async def test_the_right_answer_lets_in_once(client: httpx.AsyncClient, provider: Hostile) -> None:
    answer = await depart(client, provider)
    cookies = dict(client.cookies)
    assert await told(client, answer) == "done"
    [form] = provider.forms
    assert form["redirect_uri"] == [f"http://127.0.0.1:8000{CALLBACK}"]
    assert len(form["code_verifier"][0]) >= 43
    client.cookies.clear()
    client.cookies.update(cookies)  # the same browser again, with what it had before
    assert await told(client, answer) == "begin_again"
    assert len(provider.forms) == 1  # a spent ticket is told before any code is redeemed


@pytest.mark.parametrize(
    "change",
    [
        with_claims(nonce="another"),
        with_claims(nonce=None),
        with_claims(aud="another-client"),
        with_claims(aud=["ledljus", "another-client"]),  # without azp
        with_claims(aud=["ledljus", "another-client"], azp="another-client"),
        with_claims(iss="https://another.example"),
        with_claims(exp=int(time.time()) - 120),
        with_claims(exp=None),
        with_claims(iat=int(time.time()) + 3600),
        with_claims(nbf=int(time.time()) + 3600),
        with_claims(sub=None),
        with_claims(at_hash="wrong"),
    ],
)
async def test_a_token_for_another_question_place_or_time(
    client: httpx.AsyncClient, provider: Hostile, change: Change
) -> None:
    answer = await depart(client, provider)
    provider.change = change
    assert await told(client, answer) == "refused"


async def test_a_clock_a_little_off_is_borne(client: httpx.AsyncClient, provider: Hostile) -> None:
    answer = await depart(client, provider)
    provider.change = with_claims(exp=int(time.time()) - 20, iat=int(time.time()) + 20)
    assert await told(client, answer) == "done"


@pytest.mark.parametrize("how", ["none", "hmac", "other key", "other key, same name"])
async def test_a_token_that_the_provider_did_not_sign(
    client: httpx.AsyncClient, provider: Hostile, how: str
) -> None:
    answer = await depart(client, provider)
    if how == "none":
        provider.alg = "none"
    elif how == "hmac":
        provider.alg = "HS256"
    else:
        name = provider.key.kid if "same" in how else "two"
        provider.signing = RSAKey.generate_key(2048, {"kid": str(name)})
    assert await told(client, answer) == "refused"


async def test_unknown_keys_do_not_make_us_ask_and_ask(client: httpx.AsyncClient, provider: Hostile) -> None:
    read = []
    for _ in range(4):
        answer = await depart(client, provider)
        provider.signing = RSAKey.generate_key(2048, {"kid": "two"})
        assert await told(client, answer) == "refused"
        read.append(provider.documents_read)
    assert read == [3, 3, 3, 3]  # discovery and keys once, keys once more


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({"state": "another"}, "begin_again"),
        ({"iss": "https://another.example"}, "refused"),
        ({"error": "access_denied"}, "cancelled"),
        ({"error": "server_error"}, "refused"),
        ({"code": ""}, "refused"),
    ],
)
async def test_an_answer_that_is_not_to_our_question(
    client: httpx.AsyncClient, provider: Hostile, fault: dict[str, str], said: str
) -> None:
    answer = {name: value for name, value in ((await depart(client, provider)) | fault).items() if value}
    assert await told(client, answer) == said
    assert provider.forms == []


async def test_an_answer_without_its_issuer_where_the_provider_says_it_names_it(
    client: httpx.AsyncClient, provider: Hostile
) -> None:
    answer = await depart(client, provider)
    del answer["iss"]
    assert await told(client, answer) == "refused"


async def test_another_browser_does_not_come_in_by_the_address(
    client: httpx.AsyncClient, provider: Hostile
) -> None:
    answer = await depart(client, provider)
    client.cookies.clear()  # whoever was handed the address has not asked for it
    assert await told(client, answer) == "begin_again"


async def test_two_tabs_at_once_both_come_in(client: httpx.AsyncClient, provider: Hostile) -> None:
    first = await depart(client, provider)
    nonce = provider.nonce
    second = await depart(client, provider)
    assert await told(client, second) == "done"
    provider.nonce = nonce
    assert await told(client, first) == "done"


async def _log_out(client: httpx.AsyncClient, provider: Hostile, change: Change) -> int:
    now = int(time.time())
    claims = {
        "iss": provider.issuer, "aud": "ledljus", "iat": now, "exp": now + 120, "jti": f"{time.time_ns()}",
        "sub": "vera", "sid": "one session", "events": {EVENT: {}},
    }  # fmt: skip
    token = provider.token(change(claims))
    answers = [
        await client.post("/api/v1/session/provider/bergby/logout", data={"logout_token": token})
        for _ in range(2)
    ]
    assert answers[1].status_code == 400  # never twice
    return answers[0].status_code


@pytest.mark.parametrize(
    "change",
    [
        with_claims(events=None),
        with_claims(events={"x": {}}),
        with_claims(nonce="n"),
        with_claims(aud="another"),
        with_claims(iss="https://another.example"),
        with_claims(exp=int(time.time()) - 120),
        with_claims(jti=None),
        with_claims(sub=None, sid=None),
    ],
)
async def test_a_logout_token_not_as_it_must_be_ends_nothing(
    client: httpx.AsyncClient, provider: Hostile, change: Change
) -> None:
    await told(client, await depart(client, provider))
    assert await _log_out(client, provider, change) == 400
    assert (await client.get("/api/v1/session")).status_code == 200


@pytest.mark.parametrize(
    ("change", "ended"),
    [
        (with_claims(), True),
        (with_claims(sub=None), True),
        (with_claims(sid=None), True),
        (with_claims(sid="another session"), False),
        (with_claims(sid=None, sub="somebody else"), False),
    ],
)
async def test_a_logout_token_ends_what_it_names_at_once(
    client: httpx.AsyncClient, town: Town, provider: Hostile, change: Change, ended: bool
) -> None:
    await told(client, await depart(client, provider))
    person = (await client.get("/api/v1/session")).json()["person"]["id"]
    by_password = await town.session(person)
    assert await _log_out(client, provider, change) == 200
    assert (await client.get("/api/v1/session")).status_code == (401 if ended else 200)
    headers = {"Authorization": f"Bearer {by_password}"}
    assert (await client.get("/api/v1/session", headers=headers)).status_code == 200  # not the provider's
