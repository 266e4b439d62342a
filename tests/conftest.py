"""What tests share: a server of their own, a migrated database each, the app in and out of it."""

import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import hypothesis
import pytest
from fastapi import FastAPI

from api.kit.embedded import EmbeddedServer, running
from api.kit.env import Settings
from tests.databases import Addresses, copy_database, settings_on
from tests.servers import LiveServer, serving

SHARED = "TESTS_DATA_DIR"  # tells the workers of one run which server is theirs
NEEDS_SERVER = {"postgres", "data_dir"}

for name in [name for name in os.environ if name.startswith("LEDLJUS_")]:
    del os.environ[name]  # settings of whoever runs the tests are not the tests'


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        os.environ[SHARED] = tempfile.mkdtemp(prefix="ledljus-tests-")


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop(SHARED), ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if NEEDS_SERVER & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.db)


SCALE = int(os.environ.get("SCALE", "1"))
# A busy machine is no fault of what is proved: nothing here fails for being slow. New examples each
# time are for torture; what `make test` says today it says tomorrow.
hypothesis.settings.register_profile(
    "ours",
    deadline=None,
    derandomize=SCALE == 1,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("ours")


@pytest.fixture(scope="session")
def scale() -> int:
    """How many times larger than usual a proof is to be: `make torture` says it."""
    return SCALE


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what is marked `again` as often as `scale` says; the turn has no meaning but its number."""
    if SCALE > 1 and metafunc.definition.get_closest_marker("again"):
        metafunc.fixturenames.append("turn")
        metafunc.parametrize("turn", range(SCALE))


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """A data folder that PostgreSQL's account can reach, unlike pytest's own 0700 ones."""
    folder = Path(tempfile.mkdtemp(prefix="ledljus-"))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def postgres() -> Iterator[EmbeddedServer]:
    """One server for the whole run: workers of it find each other by the data folder."""
    with running(Path(os.environ[SHARED])) as server:
        yield server


@pytest.fixture(scope="module")
async def database(postgres: EmbeddedServer) -> Addresses:
    """A migrated, empty database for each test module."""
    return await copy_database(postgres, Path(os.environ[SHARED]))


@pytest.fixture(scope="module")
def settings(database: Addresses, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a server on that database, with a data folder of its own."""
    return settings_on(database, tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
async def app(settings: Settings) -> AsyncIterator[FastAPI]:
    """The application in this process, started and later stopped."""
    from api.app import create_app

    application = create_app(settings)
    async with application.router.lifespan_context(application):
        yield application


@pytest.fixture
async def client(app: FastAPI, settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """A browser without cookies before the application in this process."""
    transport = httpx.ASGITransport(app)
    origin = settings.public_origin
    async with httpx.AsyncClient(transport=transport, base_url=origin) as browser:
        yield browser


@pytest.fixture(scope="module")
def live_server(settings: Settings) -> Iterator[LiveServer]:
    """Real processes, API and worker, on the module's database."""
    with serving(settings) as server:
        yield server
