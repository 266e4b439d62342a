"""Putting a message into the log, and sending it from there as a job of the worker."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from api.journal.deferring import defer
from api.kit import clock
from api.kit.db import Connection, Database, Row
from api.kit.ids import derived_id
from api.kit.keys import Keys
from api.notify import queries, rules
from api.notify.channels import Channel, Message, NotNow, Refused, Undelivered

JOB = "notify"
_ENQUEUE = """
INSERT INTO deliveries (municipality_id, id, channel, purpose, record_id) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT DO NOTHING RETURNING id
"""
_BEGIN = """
UPDATE deliveries SET state = 'sending', attempts = attempts + 1, attempted_at = now(), result = NULL
WHERE municipality_id = $1 AND id = $2
"""
_NOTE = """
UPDATE deliveries SET state = $3, result = $4, settled_at = CASE WHEN $5 THEN now() END
WHERE municipality_id = $1 AND id = $2
"""


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a feature sends messages for.

    `compose` writes the message of a delivery when it is sent, and raises Undelivered when it cannot
    be. `failed` is told the municipality and the record whose message will never arrive, perhaps twice.
    """

    compose: Callable[[Connection, Row], Awaitable[Message]]
    failed: Callable[[UUID, UUID], Awaitable[None]]


class Notifications:
    """Deliveries of one process, bound to its database."""

    def __init__(self, database: Database, keys: Keys, channels: Mapping[str, Channel]) -> None:
        self._database, self._keys, self._channels = database, keys, channels
        self.purposes: dict[str, Purpose] = {}

    async def enqueue(
        self, connection: Connection, municipality_id: UUID, channel: str, purpose: str, record_id: UUID
    ) -> None:
        """Let a message follow from a record, in the transaction that makes it; once for each record."""
        delivery_id = derived_id(self._keys.namespace, municipality_id, "delivery", channel, record_id)
        values = (municipality_id, delivery_id, channel, purpose, record_id)
        if await connection.fetchval(_ENQUEUE, *values) is not None:
            job = {"municipality": municipality_id, "delivery": delivery_id}
            await defer(connection, JOB, job)

    async def deliver(self, arguments: Mapping[str, Any]) -> None:
        """Send one message (worker). Raises NotNow as long as the queue is to try again.

        The attempt stands in the log before the channel is asked, its outcome after. One that a
        receiver's server is known to have taken is never sent again; one whose worker died in the
        middle is, under the same id.
        """
        municipality_id, delivery_id = UUID(arguments["municipality"]), UUID(arguments["delivery"])
        try:
            found = await self._begun(municipality_id, delivery_id)
            if found is None:
                return
            row, message = found
            await self._channels[row["channel"]](delivery_id, message)
        except Exception as error:  # what nobody foresaw is shown, and ends some day, like the rest
            known = error if isinstance(error, Undelivered) else NotNow(type(error).__name__)
            if not await self._noted(municipality_id, delivery_id, known):
                raise known from error
        else:
            await self._note(municipality_id, delivery_id, rules.ACCEPTED, None)

    async def _begun(self, municipality_id: UUID, delivery_id: UUID) -> tuple[Row, Message] | None:
        """The delivery and its message with the attempt written down; None when there is nothing to do."""
        async with self._database.bound(municipality_id) as connection:
            row = await queries.locked(connection, municipality_id, delivery_id)
            if row is None or rules.is_settled(row["state"]):
                return None
            if rules.is_under_way(row["state"], row["attempted_at"], clock.now()):
                raise UnderWay
            message = await self.purposes[row["purpose"]].compose(connection, row)
            await connection.execute(_BEGIN, municipality_id, delivery_id)
        return row, message

    async def _noted(self, municipality_id: UUID, delivery_id: UUID, error: Undelivered) -> bool:
        """Write down why it was not sent; whether it is settled by that."""
        if isinstance(error, UnderWay):
            return False
        async with self._database.bound(municipality_id) as connection:
            row = await queries.locked(connection, municipality_id, delivery_id)
        given_up = row is not None and rules.is_given_up(row["created_at"], clock.now())
        if row is None or not (isinstance(error, Refused) or given_up):
            await self._note(municipality_id, delivery_id, rules.WAITING, error.code)
            return False
        await self.purposes[row["purpose"]].failed(municipality_id, row["record_id"])
        await self._note(municipality_id, delivery_id, rules.FAILED, error.code)
        return True

    async def _note(self, municipality_id: UUID, delivery_id: UUID, state: str, result: str | None) -> None:
        async with self._database.bound(municipality_id) as connection:
            settled = rules.is_settled(state)
            await connection.execute(_NOTE, municipality_id, delivery_id, state, result, settled)


class UnderWay(NotNow):
    """Another worker is at it."""

    def __init__(self) -> None:
        super().__init__("under_way")
