"""Passkeys: a sign-in of their own, and refused when anything about the answer is not as asked."""

from typing import Any

import httpx
import pytest

from tests.api.access.authenticator import PRESENT, Passkey, b64
from tests.api.access.town import PASSWORD, Member, Town, sign_in
from tests.api.operations.wire import check

ORIGIN = "http://localhost:8000"  # the tests' public address is 127.0.0.1, which passkeys call so


async def add(client: httpx.AsyncClient, who: Member, passkey: Passkey) -> httpx.Response:
    """Make the passkey known."""
    asked = check(await client.post("/api/v1/second-factors/passkey", headers=who.headers)).json()
    body = {
        "kind": "passkey", "ticket": asked["ticket"], "name": "Nyckeln",
        "credential": passkey.make(asked["options"]),
    }  # fmt: skip
    return check(await client.post("/api/v1/second-factors", json=body, headers=who.headers))


async def question(client: httpx.AsyncClient) -> dict[str, Any]:
    asked: dict[str, Any] = check(await client.post("/api/v1/session/passkey-question")).json()
    return asked


async def answer(
    client: httpx.AsyncClient, passkey: Passkey, asked: dict[str, Any] | None = None
) -> httpx.Response:
    """Sign in by the passkey."""
    asked = asked or await question(client)
    body = {"ticket": asked["ticket"], "credential": passkey.answer(asked["options"])}
    return check(await client.post("/api/v1/session/passkey", json=body))


async def test_a_passkey_signs_in_alone(client: httpx.AsyncClient, siv: Member) -> None:
    passkey = Passkey(ORIGIN)
    assert (await add(client, siv, passkey)).status_code == 201
    client.cookies.clear()
    signed_in = await answer(client, passkey)
    assert signed_in.json()["person"]["id"] == str(siv.id)
    assert (await sign_in(client, siv.username)).json()["methods"] == ["passkey", "recovery"]
    [shown] = (await client.get("/api/v1/second-factors", headers=siv.headers)).json()["items"]
    assert (shown["kind"], shown["name"]) == ("passkey", "Nyckeln")
    assert shown["last_used_at"] is not None


async def test_several_are_kept_and_the_same_not_twice(client: httpx.AsyncClient, siv: Member) -> None:
    first, second = Passkey(ORIGIN), Passkey(ORIGIN)
    assert [(await add(client, siv, one)).status_code for one in (first, second, first)] == [201, 201, 409]
    for passkey in (first, second):
        assert (await answer(client, passkey)).status_code == 201


async def test_a_count_that_does_not_grow_is_refused(client: httpx.AsyncClient, siv: Member) -> None:
    passkey = Passkey(ORIGIN, counter=4)
    await add(client, siv, passkey)
    statuses = []
    for counter in (5, 5, 4, 6):
        passkey.counter = counter
        statuses.append((await answer(client, passkey)).status_code)
    assert statuses == [201, 401, 401, 201]


async def test_an_answer_works_once(client: httpx.AsyncClient, siv: Member) -> None:
    passkey = Passkey(ORIGIN)
    await add(client, siv, passkey)
    asked = await question(client)
    assert [(await answer(client, passkey, asked)).status_code for _ in range(2)] == [201, 401]


@pytest.mark.parametrize(
    "fault",
    [
        {"origin": "https://evil.example"},
        {"origin": "http://127.0.0.1:8000"},
        {"party": "evil.example"},
        {"flags": PRESENT},  # its person was not verified
        {"id": b"another credential"},
        {"handle": b64(bytes(32))},
        {"handle": "x"},
        {"key": Passkey(ORIGIN).key},
    ],
    ids=lambda fault: next(iter(fault)),
)
async def test_anything_not_as_asked_is_refused_alike(
    client: httpx.AsyncClient, siv: Member, fault: dict[str, Any]
) -> None:
    passkey = Passkey(ORIGIN)
    await add(client, siv, passkey)
    for name, value in fault.items():
        setattr(passkey, name, value)
    refused = await answer(client, passkey)
    assert (refused.status_code, refused.json()["code"]) == (401, "passkey_refused")


async def test_a_question_of_another_kind_or_for_another_person_makes_none(
    client: httpx.AsyncClient, town: Town, siv: Member
) -> None:
    bo, passkey = await town.person("guard", password=PASSWORD), Passkey(ORIGIN)
    of_siv = (await client.post("/api/v1/second-factors/passkey", headers=siv.headers)).json()
    sign_in_question = await question(client)
    for ticket in (of_siv["ticket"], sign_in_question["ticket"]):
        body = {
            "kind": "passkey", "ticket": ticket, "name": "Nyckeln",
            "credential": passkey.make(of_siv["options"]),
        }  # fmt: skip
        refused = await client.post("/api/v1/second-factors", json=body, headers=bo.headers)
        assert (refused.status_code, refused.json()["code"]) == (422, "begin_again")


@pytest.mark.parametrize("credential", [{}, {"id": 7}, {"response": "x"}, {"response": {"userHandle": None}}])
async def test_nonsense_is_refused(client: httpx.AsyncClient, credential: dict[str, Any]) -> None:
    asked = await question(client)
    body = {"ticket": asked["ticket"], "credential": credential}
    refused = check(await client.post("/api/v1/session/passkey", json=body))
    assert refused.json()["code"] == "passkey_refused"


async def test_an_account_that_signs_in_elsewhere_has_no_factors(
    client: httpx.AsyncClient, town: Town
) -> None:
    person = await town.person("guard")
    refused = await client.post("/api/v1/second-factors/totp", headers=person.headers)
    assert (refused.status_code, refused.json()["code"]) == (409, "not_local")
