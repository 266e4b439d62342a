"""A report saved where there is neither network nor server arrives exactly once and unaltered."""

from playwright.async_api import expect

from tests.e2e.conftest import TakePhone
from tests.e2e.oracle import arrived_once
from tests.e2e.phone import WAITING
from tests.e2e.pictures import camera_photo
from tests.e2e.proxy import Proxy
from tests.e2e.town import Town

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
        await phone.write(NOTE, photo=camera_photo())
        reports.append(await phone.save())
        await phone.page.reload()  # a cold start from the worker's files, nothing else is there
        await phone.page.goto("/")
        await expect(phone.status).to_contain_text("1 rapport " + WAITING)
        frozen = await phone.stored()
        assert len(await town.reports_of(guard)) == len(reports) - 1

        await town.start()
        await proxy.accept()
        await phone.context.set_offline(False)
        await phone.all_sent()
        arrived = (await town.reports_of(guard))[-1]
        assert await town.photos_of(arrived["id"]) == frozen.photos_of(reports[-1]) != {}
        assert await phone.receipt_of(reports[-1]) == arrived["receipt_no"]
        await phone.home()
    everything = await arrived_once(town, phone, guard, [NOTE] * scale)
    assert [str(one["id"]) for one in everything] == reports
    assert {one["place"] for one in everything} == {PLACE}


async def test_a_silent_server_is_told_and_waited_for(town: Town, proxy: Proxy, take: TakePhone) -> None:
    """The phone has a network, as far as it knows, but nobody answers."""
    guard = await town.person()
    phone = await take()
    await phone.begin(guard)
    await proxy.refuse()
    await phone.report(NOTE)
    await expect(phone.status).to_contain_text("Servern svarar inte (sedan ")
    await expect(phone.status).to_contain_text("Rapporter sparas på telefonen. Larm: ring 08-555 01 00.")
    await proxy.accept()
    await phone.all_sent()  # by its own patience: nothing tells it that the server is back
    assert len(await town.reports_of(guard)) == 1
