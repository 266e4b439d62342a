"""How tests put, read and list rows of registers."""

from dataclasses import dataclass
from typing import Any

import httpx

from api.kit.ids import new_id
from tests.api.access.town import Member

NEW = {"If-None-Match": "*"}


@dataclass
class Desk:
    """Somebody before the registers."""

    client: httpx.AsyncClient
    who: Member

    async def get(self, path: str, **params: Any) -> httpx.Response:
        return await self.client.get(f"/api/v1{path}", params=params, headers=self.who.headers)

    async def put(self, path: str, body: Any, tag: str | None = None) -> httpx.Response:
        """Put a row: a new one without a tag."""
        condition = NEW if tag is None else {"If-Match": tag}
        headers = self.who.headers | condition
        return await self.client.put(f"/api/v1{path}", json=body, headers=headers)

    async def add(self, register: str, body: Any) -> tuple[str, str]:
        """A new row: its path and its tag."""
        path = f"/{register}/{new_id()}"
        answer = await self.put(path, body)
        assert answer.status_code == 201, answer.text
        return path, answer.headers["etag"]


def fault(answer: httpx.Response) -> str:
    """The one field that a 422 names."""
    assert answer.status_code == 422, answer.text
    (one,) = answer.json()["errors"]
    return str(one["field"])


def refused(answer: httpx.Response) -> tuple[int, str]:
    """Status and code of a problem."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    return answer.status_code, answer.json()["code"]
