"""Rules take what is due and nothing else; the seals hold, and the log names nobody (J7)."""

from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest

from api.journal.rebuilding import rebuild_municipality
from api.kit.env import Settings
from api.kit.ids import new_id
from api.reactions import House
from tests.api.access.registering import Desk
from tests.api.access.town import Town, enrol
from tests.api.erasures.cases import (
    SECRET,
    case,
    faults,
    follow,
    later,
    photo,
    purge,
    rule,
    send_photo,
    texts,
)
from tests.api.incidents.conftest import People
from tests.api.incidents.reports import INCIDENTS, add, added, listed, put, read, tell
from tests.api.journal.town import frozen, report

WHERE_TEXTS_STAND = ["incident_search", "incidents", "journal_bodies"]


@pytest.fixture
def folder(settings: Settings) -> Path:
    """The data folder."""
    return settings.data_dir


async def test_texts_go_and_what_is_counted_stays(
    client: httpx.AsyncClient, town: Town, other_town: Town, people: People, worker: House, folder: Path
) -> None:
    stranger = await other_town.person("guard")
    await tell(client, stranger, note=SECRET)
    raw, incident = frozen(report(note=SECRET, place=SECRET)), new_id()
    path = f"{INCIDENTS}/{incident}"
    receipt = (await put(client, people.guard, path, raw)).json()["receipt"]
    await added(client, people.coordinator, str(incident), "handed_over", receiver=SECRET, reference=SECRET)
    await added(client, people.coordinator, str(incident), "status", status="resolved", reason=SECRET)
    before = await read(client, people.coordinator, str(incident))
    await rule(client, people.admin, "texts")
    assert await faults(town, worker) == []
    assert await texts(worker, town.id) == WHERE_TEXTS_STAND

    with later(29.9):
        assert await purge(worker, folder, town.slug) == {"texts": 0}
    assert await texts(worker, town.id) == WHERE_TEXTS_STAND
    with later(30.1):
        due = (await Desk(client, people.admin).get("/retention-due")).json()["items"]
        assert [(one["what"], one["count"], one["oldest"]) for one in due] == [
            ("texts", 1, before["changed_at"])
        ]
        assert await purge(worker, folder, town.slug) == {"texts": 1}
        assert await purge(worker, folder, town.slug) == {"texts": 0}
    assert await texts(worker, town.id) == []
    assert await texts(worker, other_town.id) == ["incident_search", "incidents", "journal_bodies"]
    assert await faults(town, worker) == []
    after = await read(client, people.coordinator, str(incident))
    assert (after["note"], after["place"]) == (None, None)
    for name in ("category", "status", "occurred_at", "position", "area_id", "changed_at"):
        assert after[name] == before[name], name
    assert await listed(client, people.coordinator, q=SECRET) == []
    again = (await put(client, people.guard, path, raw)).json()["receipt"]
    assert again == receipt
    assert await texts(worker, town.id) == []
    log = "".join(path.read_text() for path in (folder / "erasures").glob("*.jsonl"))
    assert str(incident) in log and SECRET not in log


async def test_nothing_open_or_held_goes(
    client: httpx.AsyncClient, town: Town, people: People, worker: House, folder: Path
) -> None:
    desk = Desk(client, people.admin)
    still, kept = await case(client, people, closed=False), await case(client, people)
    number = (await read(client, people.coordinator, kept))["receipt_no"]
    hold = {"receipt_no": number.lower(), "reference": "KS 2026/88"}
    place, tag = await desk.add("legal-holds", hold)
    await rule(client, people.admin, "reports", after_days=1)
    merged = await case(client, people, closed=False)
    told = await added(client, people.coordinator, merged, "merged", into=still)
    assert told["merged_into"] == still
    with later(4000):
        assert await purge(worker, folder, town.slug) == {"reports": 0}
        for one in (still, kept, merged):
            assert SECRET in (await read(client, people.coordinator, one))["note"]
        assert (await desk.put(place, hold | {"closed": True}, tag)).status_code == 200
        await added(client, people.coordinator, still, "status", status="resolved")
    with later(8001):
        assert await purge(worker, folder, town.slug) == {"reports": 2}
    for one in (still, kept, merged):
        path = f"{INCIDENTS}/{one}"
        assert (await client.get(path, headers=people.coordinator.headers)).status_code == 404
    assert set(await listed(client, people.coordinator)).isdisjoint({still, kept, merged})
    assert await texts(worker, town.id) == []
    assert await faults(town, worker) == []


async def test_photos_and_positions_go_apart(
    client: httpx.AsyncClient, town: Town, people: People, worker: House, folder: Path
) -> None:
    mine, at = photo(), {"lat": 58.5502, "lon": 18.0501, "accuracy_m": 8}
    incident = await case(client, people, attachments=[mine], position=at)
    assert (await send_photo(client, people.guard, mine)).status_code == 201
    shown = f"{INCIDENTS}/{incident}/attachments/{mine['id']}"
    assert (await client.get(shown, headers=people.guard.headers)).status_code == 200
    for what in ("photos", "positions"):
        await rule(client, people.admin, what)
    with later(31):
        assert await purge(worker, folder, town.slug) == {"photos": 1, "positions": 1}
    assert (await client.get(shown, headers=people.guard.headers)).status_code == 404
    assert await worker.photos.collect(older_than_s=0) == 1
    left = await read(client, people.guard, incident)
    assert left["position"] is None and SECRET in left["note"]
    # A phone that has it still gets its receipt, and nothing comes back.
    answer = await send_photo(client, people.guard, mine)
    assert answer.status_code == 200 and answer.json()["receipt"]["complete"]
    assert (await client.get(shown, headers=people.guard.headers)).status_code == 404
    assert await worker.photos.collect(older_than_s=0) == 0
    assert await faults(town, worker) == []


async def test_what_comes_late_about_a_report_that_is_gone_has_its_own_days(
    client: httpx.AsyncClient, town: Town, people: People, worker: House, folder: Path
) -> None:
    incident = await case(client, people)
    await rule(client, people.admin, "reports")
    with later(31):
        assert await purge(worker, folder, town.slug) == {"reports": 1}
        answer = await add(client, people.guard, incident, "note", note=f"{SECRET} sent")
        assert answer.status_code == 202 and answer.json()["receipt"]["complete"]
        await purge(worker, folder, town.slug)
        assert await texts(worker, town.id) == ["journal_bodies"]
    with later(62):
        await purge(worker, folder, town.slug)
    assert await texts(worker, town.id) == []
    assert await faults(town, worker) == []


async def test_phones_and_accounts_that_ended_go(
    client: httpx.AsyncClient, town: Town, people: People, worker: House, folder: Path
) -> None:
    leaver = await town.person("host", name="Gunvor Gallrad")
    phone = await enrol(client, await town.person("host", name="Stina Stannar"))
    incident = await tell(client, leaver, note="Allt lugnt")
    await town.change(
        "UPDATE people SET disabled_at = now() WHERE municipality_id = $1 AND id = $2", leaver.id
    )
    for what in ("accounts", "devices"):
        await rule(client, people.admin, what)
    with later(31):
        taken = await purge(worker, folder, town.slug)
    assert taken == {"accounts": 1, "devices": 1}
    assert await texts(worker, town.id, "Gunvor") == []
    assert await texts(worker, town.id, str(phone.device_id)) == ["erasures", "journal", "journal_bodies"]
    assert (await read(client, people.coordinator, incident["id"]))["note"] == "Allt lugnt"
    assert await faults(town, worker) == []


async def test_a_rebuild_after_an_erasure_changes_nothing(
    client: httpx.AsyncClient, town: Town, people: People, worker: House, folder: Path
) -> None:
    gone, whole = await case(client, people), await case(client, people, closed=False)
    fields: dict[str, Any] = {"lat": 58.5501, "lon": 18.0502, "accuracy_m": 5}
    await added(client, people.coordinator, gone, "correction", position=fields)
    for what in ("positions", "texts"):
        await rule(client, people.admin, what)
    with later(31):
        await purge(worker, folder, town.slug)
    before = [await read(client, people.coordinator, one) for one in (gone, whole)]
    await rebuild_municipality(town.house.journal, town.id)
    assert [await read(client, people.coordinator, one) for one in (gone, whole)] == before
    await follow(town, worker)


async def test_the_app_s_role_cannot_erase(town: Town) -> None:
    for statement in (
        "DELETE FROM journal_bodies", "DELETE FROM erasures", "DELETE FROM attachments",
        "INSERT INTO erasures VALUES ($1, $1, 'text', $1, $1)", "DELETE FROM retention_rules",
        "DELETE FROM incidents",
    ):  # fmt: skip
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with town.house.database.bound(town.id) as connection:
                await connection.execute(statement, *([town.id] if "$1" in statement else []))
