"""Saved selections on the wire."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from api.kit.schema import Name, Wire


class ViewPut(Wire):
    """A selection as the desk's address has it: the query after `?`, percent-encoded."""

    name: Name
    query: Annotated[str, Field(max_length=2000, pattern=r"^[A-Za-z0-9_.~*%+=&,-]*$")]


class ViewRead(ViewPut):
    """A saved selection; `version` is what its `ETag` says."""

    id: UUID
    version: int


class ViewPage(Wire):
    """One's own selections by name."""

    items: list[ViewRead]
    next_cursor: str | None
