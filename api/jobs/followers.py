"""Followers: what reads the journal by cursor and keeps something of its own up to it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

import structlog

from api.journal.feed import READABLE
from api.kit.db import Connection, Database, Row
from api.kit.transient import is_transient

log = structlog.get_logger()
_AT_ONCE = 500

# One look at every municipality's cursor: an index probe each, so idle ones cost next to nothing.
_BEHIND = f"""
SELECT m.id FROM municipalities m
LEFT JOIN follower_cursors c ON c.municipality_id = m.id AND c.follower = $1
WHERE EXISTS (
  SELECT FROM journal j WHERE j.municipality_id = m.id AND {READABLE}
    AND (j.epoch, j.txid, j.seq) > (COALESCE(c.epoch, 0), COALESCE(c.txid, 0), COALESCE(c.seq, 0)))
"""  # noqa: S608 constants only
_CURSOR = "SELECT epoch, txid, seq FROM follower_cursors WHERE municipality_id = $1 AND follower = $2"
_NEW = f"""
SELECT j.epoch, j.txid, j.seq, j.id, j.kind, j.subject_type, j.subject_id FROM journal j
WHERE j.municipality_id = $1 AND (j.epoch, j.txid, j.seq) > ($2, $3, $4) AND {READABLE}
ORDER BY j.epoch, j.txid, j.seq LIMIT $5
"""  # noqa: S608
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

# What a follower is given of each new record: `id`, `kind`, `subject_type`, `subject_id`.
Follow = Callable[[Connection, UUID, Sequence[Row]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Follower:
    """A name that its cursor stands under, and what it does with new records, in their order."""

    name: str
    follow: Follow


async def advance(database: Database, follower: Follower) -> int:
    """Do what is new, a share of each municipality's; how many records that were.

    Worker role. Each share and its cursor are a short transaction of their own, as the feed waits
    for every transaction that writes. Where one municipality fails the others go on.
    """
    async with database.bound(None) as connection:
        behind = [row["id"] for row in await connection.fetch(_BEHIND, follower.name)]
    done = 0
    for municipality_id in behind:
        try:
            done += await _advance_one(database, follower, municipality_id)
        except Exception as error:
            if is_transient(error):
                raise
            log.error("follower failed", follower=follower.name, error=type(error).__name__)
    return done


async def _advance_one(database: Database, follower: Follower, municipality_id: UUID) -> int:
    """Of several workers one follows a municipality at a time; the others find the lock taken."""
    name = f"{follower.name} {municipality_id}"
    async with database.bound(None) as connection:
        if not await connection.fetchval("SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0))", name):
            return 0
        row = await connection.fetchrow(_CURSOR, municipality_id, follower.name)
        rows = await connection.fetch(_NEW, municipality_id, *(row or (0, 0, 0)), _AT_ONCE)
        if not rows:
            return 0
        await follower.follow(connection, municipality_id, rows)
        last = rows[-1]
        await connection.execute(
            _MOVE, municipality_id, follower.name, last["epoch"], last["txid"], last["seq"]
        )
    return len(rows)


async def catch_up(database: Database, follower: Follower) -> None:
    """Advance until nothing is new."""
    while await advance(database, follower):
        pass
