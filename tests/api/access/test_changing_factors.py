"""Second factors are changed by who knows the password, and taken from somebody with a reason."""

import httpx

from api.access.factors.service import CONFIRMED_S
from tests.api.access.factors import add_app, code_of, give, second_step
from tests.api.access.registering import fault
from tests.api.access.town import PASSWORD, Member, Town, enrol, sign_in
from tests.api.operations.wire import check


async def test_changing_factors_asks_for_the_password_again(
    client: httpx.AsyncClient, town: Town, siv: Member
) -> None:
    await add_app(client, siv)
    await town.change(
        "UPDATE tokens SET confirmed_at = now() - make_interval(secs => $2::int) WHERE municipality_id = $1",
        CONFIRMED_S + 1,
    )
    [factor] = (await client.get("/api/v1/second-factors", headers=siv.headers)).json()["items"]
    path = f"/api/v1/second-factors/{factor['id']}"
    refused = [
        await client.post("/api/v1/second-factors/totp", headers=siv.headers),
        await client.post("/api/v1/second-factors/passkey", headers=siv.headers),
        await client.post("/api/v1/second-factors/recovery-codes", headers=siv.headers),
        await client.delete(path, headers=siv.headers),
    ]
    assert {(check(one).status_code, one.json()["code"]) for one in refused} == {(403, "confirm_needed")}
    for password, status in (("fel lösenord", 422), (PASSWORD, 204)):
        answer = await client.post(
            "/api/v1/session/confirm", json={"password": password}, headers=siv.headers
        )
        assert check(answer).status_code == status
    assert check(await client.delete(path, headers=siv.headers)).status_code == 204
    assert (await sign_in(client, siv.username)).status_code == 201


async def test_the_last_factor_of_a_role_that_needs_one_stays(client: httpx.AsyncClient, town: Town) -> None:
    chief = await town.person("admin", password=PASSWORD)
    await add_app(client, chief)
    [factor] = (await client.get("/api/v1/second-factors", headers=chief.headers)).json()["items"]
    path = f"/api/v1/second-factors/{factor['id']}"
    assert (await client.delete(path, headers=chief.headers)).json()["code"] == "last_factor"
    await add_app(client, chief)
    assert (await client.delete(path, headers=chief.headers)).status_code == 204


async def test_a_factor_gets_another_name_from_its_own_person_only(
    client: httpx.AsyncClient, town: Town, siv: Member
) -> None:
    await add_app(client, siv)
    [factor] = (await client.get("/api/v1/second-factors", headers=siv.headers)).json()["items"]
    path, body = f"/api/v1/second-factors/{factor['id']}/name", {"name": "Tjänstedatorn"}
    other = await town.person("guard")
    assert check(await client.post(path, json=body, headers=other.headers)).status_code == 404
    assert fault(check(await client.post(path, json={"name": ""}, headers=siv.headers))) == "body.name"
    assert check(await client.post(path, json=body, headers=siv.headers)).status_code == 204
    [renamed] = (await client.get("/api/v1/second-factors", headers=siv.headers)).json()["items"]
    assert renamed == factor | body


async def test_an_administrator_resets_with_a_reason_that_is_recorded(
    client: httpx.AsyncClient, town: Town, other_town: Town, siv: Member
) -> None:
    await add_app(client, siv)
    admin, guard = await town.person("admin"), await town.person("guard")
    foreign = await other_town.person("admin")
    path = f"/api/v1/people/{siv.id}/second-factors/reset"
    body = {"reason": "Tappade telefonen, ring 070-174 06 05."}
    for who, status in ((guard, 403), (foreign, 404), (admin, 204)):
        assert check(await client.post(path, json=body, headers=who.headers)).status_code == status
    assert (await client.get("/api/v1/session", headers=siv.headers)).status_code == 401
    assert (await sign_in(client, siv.username)).status_code == 201
    said = await town.said("person.changed", siv.id)
    assert "Tappade telefonen" in said and "070-174" not in said


async def test_signing_out_everywhere_ends_all_at_once_and_phones_still_send(
    client: httpx.AsyncClient, town: Town, siv: Member
) -> None:
    device = await enrol(client, siv)
    others = [await town.session(siv.id) for _ in range(3)]
    assert check(await client.delete("/api/v1/sessions", headers=siv.headers)).status_code == 204
    for token in (siv.token, *others):
        answer = await client.get("/api/v1/session", headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 401
    answer = await client.post("/api/v1/receipts/query", json=[], headers=device.headers)
    assert answer.status_code == 200
    again = Member(siv.id, await town.session(siv.id))
    admin = await town.person("admin")
    path = f"/api/v1/people/{siv.id}/sessions/end"
    assert fault(check(await client.post(path, json={}, headers=admin.headers))) == "body.reason"
    assert (await client.get("/api/v1/session", headers=again.headers)).status_code == 200
    why = {"reason": "Glömde logga ut på biblioteket."}
    assert check(await client.post(path, json=why, headers=admin.headers)).status_code == 204
    assert "biblioteket" in await town.said("person.changed", siv.id)
    assert (await client.get("/api/v1/session", headers=again.headers)).status_code == 401


async def test_nothing_that_opens_a_factor_lies_in_the_clear(
    client: httpx.AsyncClient, town: Town, siv: Member
) -> None:
    secret, codes = await add_app(client, siv)
    kept = await town.change("SELECT string_agg(key, '') FROM second_factors WHERE municipality_id = $1")
    prints = await town.change(
        "SELECT string_agg(fingerprint, '') FROM recovery_codes WHERE municipality_id = $1"
    )
    assert secret.encode() not in kept
    assert not any(code.replace("-", "").encode() in prints for code in codes)
    ticket = await second_step(client, siv)
    await town.change(
        "UPDATE second_factors SET id = gen_random_uuid() WHERE municipality_id = $1 AND person_id = $2",
        siv.id,
    )
    refused = await give(client, ticket, code_of(secret))  # sealed for the row it was in
    assert refused.json()["code"] == "wrong_code"
    assert (await give(client, ticket, codes[0])).status_code == 201
