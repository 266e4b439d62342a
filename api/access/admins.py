"""Changes of accounts: why roles change, and the second person that an administrator's account needs."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from api.access import register_queries as queries
from api.access.confirmations.service import Act, ask, mark_done, needs_another
from api.access.entry import Entry
from api.access.factors import service as factors
from api.access.membership import check_place, put_person
from api.access.passwords import hash_password
from api.access.permissions import Permission, Role
from api.access.register_schemas import PersonPut
from api.access.registers import Editing
from api.kit.db import Row, from_json
from api.kit.errors import Problem, not_found, refused_field
from api.kit.versions import Condition, changed_since

CHANGE, RESET = "person.change", "person.reset_factors"
_P = Permission.PEOPLE_WRITE


async def put(
    editing: Editing, person_id: UUID, sent: PersonPut, wanted: Condition, reason: str | None
) -> UUID | None:
    """Change an account at once, or ask a second person: the confirmation's id.

    Raises as `put_person`, and 422 where a reason is needed and there is none.
    """
    before = await queries.person(editing.connection, editing.municipality_id, person_id)
    if _concerns_admins(before, sent):
        _check_version(before, wanted)
        if reason is None:
            raise _unsaid()
        if await _another(editing):
            await check_place(editing, sent)
            return await ask(editing, await _change(person_id, before, sent, wanted), reason)
    await put_person(editing, person_id, sent, wanted, why={"reason": reason} if reason else {})
    if reason is None and before is not None and {*before["roles"]} != {*map(str, sent.roles)}:
        raise _unsaid()
    return None


async def reset_factors(editing: Editing, entry: Entry, person_id: UUID, reason: str) -> UUID | None:
    """Take every second factor from somebody, an administrator's only with a second person. Raises 404."""
    before = await queries.person(editing.connection, editing.municipality_id, person_id)
    if before is None:
        raise not_found()
    if _is_admin(before["roles"], before["disabled_at"] is not None, before["ends_on"]) and (
        await _another(editing)
    ):
        return await ask(editing, Act(RESET, _P, person_id, before["name"], {}), reason)
    await _reset(editing, entry, person_id, reason)
    return None


async def perform(editing: Editing, entry: Entry, row: Row) -> None:
    """Do what was confirmed, where it needs nobody more; other acts are the asker's to do.

    Raises 409 `overtaken` when the account has changed meanwhile.
    """
    if row["act"] == CHANGE:
        wanted = from_json(row["wanted"])
        why = {"reason": row["reason"], "confirmation_id": row["id"]}
        try:
            await put_person(
                editing, row["subject_id"], PersonPut.model_validate(wanted["person"]),
                Condition(wanted["version"]), password_hash=wanted["password_hash"], why=why,
            )  # fmt: skip
        except Problem as problem:
            detail = "It can no longer be done as it was asked for. Refuse it, and let it be asked for anew."
            raise Problem(409, "overtaken", detail) from problem
    elif row["act"] == RESET:
        await _reset(editing, entry, row["subject_id"], row["reason"])
    else:
        return
    await mark_done(editing, row["id"])


async def _another(editing: Editing) -> bool:
    return editing.actor is not None and await needs_another(editing.connection, editing.actor, _P)


async def _reset(editing: Editing, entry: Entry, person_id: UUID, reason: str) -> None:
    assert editing.actor is not None  # noqa: S101 a route's
    await factors.reset(entry, editing.connection, editing.actor, person_id, reason)


def _is_admin(roles: list[str], disabled: bool, ends_on: date | None) -> bool:
    return Role.ADMIN in roles and not disabled and (ends_on is None or ends_on >= date.today())


def _concerns_admins(before: Row | None, sent: PersonPut) -> bool:
    """Whether somebody becomes or ceases to be an administrator, or signs in as one in another way."""
    will_be = _is_admin(list(sent.roles), sent.disabled, sent.ends_on)
    if before is None:
        return will_be
    if will_be != _is_admin(before["roles"], before["disabled_at"] is not None, before["ends_on"]):
        return True
    same_way = sent.password is None and (sent.username, sent.ends_on) == (
        before["username"],
        before["ends_on"],
    )
    return will_be and not same_way


async def _change(person_id: UUID, before: Row | None, sent: PersonPut, wanted: Condition) -> Act:
    """The act of a change; a password is kept as the account will keep it."""
    password = None if sent.password is None else await hash_password(sent.password)
    said: Mapping[str, Any] = {
        "version": wanted.version,
        "person": sent.model_dump(mode="json", exclude={"password", "reason"}),
        "password_hash": password,
    }
    told = sent.model_dump(mode="json", include={"roles", "ends_on", "disabled"}) | {
        "roles_before": [] if before is None else list(before["roles"]),
        "password_set": password is not None,
    }
    return Act(CHANGE, _P, person_id, sent.name, said, told)


def _check_version(before: Row | None, wanted: Condition) -> None:
    if before is None and wanted.version is not None:
        raise not_found()
    if before is not None and before["version"] != wanted.version:
        raise changed_since(before["version"])


def _unsaid() -> Exception:
    return refused_field("reason", "is needed where roles or an administrator's account change")
