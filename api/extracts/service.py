"""Making an extract, which is itself a record: by whom, why and how much, never about whom."""

from typing import Any

from api.access.actors import Reading
from api.access.registers import Changed
from api.extracts import queries
from api.extracts.rules import EXCEPTIONS, excerpt, plain
from api.extracts.schemas import ExtractAsked
from api.journal.acts import change_kind
from api.kit.clock import to_wire
from api.kit.db import Row, from_json
from api.kit.errors import not_found
from api.kit.ids import new_id

KINDS = (change_kind("extract.made", "extracts"),)
MOST_FOUND = 10_000


async def make_extract(reading: Reading, asked: ExtractAsked, changed: Changed) -> dict[str, Any]:
    """Everything that stands about whom it asks for, and the record that it was asked. Raises 404."""
    connection, municipality_id = reading.connection, reading.actor.municipality_id
    words, rows = list(asked.words), list[dict[str, Any] | Row]()
    if asked.person_id is not None:
        person = await queries.person(connection, municipality_id, asked.person_id)
        if person is None:
            raise not_found()
        words = [str(asked.person_id), person["username"], person["name"]]
        rows += await queries.rows_of(connection, municipality_id, asked.person_id)
    wanted = [plain(word) for word in words]
    rows += await queries.registers_naming(connection, municipality_id, wanted)
    async for row in queries.bodies_naming(connection, municipality_id, wanted):
        if len(rows) > MOST_FOUND:
            break
        rows.append(row)
    items = _items(rows, wanted)
    extract_id = new_id()
    said = {"reason": asked.reason, "by": "words" if asked.words else "account", "found": len(items)}
    await changed(connection, municipality_id, "extract.made", extract_id, said, reading.actor)
    complete = len(rows) <= MOST_FOUND
    return {"id": extract_id, "items": items, "complete": complete, "exceptions": list(EXCEPTIONS)}


def _items(rows: list[dict[str, Any] | Row], wanted: list[str]) -> list[dict[str, Any]]:
    """What is shown of each place, each once."""
    items: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        key = (row["place"], row["id"], row["subject_id"])
        text = excerpt(from_json(row["said"]), wanted)
        at = None if row["at"] is None else to_wire(row["at"])
        items[key] = {"place": row["place"], "id": row["id"], "subject_id": row["subject_id"], "at": at}
        items[key]["text"] = text
    return list(items.values())[:MOST_FOUND]
