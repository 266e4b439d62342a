"""Sessions: token or cookie, sliding, ended at once, and nobody else's pages may use them."""

from datetime import UTC, date, datetime, timedelta
from http.cookies import SimpleCookie
from uuid import UUID

import httpx
import pytest

from api.access.service import ENROLLED_SESSION_S, SESSION_S
from api.app import create_app
from api.kit.env import Settings
from tests.api.access.town import PASSWORD, Member, Town, enrol, revoke, sign_in


@pytest.fixture(scope="module")
async def eva(town: Town) -> Member:
    """A guard with a password."""
    return await town.person("guard", organisation="Väktarna", password=PASSWORD)


async def _is_in(client: httpx.AsyncClient, headers: dict[str, str]) -> bool:
    return (await client.get("/api/v1/session", headers=headers)).status_code == 200


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


async def test_a_token_stands_in_the_body_and_in_no_cookie(
    client: httpx.AsyncClient, town: Town, eva: Member
) -> None:
    for cookie in (None, False):
        answer = await sign_in(client, eva.username.upper(), cookie=cookie)
        assert answer.status_code == 201
        assert "set-cookie" not in answer.headers
        said = answer.json()
        assert said["person"] == {
            "id": str(eva.id),
            "name": "Eva Ek",
            "username": eva.username,
            "roles": ["guard"],
            "organisation": {
                "id": str(eva.organisation_id),
                "name": "Väktarna",
                "kind": "guard_company",
            },
        }
        assert said["municipality"] == {
            "id": str(town.id),
            "slug": "bergby",
            "name": "Bergby",
            "time_zone": "Europe/Stockholm",
            "demo": False,
        }
        shown = (await client.get("/api/v1/session", headers=_bearer(said["token"]))).json()
        assert shown == {name: value for name, value in said.items() if name != "token"}


async def test_a_cookie_is_set_and_no_token_stands_in_the_body(
    client: httpx.AsyncClient, eva: Member
) -> None:
    answer = await sign_in(client, eva.username, cookie=True)
    assert "token" not in answer.json()
    cookie = SimpleCookie(answer.headers["set-cookie"])["ledljus"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "lax", "/")
    assert not cookie["secure"]  # http on this very machine; the name says so by having no prefix
    assert cookie["domain"] == ""
    assert int(cookie["max-age"]) >= ENROLLED_SESSION_S
    assert await _is_in(client, {})  # the client keeps its cookie
    left = await client.delete("/api/v1/session")
    assert left.status_code == 204
    assert SimpleCookie(left.headers["set-cookie"])["ledljus"]["max-age"] == "0"


async def test_on_a_real_address_the_cookie_is_host_only_and_secure(settings: Settings, eva: Member) -> None:
    away = settings.model_copy(update={"public_url": "https://ledljus.example"})
    app = create_app(away)
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="https://ledljus.example") as browser,
    ):
        answer = await sign_in(browser, eva.username, cookie=True)
        name, flags = answer.headers["set-cookie"].split("=", 1)
        assert name == "__Host-ledljus"
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=lax"} <= set(flags.split("; "))
        assert "Domain" not in flags
        left = await browser.delete("/api/v1/session")
        # Without Secure a browser would refuse to take a __Host- cookie away.
        assert "Secure" in left.headers["set-cookie"]


@pytest.mark.parametrize(
    ("public_url", "name"),
    [
        ("http://127.0.0.1:8000", "ledljus"),
        ("http://localhost:8000", "ledljus"),
        ("http://[::1]:8000", "ledljus"),
        ("https://127.0.0.1:8000", "__Host-ledljus"),
        ("http://10.0.0.7:8000", "__Host-ledljus"),
        ("https://ledljus.example", "__Host-ledljus"),
    ],
)
def test_only_http_on_this_machine_goes_without_the_prefix(
    settings: Settings, public_url: str, name: str
) -> None:
    app = create_app(settings.model_copy(update={"public_url": public_url}))
    assert app.state.cookie_name == name


async def test_bearer_beats_cookie(client: httpx.AsyncClient, town: Town, eva: Member) -> None:
    await sign_in(client, eva.username, cookie=True)
    other = await town.person("reader")
    shown = (await client.get("/api/v1/session", headers=other.headers)).json()
    assert shown["person"]["id"] == str(other.id)
    refused = await client.get("/api/v1/session", headers=_bearer(other.token[:-1] + "-"))
    assert refused.status_code == 401  # a bad Bearer is not made good by the cookie


async def test_a_token_is_of_its_municipality_only(
    client: httpx.AsyncClient, eva: Member, other_town: Town
) -> None:
    prefix, _municipality, secret = eva.token.split(".")
    assert not await _is_in(client, _bearer(f"{prefix}.{other_town.id}.{secret}"))


async def _expiry(town: Town, token: str) -> timedelta:
    from api.access.actors import credential

    expires_at: datetime = await town.change(
        "SELECT expires_at FROM tokens WHERE municipality_id = $1 AND token_hash = $2",
        credential(token).token_hash,
    )
    return expires_at - datetime.now(UTC)


async def _age(town: Town, person_id: UUID, seconds: int) -> None:
    """Let the person's sessions have been used last so long ago."""
    await town.change(
        "UPDATE tokens SET expires_at = expires_at - make_interval(secs => $3)"
        " WHERE municipality_id = $1 AND person_id = $2",
        person_id,
        seconds,
    )


async def test_a_session_slides_for_twelve_hours(client: httpx.AsyncClient, town: Town) -> None:
    person = await town.person("guard")
    await _age(town, person.id, SESSION_S - 60)
    assert await _is_in(client, person.headers)
    assert SESSION_S - 60 < (await _expiry(town, person.token)).total_seconds() <= SESSION_S
    await _age(town, person.id, SESSION_S + 1)
    assert not await _is_in(client, person.headers)


async def test_enrolling_a_device_lets_the_session_slide_for_72_hours(
    client: httpx.AsyncClient, town: Town
) -> None:
    person = await town.person("guard")
    await enrol(client, person)
    await _age(town, person.id, ENROLLED_SESSION_S - 60)
    shown = (await client.get("/api/v1/session", headers=person.headers)).json()
    left = datetime.fromisoformat(shown["expires_at"]) - datetime.now(UTC)
    assert ENROLLED_SESSION_S - 60 < left.total_seconds() <= ENROLLED_SESSION_S
    await _age(town, person.id, ENROLLED_SESSION_S + 1)
    assert not await _is_in(client, person.headers)


async def test_signing_out_ends_this_session_at_once_and_no_other(
    client: httpx.AsyncClient, town: Town, eva: Member
) -> None:
    first, second = await town.session(eva.id), await town.session(eva.id)
    assert (await client.delete("/api/v1/session", headers=_bearer(first))).status_code == 204
    assert not await _is_in(client, _bearer(first))
    assert await _is_in(client, _bearer(second))
    assert (await client.delete("/api/v1/session", headers=_bearer(first))).status_code == 401


async def test_who_is_disabled_is_refused_at_once(client: httpx.AsyncClient, town: Town) -> None:
    person = await town.person("coordinator", password=PASSWORD)
    device = await enrol(client, person)
    assert await _is_in(client, person.headers)
    await town.disable(person)
    assert not await _is_in(client, person.headers)
    receipts = await client.post("/api/v1/receipts/query", json=[], headers=device.headers)
    assert receipts.status_code == 401
    assert (await sign_in(client, person.username)).json()["code"] == "wrong_credentials"


async def test_who_has_left_is_refused_the_day_after(client: httpx.AsyncClient, town: Town) -> None:
    person = await town.person("guard", password=PASSWORD)
    today = datetime.now(UTC).date()
    for day, is_in in ((today, True), (today - timedelta(days=1), False), (date(2999, 1, 1), True)):
        await town.end(person, day)
        assert await _is_in(client, person.headers) is is_in
        assert (await sign_in(client, person.username)).is_success is is_in


async def test_a_changed_role_counts_from_the_next_request(client: httpx.AsyncClient, town: Town) -> None:
    person = await town.person("guard")
    await town.change(
        "UPDATE people SET roles = '{reader}' WHERE municipality_id = $1 AND id = $2", person.id
    )
    answer = await client.put("/api/v1/devices/x", json={}, headers=person.headers)
    assert answer.status_code == 403


async def test_a_person_without_organisation_is_shown_as_such(client: httpx.AsyncClient, town: Town) -> None:
    person = await town.person("reader")
    shown = (await client.get("/api/v1/session", headers=person.headers)).json()
    assert shown["person"]["organisation"] is None


async def test_a_key_is_told_what_it_may_do(client: httpx.AsyncClient, town: Town) -> None:
    key = await town.key("incidents.read", "journal.read")
    shown = (await client.get("/api/v1/session", headers=key.headers)).json()
    assert shown["person"] is None
    assert shown["permissions"] == ["incidents.read", "journal.read", "session", "signed_in"]


async def test_a_copied_session_is_as_the_first_and_dies_with_its_phone(
    client: httpx.AsyncClient, town: Town, eva: Member
) -> None:
    signed_in = await sign_in(client, eva.username)
    first = _bearer(signed_in.json()["token"])
    device = await enrol(client, Member(eva.id, signed_in.json()["token"]))
    answer = await client.post("/api/v1/session/token", headers=first)
    assert answer.status_code == 201
    copy = _bearer(answer.json()["token"])
    until = datetime.fromisoformat(answer.json()["expires_at"])
    assert (until - datetime.now(UTC)).total_seconds() > ENROLLED_SESSION_S - 60
    assert (await client.delete("/api/v1/session", headers=first)).status_code == 204
    assert not await _is_in(client, first)
    assert await _is_in(client, copy)  # whoever keeps the copy ends the first, and goes on
    chief = await town.person("safety_chief")
    assert await revoke(client, chief, device.device_id) == 204
    assert not await _is_in(client, copy)
