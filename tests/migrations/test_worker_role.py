"""The role that passes every wall: what it is used for stands here, and API processes never hold it."""

import ast
import asyncio
import re
from pathlib import Path

import httpx
import pytest

from api.kit.env import Settings
from tests.databases import Addresses, ask
from tests.servers import serving

ROOT = Path(__file__).resolve().parents[2]
USES = {  # module -> why it must see beyond one municipality
    "api/jobs/worker.py": "runs the others, in a process of its own",
    "api/jobs/followers.py": "reads every municipality's journal behind its cursor",
    "api/jobs/search.py": "writes what is searched, which the app may not",
    "api/jobs/figures.py": "counts what waits, whoever it is for",
    "api/jobs/watchdog.py": "says outside that the worker reaches its database",
    "api/jobs/purging.py": "lets the rules take what is due, which the app may not",
    "api/jobs/sweeper.py": "removes what is past its time, wherever it is",
    "api/jobs/queue.py": "takes every municipality's jobs, and jobs hold ids only",
}
ADDRESS_KNOWN = {  # who may name the role's address, and what for
    "api/kit/env.py": "the setting",
    "api/kit/embedded.py": "the embedded server's",
    "api/backup.py": "a dump reads behind every wall, and a restore gives the role back what is its own",
    "api/running.py": "gives it to the worker process, and takes it from the settings of the API's",
}
JOBS_KNOWN = {
    "api/running.py": "starts the worker",
    "api/history.py": "purges and replays by command, as the worker's role",
    "api/backup.py": "copies the log of erasures",
    "api/reactions.py": "names the followers; the worker runs them",
    "api/operations/figures.py": "asks as the app's role, wall by wall, how far behind the followers are",
}
ADDRESS = re.compile(r"worker_(database_)?url|WORKER_(DATABASE_)?URL|ledljus_worker\b")
SESSIONS = """
SELECT string_agg(DISTINCT usename, ', ' ORDER BY usename) FROM pg_stat_activity
WHERE datname = current_database() AND usename LIKE 'ledljus%'
"""


def code() -> dict[str, str]:
    return {
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in (ROOT / "api").rglob("*.py")
    }


def imported(text: str) -> set[str]:
    nodes = list(ast.walk(ast.parse(text)))
    froms = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    froms |= {
        f"{node.module}.{one.name}"
        for node in nodes
        if isinstance(node, ast.ImportFrom)
        for one in node.names
    }
    return froms | {one.name for node in nodes if isinstance(node, ast.Import) for one in node.names}


def test_every_job_of_the_worker_is_listed() -> None:
    jobs = {name for name in code() if name.startswith("api/jobs/") and not name.endswith("__init__.py")}
    assert jobs == set(USES)


def test_only_listed_files_name_its_address() -> None:
    assert {name for name, text in code().items() if ADDRESS.search(text)} == set(ADDRESS_KNOWN)


def test_only_listed_files_reach_for_jobs() -> None:
    reaching = {
        name
        for name, text in code().items()
        if any(module.split(".")[:2] == ["api", "jobs"] for module in imported(text))
    }
    assert {name for name in reaching if not name.startswith("api/jobs/")} == set(JOBS_KNOWN)


async def test_an_api_process_connects_as_the_app_and_a_worker_as_the_worker(
    settings: Settings, database: Addresses
) -> None:
    with serving(settings, "--no-worker") as server:
        async with httpx.AsyncClient(base_url=server.url) as browser:
            attempt = {"username": "nobody@nowhere.example", "password": "x", "cookie": False}
            assert (await browser.post("/api/v1/session", json=attempt)).status_code == 401
            assert (await browser.get("/api/v1/incidents")).status_code == 401
        assert await ask(database.admin_url, SESSIONS) == "ledljus_app"
    with serving(settings):
        assert await _sessions(database) == "ledljus_app, ledljus_worker"


@pytest.mark.parametrize("role", ["ledljus_worker", "ledljus_owner", "postgres"])
async def test_a_server_refuses_to_serve_as_a_role_that_passes_walls(
    settings: Settings, database: Addresses, role: str
) -> None:
    url = database.app_url.replace("ledljus_app@", f"{role}@")
    wrong = settings.model_copy(update={"database_url": url})
    with pytest.raises(AssertionError, match="use ledljus_app"), serving(wrong):
        pass


async def _sessions(database: Addresses) -> str:
    """The roles connected, once the worker has come up beside the API."""
    for _ in range(100):
        if "," in (found := await ask(database.admin_url, SESSIONS)):
            break
        await asyncio.sleep(0.1)
    return found
