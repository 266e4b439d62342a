"""The worker's figures for Prometheus, on a port of its own: sums over everybody, labels of our own words."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from prometheus_client import Counter, Gauge, Histogram, start_http_server

from api.journal.anchors import newest_anchor_age_s
from api.journal.deferring import URGENT
from api.kit.db import Connection, Database
from api.kit.metrics import measure_disk

JOBS = Counter("ledljus_jobs", "Jobs that were run: done, or failed and tried again.", ("job", "outcome"))
JOB_SECONDS = Histogram(
    "ledljus_job_seconds",
    "Seconds that a job took.",
    ("job",),
    buckets=(0.01, 0.05, 0.1, 0.5, 1, 5, 15, 30, 60),
)
SWEPT = Counter("ledljus_swept_rows", "Rows past their time that were removed.", ("table",))
FAILURES = Counter("ledljus_worker_failures", "Turns of a worker's part that failed.", ("part",))
_QUEUED = Gauge("ledljus_queue_jobs", "Jobs in a queue, by what they are for.", ("queue", "job"))
_QUEUE_AGE_S = Gauge(
    "ledljus_queue_oldest_seconds", "Seconds that the longest due job has waited to be taken.", ("queue",)
)
_LETTERS = Gauge("ledljus_letters", "Messages to people outside, by what became of them.", ("state",))
_LETTER_AGE_S = Gauge("ledljus_letter_oldest_seconds", "Seconds that the oldest unsent message has waited.")
_WEBHOOKS = Gauge("ledljus_webhooks_waiting", "Records that receivers are still to be told of.")
_WEBHOOK_AGE_S = Gauge("ledljus_webhook_oldest_seconds", "Seconds that the oldest of them has waited.")
_SEALS = Gauge("ledljus_seals", "Links of the chains of seals, over all municipalities.")
_ANCHOR_AGE_S = Gauge("ledljus_anchor_age_seconds", "Seconds since the newest anchor file was written.")
_DATABASE = Gauge("ledljus_database_bytes", "Bytes of the database.")

_QUEUES = {"ordinary": "pgqueuer", "urgent": f"{URGENT}pgqueuer"}
_OLDEST = """
SELECT COALESCE(EXTRACT(epoch FROM now() - min(execute_after)), 0)::float FROM {table}
WHERE status = 'queued' AND execute_after <= now()
"""
_SENDING = """
SELECT count(*) FILTER (WHERE state = 'waiting') AS waiting,
  count(*) FILTER (WHERE state = 'sending') AS sending,
  count(*) FILTER (WHERE state = 'accepted') AS accepted,
  count(*) FILTER (WHERE state = 'failed') AS failed,
  COALESCE(EXTRACT(epoch FROM now() - min(created_at) FILTER (WHERE settled_at IS NULL)), 0)::float AS age_s
FROM deliveries
"""
_OWED = """
SELECT count(*) AS waiting, COALESCE(EXTRACT(epoch FROM now() - min(created_at)), 0)::float AS age_s
FROM webhook_deliveries WHERE state = 'waiting'
"""
_CHAINS = """
SELECT COALESCE(sum(links), 0)
FROM (SELECT max(number) AS links FROM journal_seals GROUP BY municipality_id) chains
"""


def count_job(job: str, outcome: str, seconds: float) -> None:
    """Count a job that was run, by its registered name; outcome is `done` or `failed`."""
    JOBS.labels(job, outcome).inc()
    JOB_SECONDS.labels(job).observe(seconds)


@contextmanager
def served(host: str, port: int | None) -> Iterator[None]:
    """Answer Prometheus at /metrics on the port meanwhile, if there is one. Raises OSError for one in use."""
    if port is None:
        yield
        return
    server, thread = start_http_server(port, host)
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


async def refresh(database: Database, data_dir: Path) -> None:
    """Bring the gauges up to date. Worker role."""
    async with database.bound(None) as connection:
        await _read_queues(connection)
        (sent,) = await connection.fetch(_SENDING)
        (owed,) = await connection.fetch(_OWED)
        _SEALS.set(await connection.fetchval(_CHAINS))
        _DATABASE.set(await connection.fetchval("SELECT pg_database_size(current_database())"))
    for state in ("waiting", "sending", "accepted", "failed"):
        _LETTERS.labels(state).set(sent[state])
    _LETTER_AGE_S.set(sent["age_s"])
    _WEBHOOKS.set(owed["waiting"])
    _WEBHOOK_AGE_S.set(owed["age_s"])
    _ANCHOR_AGE_S.set(newest_anchor_age_s(data_dir))
    measure_disk(data_dir)


async def _read_queues(connection: Connection) -> None:
    _QUEUED.clear()  # a kind of job that has none left is counted no longer
    for queue, table in _QUEUES.items():
        _QUEUE_AGE_S.labels(queue).set(await connection.fetchval(_OLDEST.format(table=table)))
        counts = f"SELECT entrypoint, count(*) AS jobs FROM {table} GROUP BY entrypoint"  # noqa: S608 own names
        for row in await connection.fetch(counts):
            _QUEUED.labels(queue, row["entrypoint"]).set(row["jobs"])
