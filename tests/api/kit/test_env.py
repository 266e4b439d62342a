"""Settings come from flags, environment and named files, and a refusal never repeats a value."""

from pathlib import Path

import pytest

from api.kit.env import SettingsRefused, read_settings


def test_nothing_set_means_embedded_on_loopback() -> None:
    settings = read_settings()
    assert settings.embedded
    assert settings.public_origin == "http://127.0.0.1:8000"
    assert settings.loopback_only
    assert not settings.demo


def test_a_flag_beats_the_environment_and_an_absent_flag_does_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LEDLJUS_PORT", "8124")
    monkeypatch.setenv("LEDLJUS_HOST", "::1")
    settings = read_settings(port=8123, host=None)
    assert (settings.port, settings.host) == (8123, "::1")
    assert settings.public_origin == "http://[::1]:8123"


def test_any_database_address_means_external(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEDLJUS_WORKER_DATABASE_URL", "postgresql://ledljus_worker@db/ledljus")
    assert not read_settings().embedded


def test_a_secret_is_read_from_the_file_that_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "address"
    file.write_text("postgresql://ledljus_app:hemlig@db/ledljus\n")
    monkeypatch.setenv("LEDLJUS_DATABASE_URL_FILE", str(file))
    settings = read_settings()
    assert settings.database_url == "postgresql://ledljus_app:hemlig@db/ledljus"
    assert "hemlig" not in repr(settings)


def test_a_missing_file_is_refused_by_its_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LEDLJUS_SECRET_FILE", str(tmp_path / "none"))
    with pytest.raises(SettingsRefused, match="none"):
        read_settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "65536x"),
        ("PORT", "70000"),
        ("WORKERS", "0"),
        ("DATABASE_URL", "mysql://app:hemlig@db/x"),
        ("PUBLIC_URL", "ledljus.example/path"),
        ("TRUSTED_PROXIES", "10.0.0.0/8, proxy.hemlig"),
    ],
)
def test_a_bad_value_is_refused_by_variable_and_not_repeated(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"LEDLJUS_{name}", value)
    with pytest.raises(SettingsRefused, match=f"^LEDLJUS_{name}: ") as refusal:
        read_settings()
    assert value not in str(refusal.value)
    assert "hemlig" not in str(refusal.value)


def test_trusted_proxies_are_a_list_of_networks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEDLJUS_TRUSTED_PROXIES", "10.1.2.3, fd00::/8")
    assert read_settings().trusted_proxies == ("10.1.2.3/32", "fd00::/8")


@pytest.mark.parametrize(
    ("url", "loopback"),
    [
        ("https://ledljus.example/", False),
        ("http://localhost:8123", True),
        ("http://[::1]:8123", True),
        ("https://localhost", False),
        ("http://ledljus.example", False),
    ],
)
def test_only_plain_http_on_this_machine_counts_as_loopback(url: str, loopback: bool) -> None:
    settings = read_settings(public_url=url)
    assert settings.loopback_only is loopback
    assert not settings.public_origin.endswith("/")


def test_the_data_folder_of_a_user_follows_xdg(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert read_settings().data_dir == tmp_path / "ledljus"
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert read_settings().data_dir == tmp_path / ".local" / "share" / "ledljus"


def test_the_data_folder_of_root_is_a_system_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)
    assert read_settings().data_dir == Path("/var/lib/ledljus")
