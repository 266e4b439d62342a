"""What a phone newer than the server says is kept, and read when the server has learnt to."""

from typing import Literal

import httpx
import pytest

from api.access.permissions import Permission
from api.journal.kinds import RecordKind
from api.journal.schemas import FactPut
from api.kit.ids import new_id
from tests.api.journal.holding import decide, held
from tests.api.journal.listening import read_all
from tests.api.journal.town import Town, ago, entry, frozen, path_to, put, report


class WitnessPut(FactPut):
    """A kind of entry that only a later server knows."""

    kind: Literal["witness"]
    told: str


async def test_an_entry_of_a_kind_from_the_future_waits_for_the_server_that_knows_it(
    client: httpx.AsyncClient, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    subject, entry_id = new_id(), new_id()
    await put(client, town.guard, path_to(subject), report())
    happened = ago(30)
    raw = frozen(entry("witness", v=2, told="ring 070-123 45 67", occurred_at=happened))
    receipt = (await put(client, town.guard, path_to(subject, entry_id), raw)).json()["receipt"]
    assert receipt["flags"] == ["newer_version", "quarantined"]
    assert await decide(client, town, entry_id, "release") == (409, "still_unreadable")
    assert len(await held(client, town, entry_id)) == 1

    incidents = town.app.state.incidents
    later = RecordKind("incident.witnessed", incidents.subject, WitnessPut, Permission.INCIDENTS_WRITE)
    monkeypatch.setitem(town.journal.kinds.kinds, later.name, later)
    assert await decide(client, town, entry_id, "release") == (200, "released")
    (told,), _ = await read_all(client, town, "guard", kind="incident.witnessed")
    assert told["id"] == str(entry_id)
    assert told["body"]["told"] == "ring [telefonnummer]"
    assert (told["occurred_at"], told["receipt_no"]) == (happened, receipt["receipt_no"])
    assert told["received_at"] == receipt["received_at"]
