"""Registers change by agreement: ETag, If-Match and If-None-Match (RFC 9110, RFC 6585)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from sqlalchemy import Table, select, update
from sqlalchemy.dialects.postgresql import insert

from api.kit.db import Connection, Model, fetch_one
from api.kit.errors import Problem, not_found
from api.kit.http import json_response

_TAG = re.compile(r'"([0-9]{1,18})"')


@dataclass(frozen=True, slots=True)
class Condition:
    """The version a sender saw before changing it; None: it must not be there yet."""

    version: int | None


def condition(request: Request) -> Condition:
    """What the request's headers demand. Raises 428 when they demand nothing, 412 for a tag not of ours."""
    seen, absent = request.headers.get("if-match"), request.headers.get("if-none-match")
    if seen is not None:
        tag = _TAG.fullmatch(seen.strip())
        if tag is None:
            raise changed_since(None)
        return Condition(int(tag[1]))
    if absent is not None and absent.strip() == "*":
        return Condition(None)
    detail = "Send If-Match with the ETag that was read, or If-None-Match: * for something new."
    raise Problem(428, "precondition_required", detail)


condition.headers = ("If-Match", "If-None-Match")  # type: ignore[attr-defined]  # for the contract
Conditional = Annotated[Condition, Depends(condition)]


def etag(version: int) -> str:
    """A version as an entity tag."""
    return f'"{version}"'


def changed_since(version: int | None) -> Problem:
    """412: somebody else was first. The present representation is had by GET, its tag stands in `ETag`."""
    headers = None if version is None else {"ETag": etag(version)}
    detail = "It is no longer as it was read. Read it again and decide what to keep."
    return Problem(412, "changed_since", detail, headers=headers)


async def put_row(
    connection: Connection,
    model: type[Model],
    keys: Mapping[str, Any],
    values: Mapping[str, Any],
    wanted: Condition,
) -> int:
    """Insert a row that is not there yet, or replace the version seen; its version now. Raises 404, 412."""
    table = model.__table__
    assert isinstance(table, Table)  # noqa: S101 a mapped class has a table
    same = [table.c[name] == value for name, value in keys.items()]
    version = table.c.version
    if wanted.version is None:
        new = insert(table).values({**keys, **values})
        put = new.on_conflict_do_nothing(index_elements=list(keys)).returning(version)
        row = await fetch_one(connection, put)
    else:
        change = update(table).where(*same, version == wanted.version)
        row = await fetch_one(
            connection, change.values({**values, "version": version + 1}).returning(version)
        )
    if row is not None:
        return int(row["version"])
    standing = await fetch_one(connection, select(version).where(*same))
    raise not_found() if standing is None else changed_since(standing["version"])


def register_response(shown: Mapping[str, Any], *, is_new: bool = False) -> Response:
    """A register's row, with the tag to change it by."""
    return json_response(shown, 201 if is_new else 200, {"ETag": etag(shown["version"])})
