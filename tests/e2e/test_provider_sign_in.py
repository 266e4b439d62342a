"""Signing in by the municipality's own provider in a real browser: there, back to the screen, and out."""

from collections.abc import AsyncIterator

import httpx
import pytest
from playwright.async_api import expect

from api.access.permissions import Role
from tests.e2e.conftest import TakePhone
from tests.e2e.phone import Phone
from tests.e2e.proxy import Proxy
from tests.e2e.town import DOMAIN, PASSWORD, SLUG, Person, Town
from tests.identity_provider import client_of, running, settings_of

LABEL = "Logga in med Kommunens konto"


def _account(name: str, *groups: str) -> dict[str, object]:
    return {
        "sub": name,
        "name": name.title(),
        "preferred_username": f"{name}@{DOMAIN}",
        "groups": list(groups),
    }


@pytest.fixture
async def provider(town: Town, proxy: Proxy) -> AsyncIterator[str]:
    """The provider, trusted by the town while the test runs."""
    accounts = {name: _account(name, "Trygghet Värdar") for name in ("vera", "ulla")}
    accounts["egon"] = _account("egon", "Ekonomi")
    admin = await town.person(Role.ADMIN, "Ada Admin")
    with running(client_of(proxy.url, SLUG), accounts) as issuer:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{town.port}/api/v1") as server:
            login = {"username": admin.username, "password": PASSWORD}
            token = (await server.post("/session", json=login)).json()["token"]
            server.headers["Authorization"] = f"Bearer {token}"

            async def put(body: dict[str, object]) -> None:
                tag = (await server.get("/sign-in-settings")).headers["etag"]
                body["second_factor_roles"] = ["shift_lead"]
                answer = await server.put("/sign-in-settings", json=body, headers={"If-Match": tag})
                assert answer.status_code == 200, answer.text

            await put(settings_of(issuer, DOMAIN))
            yield issuer
            await put({"provider": None})


async def by_provider(phone: Phone, account: str) -> None:
    """Take the button, and sign in at the provider."""
    page = phone.page
    await page.get_by_role("button", name=LABEL).tap()
    await page.locator("input[name=login]").fill(account)
    await page.locator("input[name=password]").fill("any")
    await page.locator("button[type=submit]").tap()


@pytest.mark.usefixtures("provider")
async def test_what_is_written_stands_when_the_provider_sends_back(
    town: Town, proxy: Proxy, take: TakePhone
) -> None:
    phone = await take()
    await phone.page.goto("/")
    await by_provider(phone, "vera")
    await phone.prepared()
    [row] = await town.rows("SELECT id FROM people WHERE username = $1", f"vera@{DOMAIN}")
    vera = Person(row["id"], "Vera", f"vera@{DOMAIN}")
    await proxy.refuse()
    await phone.report("I kön medan hon loggar in.")
    await phone.write("Ett utkast medan hon loggar in.")
    await town.revoke(vera)
    await proxy.accept()
    await phone.page.goto("/#sign-in")
    await phone.network_back()
    await phone.page.get_by_role("button", name=LABEL).tap()  # the provider remembers her
    await phone.prepared()
    await phone.all_sent()
    await expect(phone.page.locator("a.draft")).to_be_visible()
    assert [one["note"] for one in await town.reports_of(vera)] == ["I kön medan hon loggar in."]


async def test_without_a_group_it_is_told_why_and_leaving_leaves_both(
    town: Town, take: TakePhone, provider: str
) -> None:
    stranger = await take()
    await stranger.page.goto("/")
    await by_provider(stranger, "egon")
    await expect(stranger.page.get_by_text("ditt konto har ingen roll i Ledljus")).to_be_visible()

    phone = await take()
    await phone.page.goto("/")
    await by_provider(phone, "ulla")
    await phone.prepared()
    await phone.page.goto("/#menu")
    await phone.page.get_by_role("button", name="Logga ut").tap()
    await phone.page.locator("button[name=logout]").tap()  # the provider asks whether to leave it too
    await expect(phone.page.get_by_role("button", name=LABEL)).to_be_visible()

    await by_provider(phone, "ulla")  # who is asked again: nobody is remembered
    await phone.prepared()
    there = await phone.tab(f"{provider}/session/end")  # she leaves the provider, and us not at all
    await there.locator("button[name=logout]").tap()
    await expect(there.get_by_text("Sign-out Success")).to_be_visible()
    [row] = await town.rows(
        "SELECT bool_and(t.revoked_at IS NOT NULL) AS gone FROM tokens t"
        " JOIN people p ON p.id = t.person_id WHERE t.kind = 'session' AND p.username = $1",
        f"ulla@{DOMAIN}",
    )
    assert row["gone"]  # by the provider's own word (back-channel logout)
