"""What is Granby's can be named in a path or a body: it is as what is not there, and stays as it was."""

import statistics
import time
from typing import Any

import asyncpg
import pytest

from api.kit.ids import new_id
from tests.api.access.registering import NEW
from tests.api.journal.town import entry, frozen, report
from tests.authorisation.matrix import missing
from tests.authorisation.test_matrix import shape
from tests.authorisation.world import API, Side
from tests.databases import Addresses
from tests.migrations.catalogue import UNWALLED
from tests.migrations.rows import read_tables

NEAR_MS = 5.0
_PERSON = {"username": "ny@ljusvik.example", "name": "Ny", "roles": ["guard"]}
# Who, what is put, with a body that names an object of the kind.
REGISTERS: list[tuple[str, str, dict[str, Any], str, str]] = [
    ("admin", "people", _PERSON, "organisation_id", "organisation"),
    ("technician", "checkpoints", {"name": "Entrén"}, "site_id", "site"),
]
FACTS: list[tuple[str, str | None, str, str]] = [  # who, kind of entry (None: a report), field, kind
    ("guard", None, "site_id", "site"),
    ("guard", None, "replaces", "incident"),
    ("guard", None, "category", "category"),
    ("coordinator", "assigned", "person_id", "person"),
    ("coordinator", "assigned", "organisation_id", "organisation"),
    ("coordinator", "merged", "into", "incident"),
]


def _one(side: Side, kind: str) -> str:
    """An object that no other module names in a path: everybody's, or of the other organisation."""
    return side.objects.get((kind, "stranger")) or side.objects[kind, ""]


@pytest.mark.parametrize(("who", "register", "body", "field", "kind"), REGISTERS)
async def test_a_row_that_names_granby_s_is_refused_as_one_that_names_nothing(
    ljusvik: Side, granby: Side, who: str, register: str, body: dict[str, Any], field: str, kind: str
) -> None:
    shapes = set()
    for named in (_one(granby, kind), missing(kind)):
        answer = await ljusvik.client.put(
            f"{API}/{register}/{new_id()}",
            json=body | {field: named},
            headers=ljusvik.people[who].headers | NEW,
        )
        assert answer.status_code in (409, 422), answer.text
        shapes.add(shape(answer))
    assert len(shapes) == 1


@pytest.mark.parametrize(("who", "kind_of_entry", "field", "kind"), FACTS)
async def test_a_fact_that_names_granby_s_is_as_one_that_names_nothing(
    ljusvik: Side, granby: Side, who: str, kind_of_entry: str | None, field: str, kind: str
) -> None:
    shapes = set()
    for named in (_one(granby, kind), missing(kind)):
        path, body = f"{API}/incidents/{new_id()}", report(**{field: named})
        if kind_of_entry is not None:
            told = await ljusvik.client.put(
                path, content=frozen(report()), headers=ljusvik.people["guard"].headers
            )
            assert told.status_code == 201
            path, body = f"{path}/entries/{new_id()}", entry(kind_of_entry, **{field: named})
        answer = await ljusvik.client.put(path, content=frozen(body), headers=ljusvik.people[who].headers)
        shapes.add(shape(answer))
    assert len(shapes) == 1


async def test_receipts_of_granby_s_are_unknown(ljusvik: Side, granby: Side) -> None:
    guard = ljusvik.people["guard"].headers
    asked = [{"id": one, "digest": "0" * 64} for one in (_one(granby, "incident"), str(new_id()))]
    answer = await ljusvik.client.post(f"{API}/receipts/query", json=asked, headers=guard)
    theirs, none = ({**item, "id": ""} for item in answer.json()["items"])
    assert theirs == none and theirs["state"] == "unknown"


async def test_a_token_of_one_side_opens_nothing_of_the_other_s(ljusvik: Side, granby: Side) -> None:
    secret = ljusvik.people["admin"].token.rpartition(".")[2]
    token = f"lj1.{granby.town.id}.{secret}"
    answer = await ljusvik.client.get(f"{API}/session", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 401


async def test_no_clock_tells_granby_s_from_what_is_not_there(ljusvik: Side, granby: Side) -> None:
    headers = ljusvik.people["coordinator"].headers
    taken: dict[str, list[float]] = {_one(granby, "incident"): [], str(new_id()): []}
    for _ in range(40):
        for name, times in taken.items():
            began = time.perf_counter()
            await ljusvik.client.get(f"{API}/incidents/{name}", headers=headers)
            times.append(1000 * (time.perf_counter() - began))
    one, other = (statistics.median(times) for times in taken.values())
    assert abs(one - other) < NEAR_MS


async def test_whatever_ljusvik_writes_granby_s_rows_stand(
    database: Addresses, ljusvik: Side, granby: Side
) -> None:
    """Rows put under Granby's own ids by those of Ljusvik who may put any."""
    before = await _digests(database, granby)
    bodies: dict[str, tuple[str, str, dict[str, Any]]] = {
        "organisation": ("admin", "organisations", {"name": "Ny", "kind": "school"}),
        "person": ("admin", "people", _PERSON),
        "site": ("technician", "sites", {"name": "Ny", "lat": 58.5, "lon": 18.0}),
        "key": ("admin", "keys", {"name": "Ny", "scopes": ["field_kit.read"]}),
        "view": ("guard", "views", {"name": "Ny", "query": "category=graffiti"}),
        "incident": ("guard", "incidents", report(note="Ny")),
    }
    for kind, (who, register, body) in bodies.items():
        path = f"{API}/{register}/{_one(granby, kind)}"
        answer = await ljusvik.client.put(path, json=body, headers=ljusvik.people[who].headers | NEW)
        assert answer.status_code == 201, answer.text
        read = await ljusvik.client.get(path, headers=ljusvik.people[who].headers)
        assert granby.word not in read.text and granby.secret not in read.text
    assert await _digests(database, granby) == before


async def _digests(database: Addresses, side: Side) -> dict[str, str]:
    """Each table's rows of one municipality, as a digest."""
    connection = await asyncpg.connect(database.worker_url)
    found = {}
    for table in set(await read_tables(connection)) - set(UNWALLED):
        text = "string_agg(t::text, ' ' ORDER BY t::text)"
        rows = f'SELECT md5({text}) FROM "{table}" t WHERE municipality_id = $1'  # noqa: S608
        found[table] = await connection.fetchval(rows, side.town.id)
    await connection.close()
    return found
