"""Whether the server has what phones promised: each report once, as saved, its author's, with its photos."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

import asyncpg

from api.journal.rules import digest_mac
from tests.api.journal.town import Town
from tests.sim.nights import Night

REFUSED = ("REFUSED", "EMPTY", "HUGE")
_RECORDS = """
SELECT j.municipality_id, j.id, j.author_id, j.digest_mac, j.masked, b.body ->> 'note' AS note
FROM journal j JOIN journal_bodies b ON (b.municipality_id, b.record_id) = (j.municipality_id, j.id)
WHERE j.municipality_id = ANY($1) AND b.part = 'text' AND b.body ->> 'note' LIKE 'natt %'
"""
_PHOTOS = """
SELECT d.municipality_id, d.record_id, a.id, a.sent_sha256
FROM attachment_declarations d JOIN attachments a
  ON (a.municipality_id, a.id, a.sent_sha256) = (d.municipality_id, d.attachment_id, d.sha256)
WHERE d.municipality_id = ANY($1)
"""
_QUARANTINED = "SELECT body ->> 'note' AS note FROM quarantine WHERE municipality_id = ANY($1)"


class Wrong(NamedTuple):
    """What went wrong in a night, in words."""

    seed: int
    what: str


@dataclass(frozen=True)
class Stored:
    """The server's records by (municipality, id), how often each note stands, and each record's photos."""

    records: dict[tuple[str, str], asyncpg.Record]
    notes: Counter[str]
    photos: dict[tuple[str, str], set[tuple[str, str]]]
    quarantined: list[str]


async def stored(admin_url: str, towns: Iterable[Town]) -> Stored:
    """Read all of these towns as the superuser, past every wall and past our own API."""
    connection, ids = await asyncpg.connect(admin_url), [town.id for town in towns]
    try:
        rows = await connection.fetch(_RECORDS, ids)
        photos: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
        for row in await connection.fetch(_PHOTOS, ids):
            key = str(row["municipality_id"]), str(row["record_id"])
            photos[key].add((str(row["id"]), row["sent_sha256"].hex()))
        quarantined = [row["note"] for row in await connection.fetch(_QUARANTINED, ids)]
    finally:
        await connection.close()
    records = {(str(row["municipality_id"]), str(row["id"])): row for row in rows}
    return Stored(records, Counter(row["note"] for row in rows), photos, quarantined)


def wrong(nights: Iterable[Night], found: Stored, digest_key: bytes) -> list[Wrong]:
    """Everything that is lost, doubled, altered, somebody else's or stuck, by seed."""
    said = []
    for night in nights:
        said += [Wrong(night.seed, line) for line in night.wrong]
        for promise in night.promised:
            if line := _wrong(night, promise, found, digest_key):
                said.append(Wrong(night.seed, f"{promise['note']}: {line}"))
    doubled = (f"{note}: doubled" for note, times in found.notes.items() if times > 1)
    held = (f"{note}: in quarantine" for note in found.quarantined)
    return sorted(said + [Wrong(int(line.split()[1]), line) for line in (*doubled, *held)])


def _wrong(night: Night, promise: dict[str, Any], found: Stored, digest_key: bytes) -> str:
    key = night.municipality_id, promise["id"]
    record = found.records.get(key)
    if promise["note"].endswith(REFUSED):
        return "refused, and stored all the same" if record else ""
    if record is None:
        return "lost"
    mac = digest_mac(digest_key, bytes.fromhex(promise["digest"]))
    if record["digest_mac"] != mac or record["note"] != promise["note"] or record["masked"]:
        return "altered"
    if str(record["author_id"]) != promise["person"]:
        return "somebody else's"
    photos = {(one["id"], one["digest"]) for one in promise["photos"]}
    if not promise["note"].endswith("NOIMAGE") and photos != found.photos[key]:
        return "photos missing"
    return ""
