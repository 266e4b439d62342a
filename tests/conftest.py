"""What tests share: a server of their own, a migrated database each, the app in and out of it."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

for name in [name for name in os.environ if name.startswith("LEDLJUS_")]:
    del os.environ[name]  # settings of whoever runs the tests are not the tests'


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """A data folder that PostgreSQL's account can reach, unlike pytest's own 0700 ones."""
    folder = Path(tempfile.mkdtemp(prefix="ledljus-"))
    yield folder
    shutil.rmtree(folder)
