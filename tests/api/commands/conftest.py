"""One embedded server for a module's commands, running as an operator's does."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.kit.env import Settings
from tests.api.commands.ledljus import Ended, ledljus
from tests.servers import LiveServer, serving


@pytest.fixture(scope="module")
def data_dir() -> Iterator[Path]:
    """A data folder for all commands of a module."""
    folder = Path(tempfile.mkdtemp(prefix="ledljus-"))
    folder.chmod(0o711)  # it holds the server's log before the database comes: nobody else opens it
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def server(data_dir: Path) -> Iterator[LiveServer]:
    """A running server on that folder."""
    with serving(Settings(data_dir=data_dir)) as running:
        yield running


@pytest.fixture(scope="module")
def bergby(server: LiveServer, data_dir: Path) -> Ended:
    """A municipality, added beside the running server."""
    words = ("--slug", "bergby", "--name", "Bergby", "--domain", "Bergby.example")
    ended = ledljus("municipality", "add", *words, data_dir=str(data_dir))
    assert ended.returncode == 0, ended.stderr
    return ended
