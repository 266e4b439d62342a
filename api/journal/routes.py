"""HTTP of the journal: receiving facts, receipts, the feed and quarantine."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import StreamingResponse
from fastapi.routing import APIRoute
from starlette.types import Receive, Scope, Send

from api.access.actors import Credential, Reading, credential_of, reads, writes
from api.access.permissions import Permission
from api.journal import decisions, feed, queries
from api.journal.facts import Sent, checked_digest
from api.journal.kinds import RecordKind
from api.journal.schemas import (
    MAX_FACT_BYTES,
    Decided,
    Decision,
    FeedPage,
    QuarantinePage,
    ReceiptQuery,
    ReceiptStates,
)
from api.journal.stream import stream
from api.kit.errors import Problem
from api.kit.http import API, body_bytes, device_time, json_response
from api.kit.ids import is_uuid7
from api.kit.metrics import count_fact

router = APIRouter(prefix=API, tags=["journal"])


class FactRoute(APIRoute):
    """A route whose endpoint takes the request, its path's ids and `sender`, and answers by itself.

    The framework describes it, and answers for it when an id is none; asked for each fact it would
    cost a fifth of the fact's time (`make bench`).
    """

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._whole, self.app = self.app, self._short

    async def _short(self, scope: Scope, receive: Receive, send: Send) -> None:
        ids = {name: _uuid7(text) for name, text in scope["path_params"].items()}
        if None in ids.values():
            await self._whole(scope, receive, send)
            return
        request = Request(scope, receive)
        answer = await self.endpoint(request, sender=credential_of(request), **ids)
        await answer(scope, receive, send)


def _uuid7(text: str) -> UUID | None:
    try:
        read = UUID(text)
    except ValueError:
        return None
    return read if is_uuid7(read) else None


async def receive(
    request: Request,
    kind: RecordKind,
    sender: Credential,
    subject_id: UUID,
    fact_id: UUID,
    raw: bytes,
) -> Response:
    """Hand a sender's bytes to the journal and answer with the receipt."""
    sent = Sent(raw, request.headers.get("content-digest"), device_time(request))
    try:
        answer = await request.app.state.journal.receive(kind, sender, subject_id, fact_id, sent)
    except Problem as problem:
        count_fact(kind.name, problem.status, conflict=problem.code == "id_conflict")
        raise
    quarantined = "quarantined" in answer.content["receipt"]["flags"]
    count_fact(kind.name, answer.status, quarantined=quarantined)
    return json_response(answer.content, answer.status)


async def fact_bytes(request: Request) -> bytes:
    """A fact's body, exactly as sent. Raises 413, and 400 before anybody reads altered bytes."""
    raw = await body_bytes(request, MAX_FACT_BYTES)
    checked_digest(Sent(raw, request.headers.get("content-digest")))
    return raw


@router.post("/receipts/query", response_model=ReceiptStates)
async def query_receipts(
    request: Request,
    reading: Annotated[Reading, reads(Permission.SIGNED_IN)],
    questions: list[ReceiptQuery],
) -> Any:
    """What the server knows of the asker's own facts, at most 500 at a time."""
    return {"items": await queries.receipt_states(request.app.state.journal, reading, questions)}


@router.get("/journal", response_model=FeedPage)
async def read_journal(
    request: Request,
    reading: Annotated[Reading, reads(Permission.JOURNAL_READ)],
    after: Annotated[str | None, Query(max_length=100)] = None,
    kind: Annotated[str | None, Query(max_length=60)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
) -> Any:
    """Records after a cursor, in the order in which they became visible; nothing is ever skipped."""
    return await feed.page(request.app.state.journal, reading, after, kind, limit)


@router.get(
    "/journal/stream",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}},
)
async def stream_journal(
    request: Request,
    sender: Annotated[Credential, writes(Permission.JOURNAL_READ)],
    after: Annotated[str | None, Query(max_length=100)] = None,
) -> Response:
    """Server-sent events: `record` for every record, `heartbeat` every 3 s with time, cursor and counts."""
    start = request.headers.get("last-event-id") or after
    events = await stream(request.app.state.journal, sender, start)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(events, headers=headers, media_type="text/event-stream")


@router.get("/quarantine", response_model=QuarantinePage)
async def list_quarantine(
    reading: Annotated[Reading, reads(Permission.QUARANTINE_REVIEW)],
    cursor: Annotated[str | None, Query(max_length=100)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
) -> Any:
    """Facts held for a person, oldest first, each with what stands under its id."""
    return await queries.held_page(reading, cursor, limit)


@router.post("/quarantine/{id}/release", response_model=Decided)
async def release_held(
    request: Request,
    id: UUID,
    sender: Annotated[Credential, writes(Permission.QUARANTINE_REVIEW)],
    decision: Decision,
) -> Any:
    """Record a held fact after all, with the time and receipt number its sender was given."""
    return await decisions.release(request.app.state.journal, sender, id, decision.reason)


@router.post("/quarantine/{id}/reject", response_model=Decided)
async def reject_held(
    request: Request,
    id: UUID,
    sender: Annotated[Credential, writes(Permission.QUARANTINE_REVIEW)],
    decision: Decision,
) -> Any:
    """Say why a held fact is not recorded; its author sees it, nothing is deleted."""
    return await decisions.reject(request.app.state.journal, sender, id, decision.reason)
