"""A secret is made beside the embedded database, demanded elsewhere, and weak ones are refused."""

import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from api.kit.env import read_settings
from api.kit.secret import SecretRefused, read_secret, weakness

EXTERNAL = {"database_url": "postgresql://ledljus_app@db/ledljus"}
WEAK = [
    "Qm4:vPz",
    "x" * 64,
    "change-me-change-me-change-me-change-me",
    "ThisIsTheDefaultSecretOfTheServer1234567",
    "Kb7w" * 16,
    "0123456789abcdef" * 4,
    "abcdefghijklmnopqrstuvwxyz0123456789",
    "correct horse battery correct horse battery correct horse battery",
]


def test_the_first_start_makes_one_and_the_next_reads_it(tmp_path: Path) -> None:
    settings = read_settings(data_dir=tmp_path / "data")
    made = read_secret(settings)
    assert weakness(made) is None
    assert (tmp_path / "data" / "secret").stat().st_mode & 0o777 == 0o600
    assert read_secret(settings) == made
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["secret"]


def test_processes_that_start_together_agree(tmp_path: Path) -> None:
    settings = read_settings(data_dir=tmp_path)
    with ThreadPoolExecutor(16) as pool:
        assert len(set(pool.map(read_secret, [settings] * 64))) == 1


def test_an_emptied_secret_is_refused_rather_than_replaced(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("")
    with pytest.raises(SecretRefused, match="shorter than 32"):
        read_secret(read_settings(data_dir=tmp_path))


def test_an_external_database_demands_one(tmp_path: Path) -> None:
    with pytest.raises(SecretRefused, match="LEDLJUS_SECRET_FILE"):
        read_secret(read_settings(data_dir=tmp_path, **EXTERNAL))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("secret", WEAK)
def test_a_weak_secret_is_refused_and_not_repeated(tmp_path: Path, secret: str) -> None:
    with pytest.raises(SecretRefused) as refusal:
        read_secret(read_settings(data_dir=tmp_path, secret=secret, **EXTERNAL))
    assert secret not in str(refusal.value)
    with pytest.raises(SecretRefused):  # a chosen secret is judged beside the embedded one too
        read_secret(read_settings(data_dir=tmp_path, secret=secret))


def test_the_demo_takes_a_weak_one(tmp_path: Path) -> None:
    assert read_secret(read_settings(data_dir=tmp_path, secret="short", demo=True)) == b"short"


def test_random_secrets_pass() -> None:
    dice = random.Random(7)
    for _ in range(2_000):
        assert weakness(dice.randbytes(16).hex().encode()) is None
        assert weakness(dice.randbytes(32)) is None
