"""A server that may ask providers on this machine, for tests that need one."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from api.kit.env import Settings
from tests.api.access.town import Member
from tests.api.operations.wire import check
from tests.databases import Addresses, settings_on

DOMAIN = "bergby.example"


def asking_settings(database: Addresses, data_dir: Path) -> Settings:
    """Settings that let the server out to this machine."""
    return settings_on(database, data_dir, outbound_loopback=True)


def account(name: str, groups: list[str] | None = None, **claims: Any) -> dict[str, Any]:
    """What the provider says of somebody."""
    told = {"sub": name, "name": f"{name.title()} Berg", "preferred_username": f"{name.title()}@{DOMAIN}"}
    return told | ({} if groups is None else {"groups": groups}) | claims


@dataclass
class Asking:
    """The settings as an administrator changes them."""

    client: httpx.AsyncClient
    admin: Member

    async def put(self, body: dict[str, Any]) -> httpx.Response:
        path = "/api/v1/sign-in-settings"
        shown = check(await self.client.get(path, headers=self.admin.headers))
        headers = self.admin.headers | {"If-Match": shown.headers["etag"]}
        return check(await self.client.put(path, json=body, headers=headers))
