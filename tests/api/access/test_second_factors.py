"""Second factors: asked for in a new browser only, each code once, changed by who knows the password."""

import asyncio
import time

import httpx
import pytest

from api.access.entry import MOST_FAILURES
from tests.api.access.factors import add_app, code_of, give, second_step
from tests.api.access.town import PASSWORD, Member, Town, enrol, sign_in
from tests.api.operations.wire import check


async def test_a_role_that_needs_a_factor_may_only_add_one(client: httpx.AsyncClient, town: Town) -> None:
    chief = await town.person("coordinator", password=PASSWORD)
    shown = check(await sign_in(client, chief.username)).json()
    assert (shown["factor_missing"], shown["permissions"]) == (True, ["factors.write", "session"])
    restricted = Member(chief.id, shown["token"], chief.username)
    for path in ("/api/v1/field-kit", "/api/v1/incidents", "/api/v1/journal"):
        assert (await client.get(path, headers=restricted.headers)).status_code == 403
    await add_app(client, restricted)
    shown = (await client.get("/api/v1/session", headers=restricted.headers)).json()
    assert "factor_missing" not in shown and "incidents.read_all" in shown["permissions"]
    assert (await client.get("/api/v1/incidents", headers=restricted.headers)).status_code == 200


async def test_which_roles_need_one_is_the_municipality_s_and_the_demo_needs_none(
    client: httpx.AsyncClient, other_town: Town
) -> None:
    guard = await other_town.person("guard", password=PASSWORD)
    chief = await other_town.person("coordinator", password=PASSWORD)

    async def missing() -> list[bool]:
        answers = [await sign_in(client, one.username) for one in (guard, chief)]
        return [answer.json().get("factor_missing", False) for answer in answers]

    assert await missing() == [False, True]
    await other_town.change(
        "INSERT INTO sign_in_settings (municipality_id, second_factor_roles) VALUES ($1, '{guard}')"
    )
    assert await missing() == [True, False]


async def test_a_new_browser_is_asked_once_and_a_known_one_not_again(
    client: httpx.AsyncClient, siv: Member
) -> None:
    secret, _ = await add_app(client, siv)
    ticket = await second_step(client, siv)
    assert (await give(client, ticket, code_of(secret), cookie=True)).status_code == 201
    assert (await client.get("/api/v1/session")).status_code == 200
    assert (await client.delete("/api/v1/session")).status_code == 204
    assert (await sign_in(client, siv.username, cookie=True)).status_code == 201  # known: no code
    client.cookies.clear()
    assert (await sign_in(client, siv.username, cookie=True)).status_code == 202  # another browser


async def test_an_enrolled_phone_is_not_asked(client: httpx.AsyncClient, siv: Member) -> None:
    await add_app(client, siv)
    device = await enrol(client, siv)
    assert (await sign_in(client, siv.username, headers=device.headers)).status_code == 201


async def test_a_browser_known_to_one_person_is_new_to_the_next(
    client: httpx.AsyncClient, town: Town, siv: Member
) -> None:
    bo = await town.person("guard", password=PASSWORD)
    secrets = {one.username: (await add_app(client, one))[0] for one in (siv, bo)}
    for one in (siv, bo):
        ticket = await second_step(client, one)
        assert (await give(client, ticket, code_of(secrets[one.username]), cookie=True)).status_code == 201
    for one in (siv, bo):  # and stays known to both
        assert (await sign_in(client, one.username, cookie=True)).status_code == 201


async def test_a_code_works_once_also_when_sent_at_once(client: httpx.AsyncClient, siv: Member) -> None:
    secret, _ = await add_app(client, siv)
    tickets = [await second_step(client, siv) for _ in range(4)]
    answers = await asyncio.gather(*(give(client, ticket, code_of(secret)) for ticket in tickets))
    assert sorted(answer.status_code for answer in answers) == [201, 401, 401, 401]
    refused = next(answer for answer in answers if answer.status_code == 401)
    assert refused.json()["code"] == "wrong_code"


@pytest.mark.parametrize(("steps", "status"), [(-2, 401), (-1, 201), (0, 201), (1, 201), (2, 401)])
async def test_a_phone_s_clock_may_be_half_a_minute_off(
    client: httpx.AsyncClient, town: Town, siv: Member, steps: int, status: int
) -> None:
    secret, _ = await add_app(client, siv)
    await town.change("UPDATE second_factors SET counter = 0 WHERE municipality_id = $1")
    began = time.time() // 30
    answer = await give(client, await second_step(client, siv), code_of(secret, steps))
    if time.time() // 30 == began:  # no half minute ended in between
        assert answer.status_code == status


async def test_the_code_of_enrolment_does_not_sign_in(client: httpx.AsyncClient, siv: Member) -> None:
    secret, _ = await add_app(client, siv, steps=0)
    answer = await give(client, await second_step(client, siv), code_of(secret))
    assert answer.json()["code"] == "wrong_code"


async def test_codes_are_counted_with_the_passwords(client: httpx.AsyncClient, siv: Member) -> None:
    secret, _ = await add_app(client, siv)
    ticket = await second_step(client, siv)
    wrong = "".join(str((int(sign) + 5) % 10) for sign in code_of(secret))
    statuses = [(await give(client, ticket, wrong)).status_code for _ in range(MOST_FAILURES)]
    assert statuses == [401] * (MOST_FAILURES - 1) + [429]
    assert (await give(client, ticket, code_of(secret))).status_code == 429
    assert (await sign_in(client, siv.username)).status_code == 429


async def test_a_right_password_alone_forgets_no_attempt(client: httpx.AsyncClient, siv: Member) -> None:
    await add_app(client, siv)
    statuses = [(await sign_in(client, siv.username)).status_code for _ in range(MOST_FAILURES + 1)]
    assert statuses == [202] * MOST_FAILURES + [429]


async def test_a_wrong_password_does_not_tell_that_there_is_a_factor(
    client: httpx.AsyncClient, town: Town, siv: Member
) -> None:
    await add_app(client, siv)
    without = await town.person("guard", password=PASSWORD)
    answers = [await sign_in(client, one.username, "fel lösenord") for one in (siv, without)]
    assert answers[0].content == answers[1].content
    assert {answer.status_code for answer in answers} == {401}


async def test_recovery_codes_work_once_each(client: httpx.AsyncClient, siv: Member) -> None:
    _, codes = await add_app(client, siv)
    assert len(set(codes)) == 10
    for code, status in ((codes[0], 201), (codes[0], 401), (codes[1].lower().replace("-", " "), 201)):
        assert (await give(client, await second_step(client, siv), code)).status_code == status
    left = (await client.get("/api/v1/second-factors", headers=siv.headers)).json()["recovery_codes_left"]
    assert left == 8
    renewed = check(await client.post("/api/v1/second-factors/recovery-codes", headers=siv.headers))
    answers = [
        await give(client, await second_step(client, siv), c) for c in (codes[2], renewed.json()["codes"][0])
    ]
    assert [answer.status_code for answer in answers] == [401, 201]


async def test_a_ticket_is_of_its_purpose_and_not_for_ever(
    client: httpx.AsyncClient, siv: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret, _ = await add_app(client, siv)
    question = check(await client.post("/api/v1/session/passkey-question")).json()
    ticket = await second_step(client, siv)
    for other in (question["ticket"], ticket[:-2] + "AA", "x"):
        assert (await give(client, other, code_of(secret))).json()["code"] == "begin_again"
    later = time.time() + 601
    code = code_of(secret)
    with monkeypatch.context() as patched:
        patched.setattr("api.kit.seal.time.time", lambda: later)
        assert (await give(client, ticket, code)).json()["code"] == "begin_again"
    assert (await give(client, ticket, code)).status_code == 201
