"""Asking for a dangerous act, deciding about somebody else's, and doing what was confirmed, once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from api.access.actors import Actor
from api.access.confirmations import queries
from api.access.permissions import Permission
from api.access.registers import Editing
from api.kit import clock
from api.kit.db import Connection, Row, from_json, to_json
from api.kit.errors import Problem
from api.kit.ids import new_id

VALID_H = 24
_ASK = """
INSERT INTO confirmations
  (municipality_id, id, act, permission, subject_id, subject, wanted, told, reason, state, asked_by,
   expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, now() + make_interval(hours => $12::int))
"""
_DECIDE = """
UPDATE confirmations SET state = $3, decided_by = $4, decided_at = now(), refusal = $5
WHERE municipality_id = $1 AND id = $2
"""
_DONE = "UPDATE confirmations SET state = 'done', done_at = now() WHERE municipality_id = $1 AND id = $2"


@dataclass(frozen=True, slots=True)
class Act:
    """What would be done, to what, and which permission confirms it; `told` is what people are shown."""

    kind: str
    permission: Permission
    subject_id: UUID | None
    subject: str
    wanted: Mapping[str, Any]
    told: Mapping[str, Any] = field(default_factory=dict)


async def needs_another(connection: Connection, actor: Actor, permission: Permission) -> bool:
    """Whether somebody else must confirm; where there is nobody else yet, a reason is enough.

    Raises 403 for a key: whoever holds it may be the one who would confirm.
    """
    if actor.kind != "person":
        raise Problem(403, "person_needed", "This is done by a person who is signed in, not by a key.")
    return await queries.others(connection, actor, permission)


async def ask(editing: Editing, act: Act, reason: str, *, another: bool = True) -> UUID:
    """Keep an act until somebody else decides, or as confirmed when it needs nobody; its id."""
    actor, confirmation_id = _person(editing), new_id()
    await editing.connection.execute(
        _ASK, editing.municipality_id, confirmation_id, act.kind, str(act.permission), act.subject_id,
        act.subject, to_json(act.wanted), to_json(act.told), reason, "waiting" if another else "confirmed",
        actor.id, VALID_H,
    )  # fmt: skip
    said = {"act": act.kind, "subject_id": act.subject_id, "reason": reason, "alone": not another}
    await editing.say("confirmation.asked", confirmation_id, said)
    return confirmation_id


async def decide(editing: Editing, confirmation_id: UUID, refusal: str | None = None) -> Row:
    """Confirm somebody else's act, or refuse it with a reason; one's own is taken back so.

    Raises 404, 403 for confirming one's own, and 409 when it is decided or over.
    """
    actor = _person(editing)
    row = await queries.confirmation(editing.connection, actor, confirmation_id)
    if refusal is None and row["asked_by"] == actor.id:
        raise Problem(403, "own_act", "Somebody else confirms what you asked for.")
    if row["state"] != "waiting" or row["expires_at"] <= clock.now():
        raise Problem(409, "already_decided", "It is decided already, or its time is over.")
    state = "confirmed" if refusal is None else "refused"
    await editing.connection.execute(
        _DECIDE, editing.municipality_id, confirmation_id, state, actor.id, refusal
    )
    said = {"act": row["act"], "subject_id": row["subject_id"]} | ({"reason": refusal} if refusal else {})
    await editing.say(f"confirmation.{state}", confirmation_id, said)
    return row


async def use(editing: Editing, confirmation_id: UUID, act: Act) -> None:
    """Spend what was confirmed for exactly this act of the actor's. Raises 404, 409 when it was not."""
    await require_confirmed(editing.connection, _person(editing), confirmation_id, act)
    await mark_done(editing, confirmation_id)


async def require_confirmed(connection: Connection, actor: Actor, confirmation_id: UUID, act: Act) -> None:
    """Raise 404 or 409 unless exactly this act of the actor's is confirmed."""
    row = await queries.confirmation(connection, actor, confirmation_id)
    same = (row["asked_by"], row["act"], row["subject_id"]) == (actor.id, act.kind, act.subject_id)
    stands = row["state"] == "confirmed" and row["expires_at"] > clock.now()
    if not (same and stands and from_json(row["wanted"]) == from_json(to_json(act.wanted))):
        raise Problem(409, "not_confirmed", "Nobody has confirmed this, or its time is over. Ask again.")


async def mark_done(editing: Editing, confirmation_id: UUID) -> None:
    """Note that what was confirmed is done."""
    await editing.connection.execute(_DONE, editing.municipality_id, confirmation_id)
    await editing.say("confirmation.done", confirmation_id, {})


def _person(editing: Editing) -> Actor:
    assert editing.actor is not None  # noqa: S101 commands ask nobody
    return editing.actor
