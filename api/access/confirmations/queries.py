"""Every SELECT of confirmations, and how they are shown."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, literal, or_, select

from api.access.actors import Actor
from api.access.confirmations.models import Confirmation
from api.access.permissions import ROLE_PERMISSIONS, Permission
from api.access.showing import Authors, author_shown, authors_of
from api.kit import clock
from api.kit.clock import to_wire
from api.kit.db import Connection, Row, fetch, fetch_one, from_json
from api.kit.errors import not_found
from api.kit.listing import Listing
from api.kit.paging import cursor_after, page_of

_PLAIN = ("id", "act", "subject_id", "subject", "reason", "refusal")
_MOMENTS = ("asked_at", "expires_at", "decided_at", "done_at")
# Somebody else who may decide, and can sign in to do so.
_OTHERS = """
SELECT EXISTS (
  SELECT FROM people p WHERE p.municipality_id = $1 AND p.id <> $2 AND p.roles && $3::text[]
    AND p.disabled_at IS NULL AND COALESCE(p.ends_on, current_date) >= current_date
    AND (p.password_hash IS NOT NULL OR EXISTS (SELECT FROM identities i
      WHERE i.municipality_id = p.municipality_id AND i.person_id = p.id))
)
"""


async def others(connection: Connection, actor: Actor, permission: Permission) -> bool:
    """Whether anybody but the actor could confirm what needs a permission."""
    roles = [str(role) for role, held in ROLE_PERMISSIONS.items() if permission in held]
    return bool(await connection.fetchval(_OTHERS, actor.municipality_id, actor.id, roles))


def visible_confirmations(actor: Actor) -> Select[Any]:
    """What a person asked for, and what they may decide; a key sees none."""
    held = [str(one) for one in actor.permissions]
    return select(Confirmation).where(
        Confirmation.municipality_id == actor.municipality_id,
        literal(actor.kind == "person"),
        or_(Confirmation.asked_by == actor.id, Confirmation.permission.in_(held)),
    )


def to_decide(actor: Actor) -> Select[Any]:
    """How many acts wait for the actor."""
    waiting = visible_confirmations(actor).where(
        Confirmation.state == "waiting",
        Confirmation.expires_at > func.now(),
        Confirmation.asked_by != actor.id,
    )
    return select(func.count().label("count")).select_from(waiting.subquery())


async def confirmation(connection: Connection, actor: Actor, confirmation_id: UUID) -> Row:
    """One, locked until COMMIT so that it is decided or used once. Raises 404."""
    found = visible_confirmations(actor).where(Confirmation.id == confirmation_id)
    row = await fetch_one(connection, found.with_for_update())
    if row is None:
        raise not_found()
    return row


async def confirmations_page(
    connection: Connection, actor: Actor, wanted: Listing
) -> tuple[list[Row], str | None]:
    """A page, newest first. Raises 422 for a cursor that is not ours."""
    at = page_of(wanted.limit, wanted.cursor, wanted.offset)
    found = visible_confirmations(actor).order_by(Confirmation.asked_at.desc(), Confirmation.id.desc())
    if at.after is not None:
        asked_at, last = at.after
        older = Confirmation.asked_at < asked_at
        found = found.where(or_(older, (Confirmation.asked_at == asked_at) & (Confirmation.id < last)))
    rows = await fetch(connection, found.limit(at.limit + 1).offset(at.offset))
    if len(rows) <= at.limit:
        return rows, None
    last_row = rows[at.limit - 1]
    return rows[: at.limit], cursor_after(last_row["asked_at"], last_row["id"])


async def people_of(connection: Connection, municipality_id: UUID, rows: list[Row]) -> Authors:
    """Who asked and who decided."""
    ids = {row[name] for row in rows for name in ("asked_by", "decided_by")} - {None}
    return await authors_of(connection, municipality_id, ids)


def shown(actor: Actor, row: Row, people: Authors) -> dict[str, Any]:
    """One on the wire: those who decide together know each other by name."""
    state = row["state"]
    if state in ("waiting", "confirmed") and row["expires_at"] <= clock.now():
        state = "expired"
    mine = row["asked_by"] == actor.id
    said = {name: row[name] for name in _PLAIN} | {"told": from_json(row["told"]), "state": state}
    said |= {name: row[name] and to_wire(row[name]) for name in _MOMENTS}
    for name in ("asked_by", "decided_by"):
        said[name] = _person(actor, row[name], people)
    return said | {"mine": mine, "decides": state == "waiting" and not mine}


def _person(actor: Actor, person_id: UUID | None, people: Authors) -> dict[str, Any] | None:
    if person_id is None:
        return None
    known = people.get(person_id, {})
    return author_shown(actor, "person", person_id, None, people) | {"name": known.get("name")}
