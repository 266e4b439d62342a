"""Lists of registers: in order, searched by words, page by page."""

import base64
import binascii
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar
from uuid import UUID

import orjson
from fastapi import Depends, Query, Request, Response
from sqlalchemy import ColumnElement, Select, or_, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from api.kit.db import Connection, Row, fetch
from api.kit.errors import Problem
from api.kit.http import json_response
from api.kit.paging import MOST_OFFSET
from api.kit.schema import Text

Column = InstrumentedAttribute[Any]
Shown = dict[str, Any]
R = TypeVar("R", bound=Mapping[str, Any] | Row)


@dataclass(frozen=True, slots=True)
class Listing:
    """Which page of a register is wanted: after a row of the list, or at an offset."""

    limit: int = 20
    cursor: str | None = None
    offset: int = 0
    q: str = ""


def listing(
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
    cursor: Annotated[str | None, Query(max_length=1000)] = None,
    offset: Annotated[int, Query(ge=0)] = 0,
    q: Annotated[Text, Query(max_length=200, description="Words, or parts of them, of its names.")] = "",
) -> Listing:
    """The page a request asks for. Raises 422 for an offset past 10,000 rows."""
    if offset > MOST_OFFSET:
        raise Problem(422, "offset_too_far", f"Past {MOST_OFFSET} rows page by cursor.")
    return Listing(limit, cursor, offset, q)


Listed = Annotated[Listing, Depends(listing)]


@dataclass(frozen=True, slots=True)
class Order:
    """What a list is ordered by: a column of people's, then the key."""

    by: Column
    key: Column


async def page(
    connection: Connection,
    statement: Select[Any],
    order: Order,
    searched: Sequence[Column],
    wanted: Listing,
) -> tuple[list[Shown], str | None]:
    """Rows of one page, and the cursor of the next. Raises 422 for a cursor that is not ours."""
    found = statement.where(*_containing(searched, wanted.q.split()))
    if wanted.cursor is not None:
        found = found.where(tuple_(order.by, order.key) > tuple_(*_place(order, wanted.cursor)))
    ordered = found.order_by(order.by, order.key).limit(wanted.limit + 1).offset(wanted.offset)
    rows = [dict(row) for row in await fetch(connection, ordered)]
    if len(rows) <= wanted.limit:
        return rows, None
    last = rows[wanted.limit - 1]
    place = orjson.dumps([last[order.by.key], str(last[order.key.key])])
    return rows[: wanted.limit], base64.urlsafe_b64encode(place).decode().rstrip("=")


def _containing(searched: Sequence[Column], words: Iterable[str]) -> list[ColumnElement[bool]]:
    return [or_(*(column.icontains(word, autoescape=True) for column in searched)) for word in words]


def _place(order: Order, cursor: str) -> tuple[Any, Any]:
    try:
        by, key = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if type(by) is not order.by.type.python_type or "\x00" in f"{by}{key}":
            raise ValueError
        return by, UUID(key) if order.key.type.python_type is UUID else str(key)
    except (ValueError, TypeError, AttributeError, binascii.Error) as error:
        raise Problem(422, "bad_cursor", "The cursor is not one of ours.") from error


def page_response(
    request: Request,
    rows: Sequence[R],
    following: str | None,
    shown: Callable[[R], Mapping[str, Any]] = dict,
) -> Response:
    """A page as JSON, with the address of the next in `Link` (RFC 8288)."""
    headers = {}
    if following is not None:
        url = request.url.include_query_params(cursor=following).remove_query_params("offset")
        headers["Link"] = f'<{url.path}?{url.query}>; rel="next"'
    return json_response({"items": [shown(row) for row in rows], "next_cursor": following}, 200, headers)
