"""The image as compose.yaml runs it: small, without powers, and a whole Ledljus (needs podman)."""

import json
import subprocess
import time
from collections.abc import Callable, Iterator
from functools import partial

import httpx
import pytest

from api.kit.ids import new_id
from tests.api.journal.town import digest_header, frozen, path_to, report
from tests.ship.containers import HERE, HOSTS, IMAGE, Compose, podman

pytestmark = pytest.mark.skipif(IMAGE is None, reason="no image: `make image` builds it and runs this")
LARGEST_BYTES = 600_000_000
PASSWORD = "en-lykta-i-natten"
URL = f"http://{HOSTS['api-a']}:8000"
# Debian's PostgreSQL on the same base, with the encoding that postgres:17 has.
SERVER = "localhost/ledljus-postgres"
INITDB = (
    "initdb --encoding=UTF8 --locale=C.UTF-8 --auth=scram-sha-256 --pwfile=/run/secrets/postgres"
    " --username=postgres /tmp/data >&2"
)
START_LIMIT_S = 60


@pytest.fixture(scope="module")
def compose(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Compose]:
    """PostgreSQL with its roles, migrated."""
    settings = {"LEDLJUS_PUBLIC_URL": URL, "LEDLJUS_IMAGE": IMAGE or ""}
    with Compose(tmp_path_factory.mktemp("compose"), settings).project() as project:
        backups = project.folder / "backups"
        backups.mkdir()
        subprocess.run(["chown", "10001:10001", backups], check=True)
        _start_postgres(project)
        project.run("roles")
        project.run("roles")  # mends what differs, so it may run at every start
        project.run("migrate")
        yield project


def _start_postgres(project: Compose) -> None:
    secret = f"--volume={project.folder}/secrets/postgres:/run/secrets/postgres:ro"
    serve = f"exec postgres -D /tmp/data -h {HOSTS['postgres']} -k /tmp"
    made = "psql -q -h /tmp -U postgres -d postgres -c 'CREATE DATABASE ledljus'"
    words = f"export PATH=$(echo /usr/lib/postgresql/*/bin):$PATH; {INITDB} && {serve}"
    name = f"--name={project.name('postgres')}"
    podman("run", "--detach", name, *HERE, "--user=postgres", secret, SERVER, "sh", "-c", words)
    making = f"export PGPASSWORD=$(cat /run/secrets/postgres); {made}"
    _until(lambda: project.inside("postgres", "sh", "-c", making).returncode == 0)


def _until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + START_LIMIT_S
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.3)


def test_the_image_is_small_and_has_no_database_and_no_tools_of_the_build() -> None:
    (told,) = json.loads(podman("inspect", "--type=image", IMAGE or ""))
    assert told["Size"] < LARGEST_BYTES
    assert told["Config"]["User"] == "10001:10001"
    looked = "! which node npm pip gcc postgres && which pg_dump psql && test ! -e /app/tests"
    podman("run", "--rm", *HERE, "--entrypoint=sh", IMAGE or "", "-c", looked)


def test_the_services_of_compose_are_a_whole_ledljus(compose: Compose) -> None:
    named = ("--slug", "bergby", "--name", "Bergby", "--domain", "bergby.example")
    compose.run("ledljus", "municipality", "add", *named)
    person = ("--municipality", "bergby", "--username", "vakt@bergby.example", "--name", "Kim Lykta")
    compose.run(
        "ledljus", "person", "add", *person, "--role", "guard", "--password-stdin", stdin=f"{PASSWORD}\n"
    )
    for service in ("api-a", "api-b", "worker"):
        compose.start(service)
        _until(partial(compose.healthy, service))
    _report_through(URL)
    _report_through(URL.replace(HOSTS["api-a"], HOSTS["api-b"]))
    assert "ledljus_seals" in httpx.get(f"http://{HOSTS['worker']}:9464/metrics").text
    _check_powerless(compose)
    said = compose.run("ledljus", "backup", "/backups/first")
    assert "The secret is not in it" in said
    assert (compose.folder / "backups/first/database.dump").stat().st_size > 10_000
    assert " 0 faults" in compose.run("ledljus", "verify")
    for service in ("api-a", "api-b", "worker"):
        assert compose.stop(service) == 0, service


def _report_through(url: str) -> None:
    with httpx.Client(base_url=url) as guard:
        told = {"username": "vakt@bergby.example", "password": PASSWORD, "cookie": False}
        token = guard.post("/api/v1/session", json=told).json()["token"]
        raw = frozen(report())
        headers = {"Authorization": f"Bearer {token}", "Content-Digest": digest_header(raw)}
        answer = guard.put(
            path_to(new_id()), content=raw, headers={**headers, "Content-Type": "application/json"}
        )
        assert answer.status_code == 201, answer.text
        assert guard.get("/").text.startswith("<!doctype html>")


def _check_powerless(compose: Compose) -> None:
    status = compose.inside("api-a", "cat", "/proc/1/status").stdout
    assert "Uid:\t10001\t10001\t10001\t10001" in status
    assert "CapEff:\t0000000000000000" in status and "NoNewPrivs:\t1" in status
    for path in ("/app/x", "/opt/ledljus/x", "/etc/x", "/usr/bin/x"):
        assert compose.inside("api-a", "touch", path).returncode != 0, path
    assert "postgresql://" not in compose.inside("api-a", "env").stdout
    assert set(compose.inside("api-a", "ls", "/run/secrets").stdout.split()) == {"app_url", "secret"}
