"""Pages of lists that grow for ever: by time, by keyset, each index read no further than a page."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Select,
    and_,
    false,
    func,
    literal,
    or_,
    select,
    union,
)
from sqlalchemy.orm import InstrumentedAttribute

from api.kit.errors import Problem
from api.kit.schema import Moment

MOST_OFFSET = 10_000
MOMENT: TypeAdapter[datetime] = TypeAdapter(Moment)


@dataclass(frozen=True, slots=True)
class Page:
    """How long a page is, and where it starts: after a row of the list, or at an offset."""

    limit: int = 20
    after: tuple[datetime, UUID] | None = None
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Keys:
    """What a list is ordered by: a moment and, where that is the same, the id; newest first or last."""

    at: InstrumentedAttribute[datetime]
    id: InstrumentedAttribute[UUID]
    newest_first: bool = True

    def order(self, *columns: ColumnElement[Any]) -> list[ColumnElement[Any]]:
        """The list's order, over its own columns or those a part of it gives."""
        by = columns or (self.at, self.id)
        return [column.desc() if self.newest_first else column.asc() for column in by]


def page_of(limit: int, cursor: str | None, offset: int) -> Page:
    """The page asked for. Raises 422 for a cursor that is not ours or an offset past 10,000 rows."""
    if offset > MOST_OFFSET:
        raise Problem(422, "offset_too_far", f"Past {MOST_OFFSET} rows page by cursor.")
    if cursor is None:
        return Page(limit, None, offset)
    try:
        plain = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
        when, _, last = plain.partition("|")
        return Page(limit, (MOMENT.validate_python(when), UUID(last)), offset)
    except (ValueError, binascii.Error) as error:
        raise Problem(422, "bad_cursor", "The cursor is not one of ours.") from error


def cursor_after(at: datetime, row_id: UUID) -> str:
    """The cursor of the page that follows a row."""
    return base64.urlsafe_b64encode(f"{at.isoformat()}|{row_id}".encode()).decode().rstrip("=")


def page_ids(
    keys: Keys,
    narrowed: Sequence[ColumnElement[bool]],
    reasons: Sequence[ColumnElement[bool]],
    page: Page,
    cells: tuple[InstrumentedAttribute[int | None], Sequence[int]] | None = None,
) -> Select[Any]:
    """Ids of one page (and one row more) of rows that are `narrowed` and seen for one of `reasons`.

    Each reason has an index of its own and is read apart, so that no filter walks the table;
    a map's box is read cell by cell in the same way.
    """
    parts, most = [*narrowed, *_after(keys, page)], page.offset + page.limit + 1
    columns, order = (keys.id.label("id"), keys.at.label("at")), keys.order()
    if cells is not None:
        cell = func.unnest(literal(list(cells[1]), ARRAY(BigInteger))).table_valued("cell").render_derived()
        within = select(*columns).where(*parts, or_(false(), *reasons), cells[0] == cell.c.cell)
        nearest = within.order_by(*order).limit(most).lateral()
        joined = cell.join(nearest, literal(True))
        merged = select(nearest.c.id, nearest.c.at).select_from(joined).subquery()
    else:
        found = [select(*columns).where(*parts, one).order_by(*order).limit(most) for one in reasons]
        merged = union(*(select(one.subquery()) for one in found)).subquery()
    ordered = select(merged.c.id).order_by(*keys.order(merged.c.at, merged.c.id))
    return ordered.limit(page.limit + 1).offset(page.offset)


def _after(keys: Keys, page: Page) -> list[ColumnElement[bool]]:
    if page.after is None:
        return []
    at, row_id = page.after
    # The plain bound lets the index start there; the other settles rows of the same moment.
    if keys.newest_first:
        return [keys.at <= at, or_(keys.at < at, and_(keys.at == at, keys.id < row_id))]
    return [keys.at >= at, or_(keys.at > at, and_(keys.at == at, keys.id > row_id))]
