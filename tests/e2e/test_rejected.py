"""What the server refuses for good is told, kept and stands in nobody's way."""

import pytest
from playwright.async_api import expect

from tests.e2e import faults
from tests.e2e.conftest import TakePhone
from tests.e2e.oracle import arrived_once
from tests.e2e.proxy import Proxy
from tests.e2e.town import Town

FACT = r"^PUT /api/v1/incidents/"
BEHIND = 4
REJECTED = "1 rapport behöver åtgärdas: platsen saknas. Inget är borttaget."


@pytest.mark.again
async def test_a_rejected_report_is_told_and_others_are_delivered(
    town: Town, proxy: Proxy, take: TakePhone
) -> None:
    guard = await town.person()
    phone = await take()
    await phone.begin(guard)
    proxy.on(FACT, faults.bad_gateway)
    rejected = await phone.report("Den här tar servern inte emot.")
    others = [f"Nästa, {number}." for number in range(BEHIND)]
    for note in others:
        await phone.report(note)
    proxy.heal()
    errors = [{"field": "place", "reason": "missing"}]
    refused = proxy.on(FACT + rejected, faults.problem(422, "invalid", errors=errors), times=1)
    await phone.network_back()
    await expect(phone.page.locator(".latest li .state.good")).to_have_count(BEHIND)
    await expect(phone.status).to_have_text(REJECTED)
    assert sorted(one["note"] for one in await town.reports_of(guard)) == others
    await phone.die_and_open()
    await expect(phone.status).to_have_text(REJECTED)
    assert refused.begun == 1

    await phone.page.goto(f"/#reports/{rejected}")
    await expect(phone.page.locator("[data-state]")).to_contain_text("Behöver åtgärdas")
    await expect(phone.page.get_by_text("Den här tar servern inte emot.")).to_be_visible()
    async with phone.page.expect_download() as saved:
        await phone.page.get_by_role("button", name="Exportera").tap()
    exported = (await (await saved.value).path()).read_text(encoding="utf-8")
    assert "Den här tar servern inte emot." in exported
    await phone.page.get_by_role("button", name="Skicka nu").tap()
    arrived = await arrived_once(town, phone, guard, [*others, "Den här tar servern inte emot."])
    assert str(arrived[-1]["id"]) == rejected
