"""Looking whether history stands as it was sealed: every envelope, body and link, against the anchors."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from api.journal.anchors import Anchor
from api.journal.sealing import ENVELOPES, NAME, START, link
from api.journal.statements import part_digest
from api.kit.db import Connection, Row, from_json

_AT_ONCE = 100  # links
_SEALS = """
SELECT number, epoch, txid, seq, records, digest FROM journal_seals
WHERE municipality_id = $1 AND number > $2 ORDER BY number LIMIT $3
"""
_BODIES = (
    "SELECT record_id, part, body FROM journal_bodies WHERE municipality_id = $1 AND record_id = ANY ($2)"
)
_UNSEALED = "SELECT count(*) FROM journal WHERE municipality_id = $1 AND (epoch, txid, seq) > ($2, $3, $4)"
_CURSOR = "SELECT epoch, txid, seq FROM follower_cursors WHERE municipality_id = $1 AND follower = $2"
# A body may be gone when the log of erasures names it, and the record that says so does.
_ERASED = """
SELECT e.id, e.part FROM erasures e JOIN journal_bodies b
  ON b.municipality_id = e.municipality_id AND b.record_id = e.said_in AND b.part = 'text'
WHERE e.municipality_id = $1 AND e.id = ANY ($2) AND b.body -> 'erased' ? (e.id || '/' || e.part)
"""
_STRAY = """
SELECT DISTINCT record_id FROM journal_bodies b WHERE municipality_id = $1
AND NOT EXISTS (SELECT FROM journal j WHERE j.municipality_id = $1 AND j.id = b.record_id) LIMIT 10
"""


@dataclass(slots=True)
class Verified:
    """What was looked at, and every fault in words; `unsealed` records came just now."""

    records: int = 0
    seals: int = 0
    unsealed: int = 0
    faults: list[str] = field(default_factory=list)


async def verify_municipality(
    connection: Connection,
    municipality_id: UUID,
    anchors: Collection[Anchor] = (),
    advanced: Callable[[int], None] = lambda _records: None,
) -> Verified:
    """Hold a municipality's history against its seals and these anchors, beside a serving system.

    A broken link is told and the next is judged from what stands, so that one fault is not many.
    """
    found, before, cursor = Verified(), START, (0, 0, 0)
    followed = await connection.fetchrow(_CURSOR, municipality_id, NAME)
    digests: dict[int, bytes] = {}
    while seals := await connection.fetch(_SEALS, municipality_id, found.seals, _AT_ONCE):
        for one in seals:
            found.seals += 1
            if one["number"] != found.seals:
                found.faults.append(f"seal {found.seals} is gone")
                found.seals = one["number"]
            upto = (one["epoch"], one["txid"], one["seq"])
            envelopes = await connection.fetch(ENVELOPES, municipality_id, *cursor, *upto)
            if len(envelopes) != one["records"] or link(before, envelopes) != one["digest"]:
                found.faults.append(_broken(one, cursor, len(envelopes)))
            found.faults += await _bodies(connection, municipality_id, envelopes)
            found.records += len(envelopes)
            advanced(len(envelopes))
            before, cursor, digests[one["number"]] = one["digest"], upto, one["digest"]
    if followed is not None and cursor < tuple(followed):
        found.faults.append(f"the chain ends at {_cursor(cursor)}, and once came to {_cursor(followed)}")
    found.unsealed = await connection.fetchval(_UNSEALED, municipality_id, *cursor)
    stray = await connection.fetch(_STRAY, municipality_id)
    found.faults += [f"a body of no record: {row['record_id']}" for row in stray]
    found.faults += [_unlike(one) for one in anchors if digests.get(one.number) != one.digest]
    return found


def _broken(seal: Row, after: tuple[int, int, int], stand: int) -> str:
    upto = (seal["epoch"], seal["txid"], seal["seq"])
    return (
        f"seal {seal['number']} does not hold: {seal['records']} records were sealed and {stand} stand"
        f" after {_cursor(after)} up to {_cursor(upto)}"
    )


def _cursor(place: Iterable[int]) -> str:
    return ".".join(map(str, place))


def _unlike(anchor: Anchor) -> str:
    return f"seal {anchor.number} is not the one that was anchored on {anchor.day}"


async def _bodies(connection: Connection, municipality_id: UUID, envelopes: list[Row]) -> list[str]:
    """Bodies that are not what their envelopes say, or are gone without a rule."""
    said = {
        (row["id"], part): digest
        for row in envelopes
        for part, digest in from_json(row["part_digests"]).items()
    }
    ids = [row["id"] for row in envelopes]
    rows = await connection.fetch(_BODIES, municipality_id, ids)
    stand = {(row["record_id"], row["part"]): part_digest(from_json(row["body"])) for row in rows}
    wrong = {one for one in said.keys() | stand.keys() if said.get(one) != stand.get(one)}
    if gone := wrong - stand.keys():
        erased = await connection.fetch(_ERASED, municipality_id, [record for record, _ in gone])
        wrong -= {(row["id"], row["part"]) for row in erased} & gone
    return [
        f"record {record}: its {part} is {'gone' if (record, part) not in stand else 'not as it was sealed'}"
        for record, part in sorted(wrong)
    ]
