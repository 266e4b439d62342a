"""The desk's work from end to end: judged, handed over by letter, answered, and the author told."""

import asyncio
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.async_api import Page, expect

from api.access.permissions import Role
from api.kit.ids import new_id
from tests.api.journal.town import frozen, report
from tests.e2e.conftest import TakePhone
from tests.e2e.looks import Looks
from tests.e2e.phone import DESK, Phone
from tests.e2e.pictures import camera_photo
from tests.e2e.town import PASSWORD, Person, Town
from tests.servers import working
from tests.smtp import Postbox, postbox, text_of

ADDRESS = "drift@energi.example"


@pytest.fixture
def box(town: Town) -> Iterator[Postbox]:
    """A mail server, and a worker that sends by it; nobody's address or words stand in its log."""
    with postbox() as opened:
        smtp = {"smtp_host": "127.0.0.1", "smtp_port": opened.port, "smtp_tls": "none"}
        sender = {"smtp_from": "Fyrholm <ledljus@fyrholm.example>"}
        with working(town.settings.model_copy(update=smtp | sender)) as worker:
            yield opened
        said = worker.log.read_text()
        assert "energi" not in said and "lampa" not in said and "atersvar" not in said


async def desk_of(take: TakePhone, town: Town, path: str, role: Role = Role.COORDINATOR) -> Phone:
    """A desk where somebody has just signed in at an address."""
    desk = await take(**DESK)
    await desk.asks_to_sign_in(path)
    await desk.sign_in(await town.person(role, "Siv Samordnare"))
    return desk


async def turned_to(page: Page, incident: str) -> None:
    """Step through the queue by key until a report is on the screen."""
    shown = page.locator("[data-triage]")
    await expect(shown).to_be_visible()
    while await shown.get_attribute("data-triage") != incident:
        await page.keyboard.press("j")
        await asyncio.sleep(0.05)


async def arrived(box: Postbox, letters: int = 1) -> str:
    """The link in the last letter, once so many are there."""
    for _ in range(300):
        if len(box.letters) >= letters:
            break
        await asyncio.sleep(0.1)
    found = re.search(r"https?://\S+/atersvar/\S+", text_of(box.letters[letters - 1]))
    assert found is not None
    return found[0]


async def hand_over(page: Page) -> None:
    """Hand over what is on the screen, by letter with everything in it."""
    await page.keyboard.press("l")
    await page.get_by_label("Mottagarens namn").fill("Fyrholm Energi")
    await page.get_by_label("E-postadress").fill(ADDRESS)
    await page.get_by_label("Beskrivning").check()
    await page.get_by_label("Bilder").check()
    await page.get_by_role("button", name="Lämna över", exact=True).last.click()


async def answer_done(take: TakePhone, link: str) -> None:
    """Answer as a receiver whose browser runs no script, on a page that is fit to look at."""
    receiver = await take(java_script_enabled=False)
    await receiver.page.goto(link)
    await receiver.page.get_by_label("Åtgärdat").check()
    await receiver.page.get_by_label("Något mer").fill("Fastskruvad.")
    await receiver.page.get_by_role("button", name="Lämna svaret").click()
    await expect(receiver.page.get_by_role("status")).to_contain_text("Fyrholm har ert svar: Åtgärdat")
    reading = await take()
    await reading.page.goto(link)
    looks = Looks(reading.page, field=False)
    await looks.look("reply page")
    assert not looks.faults, "\n".join(looks.faults)


async def take_back(take: TakePhone, page: Page, box: Postbox) -> None:
    """Hand over once more, and take the second letter's link back before anybody has answered."""
    await hand_over(page)
    link = await arrived(box, 2)
    await page.reload()
    await page.get_by_role("button", name="Ta tillbaka svarslänken").click()
    await page.get_by_label("Varför?").fill("Fel mottagare.")
    await page.get_by_role("button", name="Ta tillbaka svarslänken").click()
    await expect(page.get_by_text("Svarslänken är återtagen.")).to_be_visible()
    receiver = await take(java_script_enabled=False)
    await receiver.page.goto(link)
    await expect(receiver.page.get_by_text("har kommunen tagit tillbaka länken")).to_be_visible()


async def test_what_a_guard_reports_is_mended_and_the_guard_hears_of_it(
    town: Town, take: TakePhone, box: Postbox
) -> None:
    phone = await take()
    await phone.begin(await town.person())
    incident = await phone.report("En lampa hänger löst.", camera_photo(640, 480))
    await phone.all_sent()

    desk = await desk_of(take, town, "/desk/triage")
    page = desk.page
    await turned_to(page, incident)
    await expect(page.get_by_text("En lampa hänger löst.")).to_be_visible()
    await hand_over(page)
    await expect(page.locator(f"[data-triage='{incident}']")).to_have_count(0)

    link = await arrived(box)
    letter = box.letters[0]
    assert letter["To"] == ADDRESS and "En lampa hänger löst." in text_of(letter)
    assert [one.get_content_type() for one in letter.iter_attachments()] == ["image/jpeg"]
    await answer_done(take, link)

    await page.goto(f"/desk/incidents/{incident}")
    await expect(page.get_by_text("Brevet: Mottaget av mottagarens e-postserver")).to_be_visible()
    await expect(page.get_by_text("Åtgärdat. Fastskruvad. Fyrholm Energi")).to_be_visible()
    await phone.page.goto("/#reports")
    await phone.page.reload()
    await expect(phone.page.get_by_text(re.compile(r"Skadan lagad \d+ "))).to_be_visible()

    await page.keyboard.press("o")
    await page.get_by_label("Varför?").fill("Släckt igen.")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Pågår. Släckt igen.")).to_be_visible()
    await take_back(take, page, box)


async def test_two_reports_become_one_case_and_both_authors_are_told(town: Town, take: TakePhone) -> None:
    ids: list[str] = []
    phones: list[Phone] = []
    for name in ("Kim Lykta", "Lo Lykta"):
        phones.append(await take())
        await phones[-1].begin(await town.person(name=name))
        ids.append(await phones[-1].report(f"Krossad ruta, säger {name}."))
        await phones[-1].all_sent()
    desk = await desk_of(take, town, "/desk/triage")
    page = desk.page
    await turned_to(page, ids[1])
    await page.keyboard.press("m")
    await page.get_by_label("Annan händelse").fill(f"{page.url.split('/desk')[0]}/desk/incidents/{ids[0]}")
    await page.keyboard.press("Enter")
    await expect(page.locator(f"[data-triage='{ids[1]}']")).to_have_count(0)
    await page.goto(f"/desk/incidents/{ids[0]}")
    await expect(page.get_by_role("heading", name="Rapporter i ärendet")).to_be_visible()
    await expect(page.get_by_text("Krossad ruta, säger Lo Lykta.")).to_be_visible()
    await phones[1].page.goto("/#reports")
    await phones[1].page.reload()
    await expect(phones[1].page.get_by_text("Sammanförd med en annan rapport")).to_be_visible()
    await page.keyboard.press("t")
    await page.get_by_label("Välj vem").select_option(label="Fyrvakt")
    await page.get_by_role("button", name="Tilldela", exact=True).last.click()
    await expect(page.get_by_text("Granskad").first).to_be_visible()
    await page.goto(f"/desk/incidents/{ids[1]}")
    await page.get_by_role("button", name="Ta isär").click()
    await expect(page.get_by_role("button", name="Slå ihop")).to_be_visible()


async def test_an_act_without_an_answer_is_sent_again_and_counts_once(
    town: Town, take: TakePhone, proxy: Any
) -> None:
    phone = await take()
    await phone.begin(await town.person())
    incident = await phone.report("Klotter på dörren.")
    await phone.all_sent()
    desk = await desk_of(take, town, f"/desk/incidents/{incident}")
    page = desk.page
    await expect(page.get_by_role("button", name="Granskad")).to_be_visible()
    await proxy.refuse()
    await page.keyboard.press("a")
    await expect(page.get_by_text("Servern svarade inte.")).to_be_visible()
    await proxy.accept()
    await page.get_by_role("button", name="Försök igen").click()
    await expect(page.get_by_role("button", name="Granskad")).to_have_count(0)
    rows = await town.rows("SELECT count(*) AS n FROM journal WHERE subject_id = $1", incident)
    assert rows[0]["n"] == 2


async def held(town: Town, author: Person) -> str:
    """Two bodies under one id, as a broken sender sends them; the receipt number of what is held."""
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{town.port}/api/v1") as server:
        login = {"username": author.username, "password": PASSWORD}
        token = (await server.post("/session", json=login)).json()["token"]
        headers, path = {"Authorization": f"Bearer {token}"}, f"/incidents/{new_id()}"
        for place, status in (("Torget", 201), ("Kajen", 409)):
            answer = await server.put(path, content=frozen(report(place=place)), headers=headers)
            assert answer.status_code == status
    return path.rpartition("/")[2]


async def test_a_held_fact_is_seen_beside_what_stands_and_decided_with_a_reason(
    town: Town, take: TakePhone
) -> None:
    incident = await held(town, await town.person())
    desk = await desk_of(take, town, "/desk")
    page = desk.page
    await page.get_by_role("link", name=re.compile("i karantän")).click()
    fact = page.locator("[data-held]").first
    await expect(fact.get_by_role("row", name=re.compile("≠ Skiljer sig Kajen Torget"))).to_be_visible()
    looks = Looks(page, field=False)
    await looks.look("quarantine with a conflict")
    assert not looks.faults, "\n".join(looks.faults)
    await fact.get_by_label("Skäl").fill("Samma händelse, fel plats.")
    await fact.get_by_role("button", name="Avvisa").click()
    await expect(page.get_by_text("Avvisad. Den som skrev ser skälet.")).to_be_visible()
    rows = await town.rows("SELECT state FROM quarantine WHERE subject_id = $1", incident)
    assert [row["state"] for row in rows] == ["rejected"]
    author = await town.person()
    await held(town, author)
    await page.reload()
    await fact.get_by_label("Skäl").fill("Två händelser, ett fel i telefonen.")
    await fact.get_by_role("button", name="Släpp in").click()
    await expect(page.get_by_text("Insläppt.")).to_be_visible()
    rows = await town.rows("SELECT place, flags FROM incidents WHERE author_id = $1", author.id)
    assert {row["place"]: row["flags"] for row in rows} == {"Torget": [], "Kajen": ["released"]}
    reader = await desk_of(take, town, "/desk/quarantine", Role.READER)
    await expect(reader.page.get_by_text("får inte granska karantänen")).to_be_visible()
    await reader.page.goto("/desk/triage")
    await expect(reader.page.get_by_text("får inte granska händelser")).to_be_visible()


async def test_a_report_is_judged_by_one_key_and_the_next_is_there(town: Town, take: TakePhone) -> None:
    """UX-L9: eight seconds at most for each report, of which the system takes little."""
    phone = await take()
    await phone.begin(await town.person())
    ids = [await phone.report(f"Klotter nummer {number}.") for number in (1, 2)]
    await phone.all_sent()
    desk = await desk_of(take, town, "/desk/triage")
    for incident in ids:
        await turned_to(desk.page, incident)
        await desk.page.keyboard.press("a")
        await expect(desk.page.locator(f"[data-triage='{incident}']")).to_have_count(0, timeout=3000)
    rows = await town.rows("SELECT status FROM incidents WHERE id = ANY($1)", ids)
    assert [row["status"] for row in rows] == ["triaged", "triaged"]
