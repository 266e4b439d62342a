"""What time itself asks for, found by plain indexed looks of every worker."""

from uuid import UUID

from api.jobs.figures import SWEPT
from api.journal.deferring import URGENT
from api.kit.db import Database

# Attempts count for an hour, and no ticket lives longer. A process that has been silent for a day is no
# longer one of ours. What the queues note of jobs, by name and time, is of use for a month, what was sent
# to whom for three.
_SWEEPS = (
    "DELETE FROM login_failures WHERE at < now() - interval '1 hour'",
    "DELETE FROM spent_tickets WHERE at < now() - interval '1 hour'",
    "DELETE FROM known_browsers WHERE expires_at < now()",
    "DELETE FROM process_heartbeats WHERE beat_at < now() - interval '1 day'",
    "DELETE FROM webhook_deliveries WHERE state <> 'waiting' AND created_at < now() - interval '90 days'",
    *(
        f"DELETE FROM {prefix}{table} WHERE created < now() - interval '30 days'"  # noqa: S608 own names
        for prefix in ("", URGENT)
        for table in ("pgqueuer_log", "pgqueuer_statistics")
    ),
)
_BEAT = """
INSERT INTO process_heartbeats (process_id, kind) VALUES ($1, 'worker')
ON CONFLICT (process_id) DO UPDATE SET beat_at = now()
"""


async def sweep(database: Database) -> None:
    """Remove what is past its time. Worker role."""
    async with database.bound(None) as connection:
        for statement in _SWEEPS:
            tag = await connection.execute(statement)
            SWEPT.labels(statement.split()[2]).inc(int(tag.split()[1]))


async def beat(database: Database, process_id: UUID) -> None:
    """Say that this worker lives; readiness and the outside watchdog look at it."""
    async with database.bound(None) as connection:
        await connection.execute(_BEAT, process_id)
