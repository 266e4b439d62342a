"""The seal on history: a chain of SHA-256 digests over envelopes, batch after batch (PROMISES J1)."""

# A link is SHA-256 of the link before it and of each envelope's own SHA-256, in the feed's order. Envelopes
# name the digests of their bodies, so a body may be erased under a decision and the chain still holds. The
# chain is kept by a follower, behind the writers: there is one order, and nobody waits for it.

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from api.journal.models import JournalRecord
from api.kit.db import Connection, Row, from_json
from api.kit.jsons import canonical

NAME = "seals"
START = hashlib.sha256(b"ledljus journal").digest()  # what the first link follows
_COLUMNS = ", ".join(column.name for column in JournalRecord.__table__.columns)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

ENVELOPES = f"""
SELECT {_COLUMNS} FROM journal WHERE municipality_id = $1
AND (epoch, txid, seq) > ($2, $3, $4) AND (epoch, txid, seq) <= ($5, $6, $7) ORDER BY epoch, txid, seq
"""  # noqa: S608 names of the table's own columns
_LAST = """
SELECT number, epoch, txid, seq, digest FROM journal_seals
WHERE municipality_id = $1 ORDER BY number DESC LIMIT 1
"""
_ADD = """
INSERT INTO journal_seals (municipality_id, number, epoch, txid, seq, records, digest)
VALUES ($1, $2, $3, $4, $5, $6, $7)
"""


async def seal(connection: Connection, municipality_id: UUID, rows: Sequence[Row]) -> None:
    """Add a link over the envelopes up to the last of `rows` (a follower's act, in its transaction)."""
    last = await connection.fetchrow(_LAST, municipality_id)
    number, *before, digest = last or (0, 0, 0, 0, START)
    upto = (rows[-1]["epoch"], rows[-1]["txid"], rows[-1]["seq"])
    envelopes = await connection.fetch(ENVELOPES, municipality_id, *before, *upto)
    if envelopes:
        values = (number + 1, *upto, len(envelopes), link(digest, envelopes))
        await connection.execute(_ADD, municipality_id, *values)


def link(before: bytes, envelopes: Iterable[Row]) -> bytes:
    """The digest that follows `before` over these envelopes, in order."""
    chain = hashlib.sha256(before)
    for envelope in envelopes:
        chain.update(hashlib.sha256(canonical(_plain(envelope))).digest())
    return chain.digest()


def _plain(envelope: Row) -> dict[str, Any]:
    """An envelope in values that are written one way only: times in whole microseconds since 1970."""
    plain: dict[str, Any] = {}
    for name, value in envelope.items():
        if isinstance(value, datetime):
            plain[name] = (value - _EPOCH) // _MICROSECOND
        elif isinstance(value, bytes):
            plain[name] = value.hex()
        else:
            plain[name] = from_json(value) if name == "part_digests" else value
    return plain
