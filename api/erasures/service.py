"""Erasing what is due, a bounded transaction at a time, and erasing again what a log names. Worker role."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from api.erasures import queries
from api.erasures.models import GOES
from api.erasures.queries import Part
from api.journal.acts import record_as, system_fact
from api.journal.service import Journal
from api.kit import clock
from api.kit.db import Connection, Row
from api.kit.ids import lock_key
from api.retention.queries import START, due, rules_in_force
from api.retention.rules import CASES, PARTS, cutoff
from api.retention.service import ERASED

FOLLOWER = "erasures"
Rule = Mapping[str, Any]  # at least its `id`
_CASES_AT_ONCE, _PARTS_AT_ONCE = 50, 500
_NOTE = """
INSERT INTO erasures (municipality_id, id, part, rule_id, said_in, erased_at)
SELECT $1, id, part, $2, $3, $6 FROM unnest($4::uuid[], $5::text[]) AS gone (id, part)
ON CONFLICT DO NOTHING RETURNING id, part
"""
_LOCK = "SELECT pg_advisory_xact_lock(key) FROM (SELECT unnest($1::bigint[]) AS key ORDER BY 1) AS keys"


@dataclass(frozen=True, slots=True)
class Erasing:
    """What erases, bound to the worker's journal."""

    journal: Journal

    async def purge(self, municipality_id: UUID) -> dict[str, int]:
        """Take what every rule in force asks for; how many cases or rows, by what they are.

        Each transaction takes some and logs them, so that whoever is stopped goes on where it stood.
        """
        async with self.journal.database.bound(municipality_id) as connection:
            rules = await rules_in_force(connection, municipality_id)
        return {rule["what"]: await self._follow_rule(municipality_id, dict(rule)) for rule in rules}

    async def _follow_rule(self, municipality_id: UUID, rule: Rule) -> int:
        ended, taken = cutoff(clock.now(), rule["after_days"]), 0
        after: UUID | None = START
        while after is not None:
            async with self.journal.database.bound(municipality_id) as connection:
                rows, after = await due(connection, municipality_id, rule["what"], ended, after)
            for first in range(0, len(rows), _CASES_AT_ONCE):
                some = rows[first : first + _CASES_AT_ONCE]
                taken += await self._take(municipality_id, rule, ended, some)
        if "incident" in PARTS[rule["what"]]:
            await self._take_late(municipality_id, rule, ended)
        return taken

    async def _take(self, municipality_id: UUID, rule: Rule, ended: datetime, rows: Sequence[Row]) -> int:
        """Erase what is still due under its locks; how many of the rows."""
        locked = {one for row in rows for one in row["members"]}
        locks = [lock_key(municipality_id, one) for one in locked]
        async with self.journal.database.bound(municipality_id, locks) as connection:
            ids = [row["id"] for row in rows]
            still, _ = await due(connection, municipality_id, rule["what"], ended, only=ids)
            still = [row for row in still if locked.issuperset(row["members"])]
            members = [one for row in still for one in row["members"]]
            parts = await _parts(connection, municipality_id, rule["what"], members, ended)
            await self._erase(connection, municipality_id, rule, parts, clock.now())
        self.journal.wake.touch(municipality_id)
        return len(still)

    async def _take_late(self, municipality_id: UUID, rule: Rule, ended: datetime) -> None:
        async with self.journal.database.bound(municipality_id) as connection:
            subjects = await queries.late(connection, municipality_id, rule["id"], ended)
            kinds = PARTS[rule["what"]]
            parts = await queries.standing(connection, municipality_id, subjects, ended, kinds)
            await self._erase(connection, municipality_id, rule, parts, clock.now())

    async def _erase(
        self,
        connection: Connection,
        municipality_id: UUID,
        rule: Rule,
        parts: Sequence[Part],
        at: datetime,
    ) -> None:
        """Log these parts, say so in the journal, and erase those that were not logged before."""
        if not parts:
            return
        body = {name: rule[name] for name in ("what", "decision_no") if name in rule}
        said = body | {"erased": [f"{one}/{part}" for one, part in parts]}
        fact = system_fact(self.journal, ERASED, municipality_id, rule["id"], said)
        columns = [one for one, _ in parts], [part for _, part in parts]
        rows = await connection.fetch(_NOTE, municipality_id, rule["id"], fact.id, *columns, at)
        if rows:
            await record_as(self.journal, connection, fact)
        # What is logged already and stands again is named by the record of then.
        await erase(connection, municipality_id, parts)

    async def replay(self, log: Iterable[Mapping[str, Any]]) -> int:
        """Erase what a log names and this database, restored from before, still has; how many parts."""
        async with self.journal.database.bound(None) as connection:
            here = {row["id"] for row in await connection.fetch("SELECT id FROM municipalities")}
        done = 0
        for (municipality_id, rule_id, at), entries in _grouped(log).items():
            if municipality_id not in here:
                continue
            for first in range(0, len(entries), _PARTS_AT_ONCE):
                some = entries[first : first + _PARTS_AT_ONCE]
                async with self.journal.database.bound(municipality_id) as connection:
                    await self._erase(connection, municipality_id, {"id": rule_id}, some, at)
                done += len(some)
        return done

    async def follow(self, connection: Connection, municipality_id: UUID, records: Sequence[Row]) -> None:
        """Erase at once what a phone offered again of what was erased (a follower's act).

        Its sender has the receipt; a server restored from before it came knows it by the log only.
        """
        ids = [row["id"] for row in records]
        parts = await queries.offered_again(connection, municipality_id, ids)
        if parts:
            gone = {one for one, _ in parts}
            subjects = {row["subject_id"] for row in records if row["id"] in gone}
            await connection.execute(_LOCK, [lock_key(municipality_id, one) for one in subjects])
            await erase(connection, municipality_id, parts)


async def erase(connection: Connection, municipality_id: UUID, parts: Sequence[Part]) -> None:
    """Let parts go, with what shows them; those that are gone already change nothing."""
    for part, statements in GOES.items():
        ids = [one for one, name in parts if name == part]
        for statement in statements if ids else ():
            await connection.execute(statement, municipality_id, ids)


async def _parts(
    connection: Connection, municipality_id: UUID, what: str, members: Sequence[UUID], ended: datetime
) -> list[Part]:
    """What a rule takes of these: parts of records about them, and rows of their own."""
    if what in CASES:
        found = await queries.standing(connection, municipality_id, members, ended, PARTS[what])
        return found + [(one, "incident") for one in members if "incident" in PARTS[what]]
    (own,) = PARTS[what]
    gone = [(one, own) for one in members]
    if own == "account":
        devices = await queries.devices_of(connection, municipality_id, members)
        gone += [(one, "device") for one in devices]
    if own in ("account", "device"):  # the changes of these registers are told in the journal
        subjects = [one for one, _ in gone]
        gone += await queries.standing(connection, municipality_id, subjects, clock.now(), ["text"])
    return gone


def _grouped(log: Iterable[Mapping[str, Any]]) -> dict[tuple[UUID, UUID, datetime], list[Part]]:
    groups: dict[tuple[UUID, UUID, datetime], list[Part]] = {}
    for one in log:
        key = one["municipality_id"], one["rule_id"], one["erased_at"]
        groups.setdefault(key, []).append((one["id"], one["part"]))
    return groups
