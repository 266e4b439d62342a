"""How people sign in, as an administrator looks after it: provider, lost factor, sessions, lost phone."""

import re

from playwright.async_api import Page, expect

from api.access.permissions import Role
from tests.e2e.conftest import TakePhone
from tests.e2e.looks import Looks
from tests.e2e.phone import DESK
from tests.e2e.proxy import Proxy
from tests.e2e.test_provider_sign_in import by_provider
from tests.e2e.test_second_factor import add_app
from tests.e2e.town import DOMAIN, SLUG, Person, Town
from tests.identity_provider import CLIENT_ID, CLIENT_SECRET, client_of, running

ACCOUNT = {"sub": "vera", "name": "Vera", "preferred_username": f"vera2@{DOMAIN}", "groups": ["Värdar"]}


async def administration(take: TakePhone, person: Person, path: str) -> Page:
    """A page of the administration, where an administrator has just signed in."""
    desk = await take(**DESK)
    await desk.asks_to_sign_in(path)
    await desk.sign_in(person)
    return desk.page


async def save(page: Page) -> None:
    await page.get_by_role("button", name="Spara", exact=True).click()


async def write_provider(page: Page, issuer: str) -> None:
    """Fill in what a provider is trusted by."""
    await page.get_by_label("Kommunens egna loggar in").check()
    await page.get_by_label("Namn på knappen").fill("Kommunens konto")
    await page.get_by_label("Leverantörens adress").fill(issuer)
    await page.get_by_label("Klient-id").fill(CLIENT_ID)
    await page.get_by_label("Ny klienthemlighet").fill(CLIENT_SECRET)
    await page.get_by_role("button", name="Lägg till rad: Domäner som loggar in så").click()
    await page.get_by_label("Domän (måste").fill(DOMAIN)
    await page.get_by_role("button", name="Lägg till rad: Grupper som ger roller").click()
    await page.get_by_label("Grupp hos leverantören").fill("Värdar")
    await page.get_by_label("Roll (måste").select_option("host")


async def test_a_provider_is_set_up_changed_by_two_and_taken_away(
    town: Town, proxy: Proxy, take: TakePhone
) -> None:
    admin = await town.person(Role.ADMIN, "Ada Admin")
    page = await administration(take, admin, "/admin/sign-in-settings")
    callback = f"{proxy.url}/api/v1/session/provider/callback"
    await expect(page.get_by_text(callback)).to_be_visible()  # to be registered there first
    with running(client_of(proxy.url, SLUG), {"vera": ACCOUNT}) as issuer:
        await write_provider(page, issuer.replace("http:", "ftp:"))
        await save(page)
        await expect(page.get_by_text("Adressen ska börja med https://.")).to_be_visible()
        await page.get_by_label("Leverantörens adress").fill(issuer)
        await save(page)
        await expect(page.get_by_text("En klienthemlighet är sparad.")).to_be_visible()
        assert CLIENT_SECRET not in await page.content()
        looks = Looks(page, field=False)
        await looks.look("sign-in settings")
        assert not looks.faults, "\n".join(looks.faults)

        phone = await take()
        await phone.page.goto("/")
        await by_provider(phone, "vera")
        await phone.prepared()

    await change_by_two(page, await administration(take, admin, "/admin/sign-in-settings"))
    await take_away(page)
    asked = "SELECT provider, client_secret, second_factor_roles FROM sign_in_settings"
    assert [tuple(row) for row in await town.rows(asked)] == [(None, None, ["shift_lead"])]


async def change_by_two(page: Page, other: Page) -> None:
    """Two write the button's name; the later one takes the other's."""
    for one, label in ((other, "Fyrholms konto"), (page, "Kommunkontot")):
        await one.get_by_label("Namn på knappen").fill(label)
        await save(one)
    dialog = page.get_by_role("dialog", name="Någon annan hann ändra")
    await dialog.locator("[data-field='provider.label']").get_by_label("Deras").check()
    await dialog.get_by_role("button", name="Spara det valda").click()
    await expect(dialog).to_have_count(0)
    await expect(page.get_by_label("Namn på knappen")).to_have_value("Fyrholms konto")


async def take_away(page: Page) -> None:
    """Do without the provider, having read what follows."""
    await page.get_by_label("Kommunens egna loggar in").uncheck()
    await expect(page.get_by_label("Klient-id")).to_have_count(0)
    await save(page)
    await expect(page.get_by_role("dialog")).to_contain_text("minst en administratör har lösenord")
    await page.get_by_role("button", name="Ja, gör det").click()
    await expect(page.get_by_text("Sparat.")).to_be_visible()


async def test_a_lost_factor_is_reset_with_a_reason_and_sessions_are_ended(
    town: Town, take: TakePhone
) -> None:
    lead = await town.person(Role.SHIFT_LEAD, "Alva Ledare")
    phone = await take()
    await phone.page.goto("/")
    await phone.sign_in(lead)
    await add_app(phone)
    page = await administration(take, await town.person(Role.ADMIN, "Ada Admin"), "/admin/people")
    await page.goto(f"/admin/people/{lead.id}")
    await expect(page.get_by_text("Har 1 app eller passkey")).to_be_visible()
    await page.get_by_role("button", name="Ta bort app och passkey").click()
    dialog = page.get_by_role("dialog", name="Är du säker?")
    await dialog.get_by_role("button", name="Ja, gör det").click()
    await expect(dialog.get_by_label("Varför?")).to_be_focused()  # no reason, no reset
    looks = Looks(page, field=False)
    await looks.look("resetting a factor")
    assert not looks.faults, "\n".join(looks.faults)
    await dialog.get_by_label("Varför?").fill("Tappade telefonen i hamnen.")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("återställningskoder är borttagna")).to_be_visible()
    await expect(page.get_by_role("button", name="Ta bort app och passkey")).to_be_disabled()
    assert await town.rows("SELECT FROM second_factors WHERE person_id = $1", lead.id) == []
    assert await reasons(town, lead.id) == ["Tappade telefonen i hamnen."]
    open_ones = "SELECT FROM tokens WHERE kind = 'session' AND revoked_at IS NULL AND person_id = $1"
    assert await town.rows(open_ones, lead.id) == []

    await phone.page.goto("/#sign-in")
    await phone.sign_in(lead)
    await page.get_by_role("button", name="Avsluta alla inloggningar").click()
    await dialog.get_by_label("Varför?").fill("Glömde logga ut på biblioteket.")
    await dialog.get_by_role("button", name="Ja, gör det").click()
    await expect(page.get_by_text("Alla inloggningar är avslutade.")).to_be_visible()
    assert (await reasons(town, lead.id))[-1] == "Glömde logga ut på biblioteket."
    assert await town.rows(open_ones, lead.id) == []


async def test_a_lost_phone_is_known_by_how_it_stands_and_revoked_with_a_reason(
    town: Town, take: TakePhone
) -> None:
    guard = await town.person(name="Kim Tappare")
    phone = await take()
    await phone.begin(guard)
    await phone.page.close()  # which tells how it stands no more
    [device] = await town.rows("SELECT id, label FROM devices WHERE person_id = $1", guard.id)
    lost = '{"id": "x", "noticed_at": "2026-11-20T02:14:00Z", "unsent": 3, "device_ids": []}'
    status = '{"unsent": 2, "unsent_photos": 1, "storage": {"persisted": false}}'
    told = "UPDATE devices SET storage_loss = $2::jsonb, status = $3::jsonb WHERE id = $1"
    await town.rows(told, device["id"], lost, status)
    page = await administration(take, await town.person(Role.ADMIN, "Ada Admin"), "/admin/devices")
    row = page.locator(f"[data-row='{device['id']}']")
    await expect(row).to_contain_text("Kim Tappare")
    for said in ("2 rapporter, 1 bild", "3 rapporter utan kvittens", "Kan rensas av telefonen"):
        await expect(row).to_contain_text(said)
    await expect(row).to_contain_text(re.compile("nyss|min sedan|i dag"))
    await row.get_by_role("button", name="Spärra").click()
    dialog = page.get_by_role("dialog", name="Är du säker?")
    await dialog.get_by_label("Varför?").fill("Borttappad på bussen.")
    await dialog.get_by_role("button", name="Ja, gör det").click()
    await expect(page.get_by_text(f"Telefonen {device['label']} är spärrad.")).to_be_visible()
    await expect(row.get_by_role("button")).to_have_count(0)
    assert await reasons(town, device["id"]) == ["Borttappad på bussen."]


async def reasons(town: Town, subject: object) -> list[str]:
    """What the journal keeps as reasons of what was done to somebody or something."""
    rows = await town.rows(
        "SELECT b.body ->> 'reason' AS why FROM journal j JOIN journal_bodies b ON b.record_id = j.id"
        " WHERE j.subject_id = $1 AND b.body ? 'reason' ORDER BY j.seq",
        subject,
    )
    return [row["why"] for row in rows]
