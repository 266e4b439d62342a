"""Signing in by a real identity provider: groups give roles, subjects people, and leaving leaves both."""

from collections.abc import AsyncIterator, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from fastapi import FastAPI

from api.kit.env import Settings
from tests.api.access.provider_town import DOMAIN, Asking, account, asking_settings
from tests.api.access.town import PASSWORD, Town, found, sign_in
from tests.api.operations.wire import check
from tests.databases import Addresses
from tests.identity_provider import answered, client_of, running, settings_of

ORIGIN = "http://127.0.0.1:8000"
HOST, CHIEF = ["Trygghet Värdar"], ["Trygghet Samordnare", "Alla"]


ACCOUNTS = {
    "vera": account("vera", HOST),
    "siv": account("siv", CHIEF),
    "nogroup": account("nogroup"),
    "stranger": account("stranger", ["Ekonomi"]),
    "linked": account("linked", HOST, email=f"linked@{DOMAIN}", email_verified=True),
    "thief": account("thief", HOST, preferred_username=f"linked2@{DOMAIN}", email=f"linked2@{DOMAIN}"),
    "elsewhere": account("elsewhere", HOST, preferred_username="elsewhere@other.example"),
    "left": account("left", HOST),
}


@pytest.fixture(scope="module")
def settings(database: Addresses, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return asking_settings(database, tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
async def town(app: FastAPI, settings: Settings) -> Town:
    """A municipality."""
    return await found(app, settings.owner_database_url or "", "bergby")


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """The provider."""
    with running(client_of(ORIGIN, "bergby"), ACCOUNTS) as address:
        yield address


@pytest.fixture
async def asking(client: httpx.AsyncClient, town: Town, issuer: str) -> Asking:
    """The town's administrator, after having put the provider."""
    asking = Asking(client, await town.person("admin"))
    assert (await asking.put(settings_of(issuer, DOMAIN))).status_code == 200
    return asking


@pytest.fixture
async def outside() -> AsyncIterator[httpx.AsyncClient]:
    """The same browser on other sites."""
    async with httpx.AsyncClient() as browser:
        yield browser


async def arrive(
    client: httpx.AsyncClient, outside: httpx.AsyncClient, who: str, back: str = "/desk"
) -> httpx.Response:
    """Go to the provider, sign in there, and come back."""
    there = await client.get("/api/v1/session/provider", params={"domain": DOMAIN, "back": back})
    assert there.status_code == 303, there.text
    return await client.get(str(await answered(outside, there.headers["location"], who)))


async def session(client: httpx.AsyncClient) -> dict[str, Any]:
    shown: dict[str, Any] = (await client.get("/api/v1/session")).json()
    return shown


@pytest.mark.usefixtures("asking")
async def test_groups_give_roles_and_the_page_is_the_one_left(
    client: httpx.AsyncClient, outside: httpx.AsyncClient, town: Town
) -> None:
    back = await arrive(client, outside, "siv", "/desk?category=graffiti#x")
    assert (back.status_code, back.headers["location"]) == (303, "/desk?category=graffiti&sign-in=done#x")
    shown = await session(client)
    assert (shown["person"]["username"], shown["person"]["name"]) == (f"siv@{DOMAIN}", "Siv Berg")
    assert (shown["person"]["roles"], shown["by_provider"]) == (["coordinator"], True)
    kinds = await town.change(
        "SELECT array_agg(kind) FROM journal WHERE municipality_id = $1 AND subject_id = $2::uuid",
        shown["person"]["id"],
    )
    assert kinds == ["person.changed"] * 2


@pytest.mark.usefixtures("asking")
async def test_the_same_subject_is_the_same_person_with_the_groups_of_today(
    client: httpx.AsyncClient, outside: httpx.AsyncClient, town: Town
) -> None:
    await arrive(client, outside, "vera")
    before = (await session(client))["person"]
    await town.change(
        "UPDATE people SET roles = '{admin}', name = 'Gammalt', username = 'bytt@bergby.example'"
        " WHERE municipality_id = $1 AND id = $2::uuid",
        before["id"],
    )
    await arrive(client, outside, "vera")
    after = (await session(client))["person"]
    assert (after["id"], after["roles"], after["name"]) == (before["id"], ["host"], "Vera Berg")


@pytest.mark.usefixtures("asking")
@pytest.mark.parametrize("who", ["nogroup", "stranger"])
async def test_without_a_mapped_group_nobody_is_let_in(
    client: httpx.AsyncClient, outside: httpx.AsyncClient, town: Town, who: str
) -> None:
    back = await arrive(client, outside, who)
    assert back.headers["location"] == "/desk?sign-in=no_role"
    assert (await client.get("/api/v1/session")).status_code == 401
    made = await town.change(
        "SELECT count(*) FROM people WHERE municipality_id = $1 AND username = $2", f"{who}@{DOMAIN}"
    )
    assert made == 0


@pytest.mark.usefixtures("asking")
async def test_an_account_is_taken_over_by_a_verified_address_only(
    client: httpx.AsyncClient, outside: httpx.AsyncClient, town: Town
) -> None:
    for username in ("linked", "linked2"):
        person = await town.person("guard", password=PASSWORD)
        await town.change(
            "UPDATE people SET username = $3 WHERE municipality_id = $1 AND id = $2",
            person.id,
            f"{username}@{DOMAIN}",
        )
    assert (await arrive(client, outside, "thief")).headers["location"] == "/desk?sign-in=account_taken"
    assert (await client.get("/api/v1/session")).status_code == 401
    outside.cookies.clear()
    await arrive(client, outside, "linked")
    assert (await session(client))["person"]["username"] == f"linked@{DOMAIN}"
    assert (await sign_in(client, f"linked2@{DOMAIN}")).status_code == 201  # still its owner's


@pytest.mark.usefixtures("asking")
async def test_a_name_of_a_foreign_domain_is_not_taken(
    client: httpx.AsyncClient, outside: httpx.AsyncClient
) -> None:
    await arrive(client, outside, "elsewhere")
    name, _, domain = (await session(client))["person"]["username"].partition("@")
    assert (len(name), domain) == (16, DOMAIN)


@pytest.mark.usefixtures("asking")
async def test_whose_account_is_closed_stays_out(
    client: httpx.AsyncClient, outside: httpx.AsyncClient, town: Town
) -> None:
    await arrive(client, outside, "left")
    person = (await session(client))["person"]
    await town.change(
        "UPDATE people SET disabled_at = now() WHERE municipality_id = $1 AND id = $2::uuid", person["id"]
    )
    client.cookies.clear()
    assert (await arrive(client, outside, "left")).headers["location"] == "/desk?sign-in=closed"
    assert (await client.get("/api/v1/session")).status_code == 401


@pytest.mark.usefixtures("asking")
async def test_leaving_at_the_provider_ends_ours_at_once(
    client: httpx.AsyncClient, outside: httpx.AsyncClient, app: FastAPI, issuer: str
) -> None:
    await arrive(client, outside, "vera")
    left = await client.get("/api/v1/session/provider/leave", params={"domain": DOMAIN})
    target = urlsplit(left.headers["location"])
    asked = parse_qs(target.query)
    assert left.headers["location"].startswith(f"{issuer}/session/end?")
    assert asked == {"client_id": ["ledljus"], "post_logout_redirect_uri": [f"{ORIGIN}/"]}
    for token in ("nonsense", "e30.e30."):
        refused = await client.post("/api/v1/session/provider/bergby/logout", data={"logout_token": token})
        assert (refused.status_code, refused.json()["code"]) == (400, "logout_refused")
    assert (await client.get("/api/v1/session")).status_code == 200


async def test_renewed_keys_are_found(
    client: httpx.AsyncClient, outside: httpx.AsyncClient, asking: Asking
) -> None:
    there = client_of(ORIGIN, "bergby")
    with running(there, ACCOUNTS) as own:
        await asking.put(settings_of(own, DOMAIN))
        assert (await arrive(client, outside, "vera")).headers["location"] == "/desk?sign-in=done"
    outside.cookies.clear()
    with running(there, ACCOUNTS, urlsplit(own).port):  # the same provider with other keys
        assert (await arrive(client, outside, "vera")).headers["location"] == "/desk?sign-in=done"


async def test_settings_are_judged_and_the_secret_is_never_shown(
    client: httpx.AsyncClient, town: Town, asking: Asking, issuer: str
) -> None:
    shown = (await client.get("/api/v1/sign-in-settings", headers=asking.admin.headers)).text
    assert "a+secret" not in shown and '"has_client_secret":true' in shown
    kept = await town.change("SELECT client_secret FROM sign_in_settings WHERE municipality_id = $1")
    assert b"secret" not in kept
    guards = await town.organisation("Väktarna")
    faults: list[dict[str, Any]] = [
        {"issuer": "https://user:word@idp.example"},
        {"domains": ["sundby.example"]},
        {"organisation_id": str(guards)},
        {"roles": []},
    ]
    for fault in faults:
        refused = await asking.put(settings_of(issuer, DOMAIN, **fault))
        assert refused.status_code == 422, fault
    without = settings_of(issuer, DOMAIN)
    del without["provider"]["client_secret"]
    assert (await asking.put(without)).json()["provider"]["has_client_secret"]
    moved = without | {"provider": without["provider"] | {"issuer": "http://127.0.0.1:9"}}
    assert not (await asking.put(moved)).json()["provider"]["has_client_secret"]  # never sent to another
    there = await client.get("/api/v1/session/provider", params={"domain": DOMAIN, "back": "/"})
    assert there.headers["location"] == "/?sign-in=provider_away"
    assert (await asking.put({"second_factor_roles": [], "provider": None})).json()["provider"] is None
    methods = check(await client.get("/api/v1/sign-in-methods", params={"domain": DOMAIN}))
    assert methods.json() == {"provider": None}  # people sign in as before


@pytest.mark.usefixtures("asking")
async def test_the_button_is_of_a_domain_and_tells_of_nobody(client: httpx.AsyncClient) -> None:
    shown = [
        check(await client.get("/api/v1/sign-in-methods", params=params)).json()["provider"]
        for params in ({"domain": "Bergby.example"}, {}, {"domain": "nowhere.example"})
    ]
    button = {"label": "Kommunens konto", "domain": DOMAIN}
    assert shown == [button, button, None]
    odd = check(await client.get("/api/v1/sign-in-methods", params={"domain": "\x00"}))
    assert odd.status_code == 422


@pytest.mark.usefixtures("asking")
@pytest.mark.parametrize(
    "back", ["https://evil.example", "//evil.example", "/\\evil.example", "/api/v1/x", "x", "/deskx"]
)
async def test_the_way_back_leads_into_the_app_only(
    client: httpx.AsyncClient, outside: httpx.AsyncClient, back: str
) -> None:
    assert (await arrive(client, outside, "vera", back)).headers["location"] == "/?sign-in=done"
