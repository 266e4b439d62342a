"""A report saved where there is neither network nor server arrives exactly once and unaltered."""

import pytest
from playwright.async_api import expect

from tests.e2e import faults
from tests.e2e.conftest import TakePhone
from tests.e2e.oracle import arrived_once
from tests.e2e.phone import ALL_SENT, WAITING
from tests.e2e.pictures import camera_photo
from tests.e2e.proxy import Proxy, pass_on
from tests.e2e.town import Town

TOLD_MS = 2_000  # UX-F17: what has changed is told by itself
PHOTO = r"^PUT /api/v1/attachments/"
# One step of one try never comes back, which no patience with the network ends.
HANGING = """
const { digest } = SubtleCrypto.prototype;
window.hanging = 0;
SubtleCrypto.prototype.digest = function (...what) {
  return window.hanging && window.hanging-- ? new Promise(() => {}) : digest.apply(this, what);
};
"""
# How often the sending loop was found hanging and begun anew.
STALLS = """
() => new Promise((done) => {
  indexedDB.open("ledljus").onsuccess = ({ target: { result } }) => {
    result.transaction("health").objectStore("health").getAll().onsuccess = (all) => {
      result.close();
      done(all.target.result[0].stalls);
    };
  };
})
"""
NOTE, PLACE = "Krossat glas i tunneln.", "Gångtunneln vid stationen"


async def test_a_report_with_a_photo_from_a_dead_zone(
    town: Town, proxy: Proxy, take: TakePhone, scale: int
) -> None:
    guard = await town.person()
    phone = await take()
    await phone.begin(guard)
    reports = []
    for _ in range(scale):
        await proxy.refuse()
        await town.kill()
        await phone.context.set_offline(True)
        await expect(phone.status).to_contain_text("Ingen täckning.", timeout=TOLD_MS)
        await phone.write(NOTE, photo=camera_photo())
        reports.append(await phone.save())
        await phone.page.reload()  # a cold start from the worker's files, nothing else is there
        await phone.page.goto("/")
        await expect(phone.status).to_contain_text("1 rapport " + WAITING)
        frozen = await phone.stored()
        assert len(await town.reports_of(guard)) == len(reports) - 1

        await town.start()
        await proxy.accept()
        arriving = proxy.on(PHOTO, pass_on)
        await phone.context.set_offline(False)
        await arriving.until_done()
        await expect(phone.status).to_contain_text(ALL_SENT, timeout=TOLD_MS)
        arrived = (await town.reports_of(guard))[-1]
        assert await town.photos_of(arrived["id"]) == frozen.photos_of(reports[-1]) != {}
        assert await phone.receipt_of(reports[-1]) == arrived["receipt_no"]
        await phone.home()
    everything = await arrived_once(town, phone, guard, [NOTE] * scale)
    assert [str(one["id"]) for one in everything] == reports
    assert {one["place"] for one in everything} == {PLACE}


@pytest.mark.again
async def test_a_silent_server_is_told_and_waited_for(town: Town, proxy: Proxy, take: TakePhone) -> None:
    """The phone has a network, as far as it knows, but nobody answers."""
    guard = await town.person()
    phone = await take()
    await phone.page.clock.install()
    await phone.begin(guard)
    await proxy.refuse()
    await phone.report(NOTE)
    await phone.page.clock.fast_forward("00:15")
    await expect(phone.status).to_contain_text("Servern svarar inte (sedan ")
    await expect(phone.status).to_contain_text("Rapporter sparas på telefonen. Larm: ring 08-555 01 00.")
    await proxy.accept()
    await phone.page.clock.fast_forward("05:00")
    await phone.all_sent()  # by its own patience: nothing tells it that the server is back
    assert len(await town.reports_of(guard)) == 1


@pytest.mark.again
async def test_what_never_comes_back_is_given_up_and_done_again(
    town: Town, proxy: Proxy, take: TakePhone
) -> None:
    """A request that is never answered, and a try that hangs by itself; their minutes pass at once."""
    guard = await town.person()
    phone = await take()
    await phone.page.clock.install()
    await phone.context.add_init_script(HANGING)
    await phone.begin(guard)
    unanswered = proxy.on(PHOTO, faults.silence)
    await phone.report(NOTE, camera_photo(320, 240))
    await unanswered.until_begun(1)
    await phone.page.clock.fast_forward("05:00")
    await unanswered.until_begun(2)
    await phone.page.evaluate("window.hanging = 1")
    proxy.heal()
    await phone.page.wait_for_function("() => window.hanging === 0")
    await expect(phone.status).to_have_text("Rapporten är framme. 1 bild skickas när nätet räcker.")
    for minutes in ("05:00", "00:15", "00:15"):  # long past all patience, and two looks of who watches
        await phone.page.clock.fast_forward(minutes)
    await arrived_once(town, phone, guard, [NOTE])
    assert await phone.page.evaluate(STALLS) == 1
