"""Registers kept in memory per municipality and read again when their version moves."""

import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from api.access.actors import Actor
from api.kit.db import Connection, Database

T = TypeVar("T")
_FRESH_S = 1.0  # a change made by another process is seen within this time
_MOST = 1000  # municipalities kept in memory


class Changed(Protocol):
    """Filled by the journal in wire(): records the change of a register in the same transaction."""

    async def __call__(
        self,
        connection: Connection,
        municipality_id: UUID,
        kind: str,
        subject_id: UUID,
        body: dict[str, Any],
        actor: Actor | None = None,
    ) -> None:
        """Record it as by the actor; None: by the system, as for a command."""


@dataclass(frozen=True, slots=True)
class Editing:
    """Whose registers are changed, by whom (None: the system), in a transaction behind their wall."""

    connection: Connection
    municipality_id: UUID
    changed: Changed
    actor: Actor | None = None

    async def say(self, kind: str, subject_id: UUID, body: dict[str, Any]) -> None:
        """Record the change."""
        await self.changed(self.connection, self.municipality_id, kind, subject_id, body, self.actor)


class RegisterCache(Generic[T]):
    """What `load` makes of a register's rows, kept until the register's version moves."""

    def __init__(
        self, database: Database, register: str, load: Callable[[Connection, UUID], Awaitable[T]]
    ) -> None:
        self._database, self._register, self._load = database, register, load
        self._kept: OrderedDict[UUID, tuple[int, float, T]] = OrderedDict()

    async def of(self, municipality_id: UUID, connection: Connection | None = None) -> T:
        """The register as it was at most a second ago.

        Inside a transaction give its connection: waiting there for a second one of the same pool
        would let a full pool wait for itself.
        """
        kept = self._kept.get(municipality_id)
        if kept is not None and time.monotonic() - kept[1] < _FRESH_S:
            return kept[2]
        if kept is not None:  # the others go on with what is kept while one reads again
            self._keep(municipality_id, kept[0], kept[2])
        if connection is not None:
            return await self._read(connection, municipality_id, kept)
        async with self._database.bound(municipality_id) as own:
            return await self._read(own, municipality_id, kept)

    async def _read(
        self, connection: Connection, municipality_id: UUID, kept: tuple[int, float, T] | None
    ) -> T:
        version = await register_version(connection, municipality_id, self._register)
        if kept is not None and kept[0] == version:
            value = kept[2]
        else:
            value = await self._load(connection, municipality_id)
        self._keep(municipality_id, version, value)
        return value

    def _keep(self, municipality_id: UUID, version: int, value: T) -> None:
        self._kept[municipality_id] = (version, time.monotonic(), value)
        self._kept.move_to_end(municipality_id)
        if len(self._kept) > _MOST:
            self._kept.popitem(last=False)


async def register_version(connection: Connection, municipality_id: UUID, register: str) -> int:
    """The register's counter; 0 before its first change."""
    found = await connection.fetchval(
        "SELECT version FROM register_versions WHERE municipality_id = $1 AND register = $2",
        municipality_id,
        register,
    )
    return int(found or 0)


async def bump(connection: Connection, municipality_id: UUID, register: str) -> None:
    """Move the register's counter, in the transaction that changes it."""
    await connection.execute(
        "INSERT INTO register_versions (municipality_id, register) VALUES ($1, $2)"
        " ON CONFLICT (municipality_id, register)"
        " DO UPDATE SET version = register_versions.version + 1",
        municipality_id,
        register,
    )
