"""Guessing passwords: counted for each account, and no account's existence is told."""

import asyncio
import hashlib
import statistics
import time

import httpx
import pytest
from fastapi import FastAPI

from api.access import routes
from api.access.entry import MOST_FAILURES
from api.access.passwords import hash_password
from api.kit.env import Settings
from tests.api.access.town import PASSWORD, Town, enrol, revoke, sign_in


async def _guess(client: httpx.AsyncClient, username: str, times: int) -> list[int]:
    answers = [await sign_in(client, username, "fel lösenord") for _ in range(times)]
    return [answer.status_code for answer in answers]


async def test_a_wrong_password_and_no_account_are_told_alike(client: httpx.AsyncClient, town: Town) -> None:
    known = await town.person("guard", password=PASSWORD)
    without = await town.person("guard")  # an author who cannot sign in
    names = (known.username, without.username, "nobody@bergby.example", "nobody@nowhere.example", "nobody")
    answers = [await sign_in(client, name, "fel lösenord") for name in names]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.content for answer in answers}) == 1
    assert len({frozenset(answer.headers.items()) for answer in answers}) == 1
    assert answers[0].json()["code"] == "wrong_credentials"


async def test_a_wrong_password_and_no_account_take_as_long(client: httpx.AsyncClient, town: Town) -> None:
    known = await town.person("guard", password=PASSWORD)
    await town.change(
        "UPDATE people SET password_hash = $3 WHERE municipality_id = $1 AND id = $2",
        known.id,
        await hash_password(PASSWORD),
    )
    taken: dict[str, list[float]] = {known.username: [], "nobody@bergby.example": []}
    for _ in range(5):
        for name, times in taken.items():
            began = time.perf_counter()
            await sign_in(client, name, "fel lösenord")
            times.append(time.perf_counter() - began)
    medians = [statistics.median(times) for times in taken.values()]
    assert max(medians) < 2 * min(medians)  # without a password to check it is a hundredth


async def test_after_twenty_attempts_an_hour_must_pass(client: httpx.AsyncClient, town: Town) -> None:
    person = await town.person("guard", password=PASSWORD)
    unknown = f"x{person.username}"
    assert await _guess(client, person.username, MOST_FAILURES) == [401] * MOST_FAILURES
    await _as_if_guessed(town, unknown, MOST_FAILURES)
    # The right password does not help, and an account that is not there is refused alike.
    refused = [await sign_in(client, name, PASSWORD) for name in (person.username, unknown)]
    assert {answer.status_code for answer in refused} == {429}
    assert {answer.headers["retry-after"] for answer in refused} == {"3600"}
    assert refused[0].json() == refused[1].json()
    assert refused[0].json()["code"] == "too_many_attempts"
    await _let_an_hour_pass(town)
    answers = [await sign_in(client, name, PASSWORD) for name in (person.username, unknown)]
    assert [answer.status_code for answer in answers] == [201, 401]


async def _as_if_guessed(town: Town, username: str, times: int) -> None:
    # Every guess at an account that is not there takes as long as a real one: too long for here.
    await town.change(
        "INSERT INTO login_failures (municipality_id, bucket) SELECT $1, $2 FROM generate_series(1, $3::int)",
        hashlib.sha256(username.encode()).digest(),
        times,
    )


async def _let_an_hour_pass(town: Town) -> None:
    # The app's role may not change attempts: older ones take their place.
    await town.change(
        "WITH gone AS (DELETE FROM login_failures WHERE municipality_id = $1 RETURNING *)"
        " INSERT INTO login_failures (municipality_id, bucket, at)"
        " SELECT municipality_id, bucket, at - interval '61 minutes' FROM gone"
    )


async def test_attempts_all_at_once_do_not_pass_the_count(client: httpx.AsyncClient, town: Town) -> None:
    person = await town.person("guard", password=PASSWORD)
    guesses = [sign_in(client, person.username, "fel lösenord") for _ in range(2 * MOST_FAILURES)]
    statuses = [answer.status_code for answer in await asyncio.gather(*guesses)]
    assert sorted(statuses) == [401] * MOST_FAILURES + [429] * MOST_FAILURES


async def test_a_thousand_addresses_guess_no_more_than_one(
    app: FastAPI, settings: Settings, town: Town, scale: int
) -> None:
    person, origin, statuses = await town.person("guard", password=PASSWORD), settings.public_origin, []
    for guess in range(300 * scale):
        address = (f"10.{guess % 250}.{guess // 250 % 4}.1", 1)
        transport = httpx.ASGITransport(app, client=address)
        async with httpx.AsyncClient(transport=transport, base_url=origin) as guesser:
            statuses.append((await sign_in(guesser, person.username, f"fel {guess}")).status_code)
    assert statuses == [401] * MOST_FAILURES + [429] * (len(statuses) - MOST_FAILURES)


async def test_the_right_password_forgets_the_wrong_ones(client: httpx.AsyncClient, town: Town) -> None:
    person = await town.person("guard", password=PASSWORD)
    for _ in range(2):
        await _guess(client, person.username, MOST_FAILURES - 1)
        assert (await sign_in(client, person.username)).status_code == 201


async def test_a_known_device_lets_its_owner_in_meanwhile(client: httpx.AsyncClient, town: Town) -> None:
    person = await town.person("guard", password=PASSWORD)
    device = await enrol(client, person)
    await _guess(client, person.username, MOST_FAILURES)
    assert (await sign_in(client, person.username)).status_code == 429
    assert (await sign_in(client, person.username, headers=device.headers)).status_code == 201


async def test_somebody_else_s_or_a_revoked_device_is_as_none(client: httpx.AsyncClient, town: Town) -> None:
    person = await town.person("guard", password=PASSWORD)
    colleague = await enrol(client, await town.person("guard"))
    own = await enrol(client, person)
    chief = await town.person("coordinator")
    assert await revoke(client, chief, own.device_id) == 204
    for device in (colleague, own):  # a phone whose device was revoked still gets its owner in
        assert (await sign_in(client, person.username, headers=device.headers)).status_code == 201
    await _guess(client, person.username, MOST_FAILURES)
    for device in (colleague, own):  # and gives a guesser no count of its own
        assert (await sign_in(client, person.username, headers=device.headers)).status_code == 429


async def test_a_guesser_with_a_device_of_the_account_is_counted_too(
    client: httpx.AsyncClient, town: Town
) -> None:
    person = await town.person("guard", password=PASSWORD)
    device = await enrol(client, person)
    for _ in range(MOST_FAILURES):
        assert (await sign_in(client, person.username, "fel", headers=device.headers)).status_code == 401
    assert (await sign_in(client, person.username, headers=device.headers)).status_code == 429
    assert (await sign_in(client, person.username)).status_code == 201  # counted apart


async def test_one_address_tries_a_hundred_and_twenty_times_a_minute(
    client: httpx.AsyncClient, town: Town, app: FastAPI
) -> None:
    statuses = [
        (
            await client.post("/api/v1/session", json={"username": f"a{n}@x.example", "password": ""})
        ).status_code
        for n in range(3)
    ]
    assert statuses == [422] * 3  # not as documented: no password was checked, nothing is counted
    limit = routes._PER_ADDRESS
    for _ in range(limit.amount):
        app.state.limiter.hit(limit, "sign-in", "127.0.0.1")
    answer = await sign_in(client, "anybody@bergby.example")
    assert answer.status_code == 429
    assert answer.headers["retry-after"] == "60"


async def test_an_account_of_another_municipality_with_the_same_name_is_another(
    client: httpx.AsyncClient, town: Town, other_town: Town
) -> None:
    here = await town.person("guard", password=PASSWORD)
    await _guess(client, here.username, MOST_FAILURES)
    there = await other_town.person("guard", password=PASSWORD)
    assert (await sign_in(client, there.username)).status_code == 201


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"username": "a@b.example"},
        {"username": 7, "password": "hemligt ord"},
        {"username": "a@b.example", "password": "x" * 257},
        {"username": "a\x00@b.example", "password": "hemligt ord"},
        {"username": "a@b.example", "password": "hemligt ord", "role": "admin"},
        {"username": "a@b.example", "password": "hemligt ord", "cookie": "maybe"},
    ],
)
async def test_a_malformed_sign_in_is_told_by_field_and_without_its_words(
    client: httpx.AsyncClient, body: dict[str, object]
) -> None:
    answer = await client.post("/api/v1/session", json=body)
    assert answer.status_code == 422
    assert answer.json()["errors"]
    assert "hemligt" not in answer.text
