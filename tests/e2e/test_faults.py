"""Whatever happens to a request on its way, the phone keeps the report until the server has it, once."""

import re
from dataclasses import dataclass
from uuid import UUID

import pytest
from playwright.async_api import expect

from tests.e2e import faults
from tests.e2e.conftest import TakePhone
from tests.e2e.oracle import arrived_once
from tests.e2e.pictures import camera_photo
from tests.e2e.proxy import Fault, Proxy
from tests.e2e.town import Town

FACT, PHOTO = r"^PUT /api/v1/incidents/", r"^PUT /api/v1/attachments/"
PEACE_S = 1
ON_THE_PHONE = re.compile(
    r"(Skickar 1 av 1 …"
    r"|1 rapport väntar på att skickas\. Den finns sparad på telefonen\."
    r"|Rapporten är framme\. 1 bild skickas när nätet räcker\."
    r"|Servern svarar inte \(sedan \d\d:\d\d\)\. Rapporter sparas på telefonen\. Larm: ring 08-555 01 00\.)"
)


@dataclass(frozen=True)
class Case:
    """A fault, and whether the server has the bytes although the phone cannot know it."""

    fault: Fault
    committed: bool = False


CASES = {
    "before the first byte": Case(faults.before_first_byte),
    "after the first byte": Case(faults.mid_request(0)),
    "after the headers": Case(faults.after_headers),
    "in mid-request": Case(faults.mid_request(0.9)),
    "before the last byte": Case(faults.mid_request(1)),
    "answer lost after COMMIT": Case(faults.answer_lost, committed=True),
    "answer cut half-way": Case(faults.mid_answer, committed=True),
    "502 in HTML": Case(faults.bad_gateway),
    "429 with Retry-After": Case(faults.asks_for_peace(429, PEACE_S)),
    "503 with Retry-After": Case(faults.asks_for_peace(503, PEACE_S)),
    "captive portal": Case(faults.portal),
    "slow network": Case(faults.slow(0.4, 50_000), committed=True),
}
LETS_THROUGH = {"slow network"}
OF_PHOTOS = ("in mid-request", "answer lost after COMMIT", "answer cut half-way", "captive portal")


@pytest.mark.parametrize("pattern", [FACT, PHOTO], ids=["report", "photo"])
async def test_nothing_leaves_the_queue_and_nothing_comes_twice(
    pattern: str, town: Town, proxy: Proxy, take: TakePhone, scale: int
) -> None:
    guard = await town.person()
    phone = await take()
    await phone.begin(guard)
    names = [*(CASES if pattern == FACT else OF_PHOTOS)] * scale
    photo = camera_photo(640, 480) if pattern == PHOTO else None
    for number, name in enumerate(names):
        case = CASES[name]
        rule = proxy.on(pattern, case.fault)
        report = await phone.report(name, photo)
        if name not in LETS_THROUGH:
            await rule.until_done(1)
            await phone.network_back()
            await rule.until_begun(2)  # that it comes again proves that the first answer did not end it
            await expect(phone.status).to_have_text(ON_THE_PHONE)
            told = 1 if name == "captive portal" else 0
            await expect(phone.page.locator("[data-notice=portal]")).to_have_count(told)
            stored = await phone.stored()
            left = [one for one in stored.entries.values() if one["state"] in ("saved", "sending")]
            assert len(left) == 1, name
            had = (
                await town.reports_of(guard) if pattern == FACT else await arrived_photos(town, UUID(report))
            )
            assert len(had) == (number if pattern == FACT else 0) + case.committed, name
        proxy.heal()
        await phone.network_back()
        await phone.all_sent()
    await arrived_once(town, phone, guard, names)


async def arrived_photos(town: Town, report: UUID) -> list[str]:
    return [digest for digest in (await town.photos_of(report)).values() if digest]
