"""Figures of this process for Prometheus: labels are words of ours, never an id or what somebody sent."""

import os
import shutil
import time
from pathlib import Path

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_METHODS = {"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"}

REQUESTS = Counter("ledljus_requests", "Requests answered.", ("method", "route", "status"))
SECONDS = Histogram(
    "ledljus_request_seconds",
    "Seconds until an answer began.",
    ("method", "route"),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
FACTS = Counter(
    "ledljus_facts",
    "Facts received: accepted, replayed, waiting, quarantined, conflict, refused, unavailable.",
    ("kind", "outcome"),
)
DISK_FREE = Gauge(
    "ledljus_disk_free_bytes",
    "Bytes that the data folder's file system has left for us.",
    multiprocess_mode="mostrecent",
)
DISK = Gauge(
    "ledljus_disk_bytes", "Bytes that the data folder's file system has.", multiprocess_mode="mostrecent"
)
# Names a folder in which the API processes of one server keep their figures, so that each tells of all.
SHARED = "PROMETHEUS_MULTIPROC_DIR"
_BY_STATUS = {200: "replayed", 201: "accepted", 202: "waiting", 503: "unavailable"}


def count_fact(kind: str, status: int, *, quarantined: bool = False, conflict: bool = False) -> None:
    """Count what became of a fact, by its kind's registered name."""
    outcome = "conflict" if conflict else "quarantined" if quarantined else _BY_STATUS.get(status, "refused")
    FACTS.labels(kind, outcome).inc()


def measure_disk(data_dir: Path) -> None:
    """Bring the disk's gauges up to date. Raises OSError where the folder cannot be asked."""
    usage = shutil.disk_usage(data_dir)
    DISK.set(usage.total)
    DISK_FREE.set(usage.free)


def figures_text() -> bytes:
    """Every figure in Prometheus' text format: this process's, or that of all who share a folder."""
    registry = REGISTRY
    if SHARED in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)


class Measured:
    """Counts and times every request under its route's template; all that is no route counts as one."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request; a stream's time is that of its beginning."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, seen = time.perf_counter(), False

        async def watched(message: Message) -> None:
            nonlocal seen
            if message["type"] == "http.response.start":
                seen = True
                _count(scope, message["status"], time.perf_counter() - began)
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception:
            if not seen:  # the framework answers 500 outside of us
                _count(scope, 500, time.perf_counter() - began)
            raise


def _count(scope: Scope, status: int, seconds: float) -> None:
    method = scope["method"] if scope["method"] in _METHODS else "other"
    route = getattr(scope.get("route"), "path_format", "other")
    REQUESTS.labels(method, route, status).inc()
    SECONDS.labels(method, route).observe(seconds)
