"""What machines outside see of a server: every figure that is documented, and that somebody works."""

import http.server
import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import httpx
import pytest
from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families

from api.jobs.watchdog import tell_watchdog
from api.kit.db import Database
from api.kit.env import Settings
from api.kit.ids import new_id
from tests.databases import Addresses
from tests.servers import free_port, serving, working

LIST = Path(__file__).resolve().parents[3] / "docs/metrics.md"
ROW = re.compile(r"^\| `(\w+)` \| (\w+) \| ([\w, ]*)\| ([\w, ]+) \|", re.MULTILINE)
ASKED, WITHIN_S = 30, 20.0


def families(address: str) -> dict[str, Metric]:
    """What a process says of itself, without the client library's own."""
    found = text_string_to_metric_families(httpx.get(address).text)
    ours = (one for one in found if one.name.startswith("ledljus_"))
    return {one.name: one for one in ours if not one.name.endswith("_created")}  # when a counter began


def documented(process: str) -> dict[str, tuple[str, set[str]]]:
    """Type and labels of the figures that the list has for a process, by name."""
    rows = ROW.findall(LIST.read_text(encoding="utf-8"))
    return {
        name: (kind, set(filter(None, labels.strip().split(", "))))
        for name, kind, labels, processes in rows
        if process in processes.split(", ")
    }


def labels(family: Metric) -> set[str]:
    """The labels of what a figure counts; `le` is the histogram's own."""
    return {label for sample in family.samples for label in sample.labels} - {"le"}


def check(said: dict[str, Metric], process: str) -> None:
    """What has a value is listed for this process, and what is listed is there, if still without one."""
    listed = documented(process)
    valued = {name for name, family in said.items() if family.samples}
    assert valued <= listed.keys() <= said.keys()
    assert said.keys() <= documented("API").keys() | documented("worker").keys()
    for name, (kind, its_labels) in listed.items():
        assert said[name].type == kind, name
        assert name not in valued or labels(said[name]) == its_labels, name


@contextmanager
def receiving() -> Iterator[tuple[str, list[float]]]:
    """A watchdog: its address, and when it was told."""
    told: list[float] = []

    class Ear(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.append(time.monotonic())
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Ear)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/ping/key", told
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_the_list_has_every_figure_of_the_worker_and_no_other(settings: Settings) -> None:
    port = free_port()
    with receiving() as (watchdog, told):
        own = settings.model_copy(update={"metrics_port": port, "watchdog_url": watchdog})
        with working(own) as worker:
            said = _figures_of(port)
            check(said, "worker")
            assert said["ledljus_database_bytes"].samples[0].value > 1_000_000
            assert said["ledljus_swept_rows"].samples, "the sweeper has been round"
            deadline = time.monotonic() + WITHIN_S
            while not told and time.monotonic() < deadline:
                time.sleep(0.1)
            assert told, "the watchdog was told"
            lines = [json.loads(line) for line in worker.log.read_text().splitlines()]
            assert {line["event"] for line in lines} == {"worker started"}


def _figures_of(port: int) -> dict[str, Metric]:
    deadline = time.monotonic() + WITHIN_S
    while time.monotonic() < deadline:
        try:
            said = families(f"http://127.0.0.1:{port}/metrics")
            if said["ledljus_letters"].samples and said["ledljus_swept_rows"].samples:
                return said
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise AssertionError("the worker shows no figures")


def test_any_of_several_processes_tells_of_all(settings: Settings) -> None:
    several = settings.model_copy(update={"workers": 3})
    with serving(several, "--no-worker") as server:
        with httpx.Client() as browser:
            for _ in range(ASKED):  # over connections of their own, so that each process gets some
                browser.get(f"{server.url}/api/v1/api-info", headers={"Connection": "close"})
        for _ in range(5):
            counted = families(f"{server.url}/metrics")["ledljus_requests"].samples
            infos = [one.value for one in counted if one.labels["route"] == "/api/v1/api-info"]
            assert sum(infos) == ASKED


async def test_the_list_has_every_figure_of_the_api_and_no_other(client: httpx.AsyncClient) -> None:
    text = (await client.get("/metrics")).text
    here = documented("API").keys()  # this process has the worker's code loaded beside
    said = {one.name: one for one in text_string_to_metric_families(text) if one.name in here}
    check(said, "API")


async def test_a_worker_without_its_database_tells_nobody_that_it_works(database: Addresses) -> None:
    with receiving() as (watchdog, told):
        pool = Database(database.worker_url, size=1)
        await pool.open()
        await tell_watchdog(watchdog, pool, new_id())
        assert len(told) == 1
        await pool.close()
        with pytest.raises(asyncpg.InterfaceError):
            await tell_watchdog(watchdog, pool, new_id())
        assert len(told) == 1


async def test_whom_to_tell_of_a_hole_is_said_where_scanners_look(
    client: httpx.AsyncClient, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = "/.well-known/security.txt"
    assert (await client.get(path)).status_code == 404
    monkeypatch.setattr(settings, "security_contact", "mailto:sakerhet@bergby.example")
    answer = await client.get(path)
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert fields["Contact"] == "mailto:sakerhet@bergby.example"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00\.000Z", fields["Expires"])
    assert fields["Canonical"] == f"{settings.public_origin}{path}"
