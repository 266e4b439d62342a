"""The queue of what needs the desk's look, and whom the desk may choose among."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, TypeAdapter
from sqlalchemy import ColumnElement, and_, false, func, literal, or_, select

from api.access.actors import Actor
from api.access.models import Organisation, Person
from api.access.queries import settings_body
from api.incidents.models import Incident
from api.incidents.queries import reasons_to_see
from api.kit.db import Connection, Row, fetch, fetch_one
from api.kit.errors import Problem
from api.kit.paging import MOMENT

_MOST_COUNTED = 1000
_NEED: TypeAdapter[int] = TypeAdapter(Annotated[int, Field(ge=0, le=9)])  # as `api/incidents/rules.py` counts
_ORDER = (Incident.need.desc(), Incident.received_at, Incident.id)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of the queue ended."""

    need: int
    received_at: datetime
    id: UUID

    def text(self) -> str:
        """Opaque text for the wire."""
        plain = f"{self.need}|{self.received_at.isoformat()}|{self.id}"
        return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def read_place(cursor: str) -> Place:
    """The place of a text. Raises 422."""
    try:
        plain = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
        need, at, last = plain.split("|")
        return Place(_NEED.validate_python(need), MOMENT.validate_python(at), UUID(last))
    except (ValueError, binascii.Error) as error:
        raise Problem(422, "bad_cursor", "The cursor is not one of ours.") from error


def _waiting(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    return (
        Incident.municipality_id == actor.municipality_id,
        Incident.need.is_not(None),
        or_(false(), *reasons_to_see(actor)),
    )


async def queue_page(
    connection: Connection, actor: Actor, after: Place | None, limit: int
) -> tuple[Sequence[Row], bool]:
    """Rows by need, the oldest first within the same, and whether more follow."""
    parts = list(_waiting(actor))
    if after is not None:
        # The plain bound lets the index start there; the rest settles rows of the same need.
        later = or_(
            Incident.received_at > after.received_at,
            and_(Incident.received_at == after.received_at, Incident.id > after.id),
        )
        parts += [
            Incident.need <= after.need,
            or_(Incident.need < after.need, and_(Incident.need == after.need, later)),
        ]
    found = select(Incident).where(*parts).order_by(*_ORDER).limit(limit + 1)
    rows = await fetch(connection, found)
    return rows[:limit], len(rows) > limit


async def waiting_count(connection: Connection, actor: Actor) -> int:
    """How many wait, counted to 1,000 at most."""
    some = select(literal(1)).where(*_waiting(actor)).limit(_MOST_COUNTED).subquery()
    row = await fetch_one(connection, select(func.count()).select_from(some))
    return int((row or (0,))[0])


async def choices(connection: Connection, actor: Actor) -> dict[str, list[dict[str, Any]]]:
    """Organisations, the actor's own colleagues, and receivers of hand-overs: id and name of each.

    People of other organisations are not named: what is theirs is assigned to the organisation.
    """
    organisations = await fetch(
        connection,
        select(Organisation.id, Organisation.name)
        .where(Organisation.municipality_id == actor.municipality_id)
        .order_by(Organisation.name),
    )
    colleagues = await fetch(
        connection,
        select(Person.id, Person.name)
        .where(
            Person.municipality_id == actor.municipality_id,
            Person.organisation_id == actor.organisation_id,
            Person.disabled_at.is_(None),
            or_(Person.ends_on.is_(None), Person.ends_on >= func.current_date()),
        )
        .order_by(Person.name),
    )
    receivers = (await settings_body(connection, actor.municipality_id)).get("receivers", ())
    return {
        "organisations": [dict(row) for row in organisations],
        "colleagues": [dict(row) for row in colleagues],
        "receivers": [{"id": one["id"], "name": one["name"]} for one in receivers],
    }
