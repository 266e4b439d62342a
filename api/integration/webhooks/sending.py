"""Sending: a follower notes what is owed to whom, and one job at a time pays each receiver."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import structlog

from api.access.actors import Actor, Reading
from api.access.permissions import KEY_ALWAYS, Permission
from api.integration.webhooks.rules import PATIENCE, pause, rest, secret_numbers, secret_of
from api.journal import feed
from api.journal.deferring import defer
from api.journal.service import Journal
from api.kit import clock
from api.kit.db import Connection, Row
from api.kit.ids import new_id
from api.kit.jsons import dumped, only
from api.kit.outbound import NotSent, Outbound, signature_headers

log = structlog.get_logger()
JOB = "send_webhooks"
_TURN_S = 20.0  # after which a busy receiver's job lets others' jobs have its place

_LISTENING = "SELECT * FROM webhooks WHERE municipality_id = $1 AND enabled"
_OWE = """
INSERT INTO webhook_deliveries (municipality_id, id, webhook_id, record_id, subject_id, kind)
VALUES ($1, $2, $3, $4, $5, $6)
"""
# Only one job counts at a time: the one whose number stands in `run`. Nobody wakes a receiver whose job
# is under way (it looks again before it rests), nor one that rests because it failed.
_WAKE = """
UPDATE webhooks SET run = run + 1, wakes_at = now()
WHERE municipality_id = $1 AND id = ANY($2) AND enabled
  AND (wakes_at IS NULL OR (wakes_at > now() AND failures = 0))
RETURNING id, run
"""
_BEGIN = """
UPDATE webhooks SET wakes_at = CASE WHEN enabled THEN now() END
WHERE municipality_id = $1 AND id = $2 AND run = $3 RETURNING *
"""
_GIVE_UP = """
UPDATE webhook_deliveries SET state = 'failed', reason = COALESCE(reason, 'receiver_away')
WHERE municipality_id = $1 AND webhook_id = $2 AND state = 'waiting' AND created_at < $3
  AND (attempts > 0 OR $4::timestamptz < $3)
"""
# The oldest that is owed about each subject: what comes after it waits, so that its story is told in order.
_HEADS = """
FROM webhook_deliveries d WHERE d.municipality_id = $1 AND d.webhook_id = $2 AND d.state = 'waiting'
  AND NOT EXISTS (SELECT FROM webhook_deliveries e WHERE e.municipality_id = d.municipality_id
    AND e.webhook_id = d.webhook_id AND e.subject_id = d.subject_id AND e.state = 'waiting' AND e.no < d.no)
"""
_NEXT = f"SELECT d.* {_HEADS} AND d.due_at <= now() ORDER BY d.no LIMIT 1"
_SOONEST = f"SELECT min(d.due_at) {_HEADS}"
_NOTE = """
UPDATE webhook_deliveries SET attempts = attempts + 1, tried_at = now(), status = $3, reason = $4,
  state = CASE WHEN $5::interval IS NULL THEN 'delivered' ELSE 'waiting' END,
  due_at = now() + COALESCE($5, interval '0')
WHERE municipality_id = $1 AND id = $2
"""
_WITHHOLD = """
UPDATE webhook_deliveries SET state = 'failed', reason = 'withheld' WHERE municipality_id = $1 AND id = $2
"""
_COUNT_FAILURE = """
UPDATE webhooks SET failures = failures + 1, failing_since = COALESCE(failing_since, now())
WHERE municipality_id = $1 AND id = $2
"""
_COUNT_SUCCESS = """
UPDATE webhooks SET failures = 0, failing_since = NULL
WHERE municipality_id = $1 AND id = $2 AND failures > 0
"""
_STANDING = (
    "SELECT failures, enabled FROM webhooks WHERE municipality_id = $1 AND id = $2 AND run = $3 FOR UPDATE"
)
_REST = """
UPDATE webhooks SET run = run + CASE WHEN $3::timestamptz IS NULL THEN 0 ELSE 1 END, wakes_at = $3
WHERE municipality_id = $1 AND id = $2 RETURNING run
"""


@dataclass(frozen=True, slots=True)
class Attempt:
    """How one try went: the answer's status, or why there was none."""

    status: int | None
    reason: str | None

    @property
    def delivered(self) -> bool:
        """Whether the receiver has taken it."""
        return self.reason is None


class Sending:
    """What the worker does for webhooks; its database is the worker role's."""

    def __init__(self, journal: Journal, outbound: Outbound) -> None:
        self._journal, self._outbound = journal, outbound

    async def follow(self, connection: Connection, municipality_id: UUID, records: Sequence[Row]) -> None:
        """Note what of new records is owed to whom, and wake the receivers' jobs."""
        owed = []
        for hook in await connection.fetch(_LISTENING, municipality_id):
            asked = [one for one in records if not hook["kinds"] or one["kind"] in hook["kinds"]]
            seen = await feed.visible(self._journal, Reading(_actor_of(hook), connection), asked)
            owed += [
                (municipality_id, new_id(), hook["id"], one["id"], one["subject_id"], one["kind"])
                for one in asked
                if one["id"] in seen
            ]
        if owed:
            await connection.executemany(_OWE, owed)
            await wake(connection, municipality_id, sorted({one[2] for one in owed}))

    async def run(self, arguments: Mapping[str, Any]) -> None:
        """Send what is owed to one receiver until nothing is due, one fails, or its turn is over."""
        place = UUID(arguments["municipality_id"]), UUID(arguments["webhook_id"])
        number, over_at = int(arguments["run"]), time.monotonic() + _TURN_S
        async with self._journal.database.bound(None) as connection:
            hook = await connection.fetchrow(_BEGIN, *place, number)
            if hook is None or not hook["enabled"]:
                return
            too_old = clock.now() - PATIENCE
            await connection.execute(_GIVE_UP, *place, too_old, hook["failing_since"])
        while time.monotonic() < over_at and await self._send_one(hook):
            pass
        async with self._journal.database.bound(None) as connection:
            await _rest(connection, place, number)

    async def _send_one(self, hook: Row) -> bool:
        """Send the next that is due; whether to go on."""
        place = hook["municipality_id"], hook["id"]
        async with self._journal.database.bound(None) as connection:
            owed = await connection.fetchrow(_NEXT, *place)
            if owed is None:
                return False
            reading = Reading(_actor_of(hook), connection)
            record = await feed.one(self._journal, reading, owed["record_id"])
            if record is None:
                await connection.execute(_WITHHOLD, hook["municipality_id"], owed["id"])
                return True
        attempt = await self._attempt(hook, record)
        async with self._journal.database.bound(None) as connection:
            await _note(connection, hook, owed, attempt)
        return attempt.delivered

    async def _attempt(self, hook: Row, record: dict[str, Any]) -> Attempt:
        """Sign and send one record."""
        body, now = dumped(_message(hook, record)), clock.now()
        secrets = [
            secret_of(self._journal.keys.webhook, hook["municipality_id"], hook["id"], number)
            for number in secret_numbers(hook["secret_no"], hook["former_until"], now)
        ]
        headers = {"Content-Type": "application/json"}
        headers |= signature_headers(secrets, str(record["id"]), now, body)
        try:
            status = await self._outbound.post(hook["url"], body, headers)
        except NotSent as error:
            return Attempt(None, error.reason)
        if 200 <= status < 300:
            return Attempt(status, None)
        return Attempt(status, "redirected" if 300 <= status < 400 else "refused")


async def wake(connection: Connection, municipality_id: UUID, webhook_ids: Sequence[UUID]) -> None:
    """Let receivers' jobs run now, unless they run already or rest."""
    for row in await connection.fetch(_WAKE, municipality_id, list(webhook_ids)):
        await defer(connection, JOB, _arguments(municipality_id, row["id"], row["run"]))


async def _note(connection: Connection, hook: Row, owed: Row, attempt: Attempt) -> None:
    place = hook["municipality_id"], hook["id"]
    later = None if attempt.delivered else pause(owed["attempts"] + 1)
    await connection.execute(_NOTE, place[0], owed["id"], attempt.status, attempt.reason, later)
    await connection.execute(_COUNT_SUCCESS if attempt.delivered else _COUNT_FAILURE, *place)
    if not attempt.delivered:
        log.warning("webhook failed", webhook=str(hook["id"]), reason=attempt.reason, status=attempt.status)


async def _rest(connection: Connection, place: tuple[UUID, UUID], number: int) -> None:
    """End a job's turn: say when the next one comes, if anything is owed."""
    standing = await connection.fetchrow(_STANDING, *place, number)
    if standing is None:
        return
    now, soonest = clock.now(), None
    if standing["enabled"]:
        soonest = await connection.fetchval(_SOONEST, *place)
    if soonest is not None:
        soonest = max(soonest, now + rest(standing["failures"]) if standing["failures"] else now)
    run = await connection.fetchval(_REST, *place, soonest)
    if soonest is not None:
        await defer(connection, JOB, _arguments(*place, run), after=soonest - now)


def _arguments(municipality_id: UUID, webhook_id: UUID, run: int) -> dict[str, UUID | int | None]:
    return {"municipality_id": municipality_id, "webhook_id": webhook_id, "run": run}


def _actor_of(hook: Row) -> Actor:
    """A receiver reads as an API key with its scopes would."""
    scopes = frozenset(Permission(scope) for scope in hook["scopes"])
    return Actor(hook["municipality_id"], "key", hook["id"], scopes | KEY_ALWAYS)


def _message(hook: Row, record: dict[str, Any]) -> dict[str, Any]:
    """A record as its receiver gets it: as in the feed, of its body the fields that were asked for."""
    if record["body"] is not None and hook["fields"] is not None:
        record = record | {"body": only(record["body"], hook["fields"])}
    return {"type": record["kind"], "timestamp": record["received_at"], "data": record}
