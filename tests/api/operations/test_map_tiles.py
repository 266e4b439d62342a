"""The map asks nobody but us, unless the operator names a tile service; then it may ask that one."""

from pathlib import Path
from typing import Any

import httpx
import pytest

from api.app import create_app
from api.kit.env import Settings, SettingsRefused, read_settings
from tests.api.operations.wire import check

TILES = "https://{s}.kartor.example:8443/{z}/{x}/{y}.png"


async def _asked(folder: Path, **tiles: Any) -> httpx.Response:
    own: dict[str, Any] = {
        "database_url": "postgresql:///nowhere",
        "secret": "kX9v-Tq2mB7_wLz4RjY8hN5cPfG1dS6a",
    }
    settings = Settings(data_dir=folder, **own, **tiles)
    transport = httpx.ASGITransport(create_app(settings))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
        return check(await client.get("/api/v1/map-tiles"))


async def test_without_tiles_the_policy_names_no_other_host(tmp_path: Path) -> None:
    answer = await _asked(tmp_path)
    assert answer.json() == {"url": None, "attribution": ""}
    assert "http" not in answer.headers["content-security-policy"]


async def test_with_tiles_the_policy_names_their_host_alone(tmp_path: Path) -> None:
    answer = await _asked(tmp_path, tile_url=TILES, tile_attribution="© Kartor")
    assert answer.json() == {"url": TILES, "attribution": "© Kartor"}
    policy = dict(
        part.strip().partition(" ")[::2] for part in answer.headers["content-security-policy"].split(";")
    )
    named = {name for name, sources in policy.items() if "https://*.kartor.example:8443" in sources.split()}
    assert named == {"img-src", "connect-src"}
    assert policy["script-src"] == "'self'"


@pytest.mark.parametrize(
    "url",
    [
        "ftp://kartor.example/{z}/{x}/{y}",
        "https://kartor.example/{z}/{x}",
        "https://kartor.example;script-src/{z}/{x}/{y}",
        "https://user@kartor.example/{z}/{x}/{y}",
        "https://*/{z}/{x}/{y}",
        "/{z}/{x}/{y}",
    ],
)
def test_an_address_that_could_say_more_than_a_host_is_refused(url: str) -> None:
    with pytest.raises(SettingsRefused, match="LEDLJUS_TILE_URL"):
        read_settings(tile_url=url)
