"""Facts of one municipality that wait at the same time share a transaction."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import structlog

from api.access.actors import Credential
from api.journal.facts import Fact
from api.journal.receipts import Answer
from api.kit.errors import Problem
from api.kit.transient import CLASHES, is_transient

log = structlog.get_logger()

MOST_TOGETHER = 64  # facts in one transaction
MOST_AT_ONCE = 2  # transactions of one municipality in one process
MOST_WAITING = 1000  # facts of one process; senders keep what is refused and come again


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A fact whose request waits for its answer."""

    fact: Fact
    sender: Credential
    told: asyncio.Future[Answer]

    def tell(self, answer: Answer | Exception) -> None:
        """Wake who waits; the fact of a sender that has hung up is recorded all the same."""
        if self.told.done():
            return
        if isinstance(answer, Exception):
            self.told.set_exception(answer)
        else:
            self.told.set_result(answer)


@dataclass(slots=True)
class _Lane:
    """One municipality's facts that wait, and how many transactions are under way."""

    waiting: deque[_Waiting] = field(default_factory=deque)
    under_way: int = 0


class Groups:
    """Collects without a timer: what arrives while a transaction is under way forms the next one.

    What arrives in the same turn of the event loop goes together too. When a group fails, each of its
    facts goes by itself, so that nobody's fact fails for another's.
    """

    def __init__(
        self,
        alone: Callable[[Fact, Credential], Awaitable[Answer]],
        together: Callable[[Sequence[tuple[Fact, Credential]]], Awaitable[list[Answer]]],
    ) -> None:
        self._alone, self._together = alone, together
        self._lanes: dict[UUID, _Lane] = defaultdict(_Lane)
        self._waiting = 0
        self._tasks: set[asyncio.Task[None]] = set()

    async def submit(self, fact: Fact, sender: Credential) -> Answer:
        """The fact's answer, once its transaction stands. Raises Problem; 503 when too many wait."""
        if self._waiting >= MOST_WAITING:
            raise Problem(503, "busy", "Too much waits. Send it again shortly.", headers={"Retry-After": "2"})
        loop, lane = asyncio.get_running_loop(), self._lanes[fact.municipality_id]
        told: asyncio.Future[Answer] = loop.create_future()
        lane.waiting.append(_Waiting(fact, sender, told))
        self._waiting += 1
        if lane.under_way < MOST_AT_ONCE:
            loop.call_soon(self._next, lane, fact.municipality_id)
        return await told

    def _next(self, lane: _Lane, municipality_id: UUID) -> None:
        """Let what waits have a transaction, if there is one to have."""
        if lane.waiting and lane.under_way < MOST_AT_ONCE:
            lane.under_way += 1
            task = asyncio.create_task(self._flush(lane, municipality_id, self._taken(lane)))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def _taken(self, lane: _Lane) -> list[_Waiting]:
        """The next group, oldest first; a second fact of one id or subject stays for the one after."""
        group: list[_Waiting] = []
        later: list[_Waiting] = []
        seen = set[UUID]()
        while lane.waiting and len(group) < MOST_TOGETHER:
            one = lane.waiting.popleft()
            named = {one.fact.id, *one.fact.subjects}
            (later if named & seen else group).append(one)
            seen |= named
        lane.waiting.extendleft(reversed(later))
        self._waiting -= len(group)
        return group

    async def _flush(self, lane: _Lane, municipality_id: UUID, group: list[_Waiting]) -> None:
        try:
            for one, answer in zip(group, await self._answers(group), strict=True):
                one.tell(answer)
        finally:
            lane.under_way -= 1
            self._next(lane, municipality_id)
            if not lane.under_way:
                self._lanes.pop(municipality_id, None)

    async def _answers(self, group: list[_Waiting]) -> Sequence[Answer | Exception]:
        """What each is told. While the database is away all are told so, without asking it for each."""
        if len(group) > 1:
            try:
                return await self._together([(one.fact, one.sender) for one in group])
            except Exception as error:
                if is_transient(error) and not isinstance(error, CLASHES):
                    return [error] * len(group)
                log.info("group goes one by one", facts=len(group), error=type(error).__name__)
        return [await self._singly(one) for one in group]

    async def _singly(self, one: _Waiting) -> Answer | Exception:
        try:
            return await self._alone(one.fact, one.sender)
        except Exception as error:
            return error
