"""Followers: what reads the journal by cursor and keeps something of its own up to it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

import structlog

from api.journal.feed import READABLE
from api.journal.transient import is_transient
from api.kit.db import Connection, Database, Row

log = structlog.get_logger()
_AT_ONCE = 1000

# One look at every municipality's cursor: an index probe each, so idle ones cost next to nothing.
_NEW = f"""
SELECT m.id AS municipality_id, n.* FROM municipalities m
LEFT JOIN follower_cursors c ON c.municipality_id = m.id AND c.follower = $1
CROSS JOIN LATERAL (
  SELECT j.epoch, j.txid, j.seq, j.subject_type, j.subject_id FROM journal j
  WHERE j.municipality_id = m.id AND {READABLE}
    AND (j.epoch, j.txid, j.seq) > (COALESCE(c.epoch, 0), COALESCE(c.txid, 0), COALESCE(c.seq, 0))
  ORDER BY j.epoch, j.txid, j.seq LIMIT $2
) n
ORDER BY m.id, n.epoch, n.txid, n.seq
"""  # noqa: S608 constants only
_MOVE = """
INSERT INTO follower_cursors (municipality_id, follower, epoch, txid, seq)
VALUES ($1, $2, $3, $4, $5) ON CONFLICT (municipality_id, follower)
DO UPDATE SET epoch = $3, txid = $4, seq = $5, moved_at = now()
"""
LAG = """
SELECT c.follower, COALESCE(EXTRACT(epoch FROM now() - min(n.received_at)), 0)::float AS lag_s
FROM follower_cursors c LEFT JOIN LATERAL (
  SELECT j.received_at FROM journal j
  WHERE j.municipality_id = c.municipality_id AND (j.epoch, j.txid, j.seq) > (c.epoch, c.txid, c.seq)
  ORDER BY j.epoch, j.txid, j.seq LIMIT 1
) n ON true GROUP BY c.follower
"""

Follow = Callable[[Connection, UUID, Sequence[tuple[str, UUID]]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Follower:
    """A name that its cursor stands under, and what it does with the subjects of new records."""

    name: str
    follow: Follow


async def advance(database: Database, follower: Follower) -> int:
    """Do what is new and move the cursor, in one transaction; how many records that were.

    Worker role. Of several workers one follows at a time; the others find the lock taken.
    """
    async with database.bound(None) as connection:
        if not await connection.fetchval(
            "SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0))", follower.name
        ):
            return 0
        rows = await connection.fetch(_NEW, follower.name, _AT_ONCE)
        done = 0
        for municipality_id, group in groupby(rows, key=lambda row: row["municipality_id"]):
            done += await _advance_one(connection, follower, municipality_id, list(group))
        return done


async def _advance_one(
    connection: Connection, follower: Follower, municipality_id: UUID, rows: Sequence[Row]
) -> int:
    """One municipality's share; where that fails, the others go on and it is tried again later."""
    subjects = [(row["subject_type"], row["subject_id"]) for row in rows]
    last = rows[-1]
    await connection.execute("SAVEPOINT follower")
    try:
        await follower.follow(connection, municipality_id, subjects)
        await connection.execute(
            _MOVE, municipality_id, follower.name, last["epoch"], last["txid"], last["seq"]
        )
    except Exception as error:
        if is_transient(error):
            raise
        log.error("follower failed", follower=follower.name, error=type(error).__name__)
        await connection.execute("ROLLBACK TO SAVEPOINT follower")
        return 0
    await connection.execute("RELEASE SAVEPOINT follower")
    return len(rows)


async def catch_up(database: Database, follower: Follower) -> None:
    """Advance until nothing is new."""
    while await advance(database, follower):
        pass
