"""A report saved where there is neither network nor server arrives exactly once and unaltered."""

from playwright.async_api import expect

from tests.e2e.conftest import TakePhone
from tests.e2e.phone import WAITING
from tests.e2e.pictures import camera_photo
from tests.e2e.proxy import Proxy
from tests.e2e.town import Town


async def test_a_report_with_a_photo_from_a_dead_zone(town: Town, proxy: Proxy, take: TakePhone) -> None:
    guard = await town.person()
    phone = await take()
    await phone.begin(guard)
    await proxy.refuse()
    await town.kill()
    await phone.context.set_offline(True)

    await phone.write("Krossat glas i tunneln.", photo=camera_photo())
    report = await phone.save()
    await phone.page.reload()  # a cold start from the worker's files, nothing else is there
    await phone.page.goto("/")
    await expect(phone.status).to_contain_text("1 rapport " + WAITING)
    frozen = await phone.stored()
    assert await town.reports_of(guard) == []

    await town.start()
    await proxy.accept()
    await phone.context.set_offline(False)
    await phone.all_sent()
    [arrived] = await town.reports_of(guard)
    assert str(arrived["id"]) == report
    assert (arrived["note"], arrived["place"]) == ("Krossat glas i tunneln.", "Gångtunneln vid stationen")
    assert await town.quarantined_of(guard) == 0
    assert await town.photos_of(arrived["id"]) == frozen.photos_of(report) != {}
    [known] = await town.known(frozen.bearer(str(guard.id)), frozen.frozen())
    assert (known["state"], known["complete"]) == ("known", True)
    assert await phone.receipt_of(report) == arrived["receipt_no"] == known["receipt_no"]
