"""HTTP for hand-overs: the public page that receivers answer on, and taking its link back."""

from typing import Annotated, Any
from urllib.parse import parse_qsl
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from limits import RateLimitItemPerMinute
from pydantic import ValidationError

from api.access.actors import Reading, public, reads
from api.access.permissions import Permission
from api.handovers import rules
from api.handovers.schemas import LinkRevoked, ReplyForm
from api.handovers.service import WORDS
from api.kit.errors import Problem
from api.kit.http import API, address_of, body_bytes
from api.kit.ids import new_id
from api.kit.public_pages import language_of, page

router = APIRouter(prefix=API, tags=["incidents"])
pages = APIRouter(include_in_schema=False)
P = Permission
_MOST_BYTES = 16 * 1024
# Per address, right token or not: an office behind one address answers less, a guesser more.
_PER_ADDRESS = RateLimitItemPerMinute(60)
_SAID = {404: "unknown", 410: "gone", 429: "too_many"}
Language = Annotated[str | None, Query(max_length=2)]


def _count(request: Request) -> None:
    if not request.app.state.limiter.hit(_PER_ADDRESS, "answer", address_of(request)):
        raise Problem(429, "too_many_attempts", "Too many attempts from this address.")


def _message(language: str, problem: Problem) -> Response:
    """The page that says why there is no other. Raises a problem that has no page."""
    if problem.status not in _SAID:
        raise problem
    words, said = WORDS[language], _SAID[problem.status]
    body = rules.message_page(f"{said}_title", said, words)
    return page(language, words[f"{said}_title"], body, problem.status)


async def _reply_page(
    request: Request, token: str, language: str, faulty: tuple[str, dict[str, str]] | None = None
) -> Response:
    """The page; after a form that could not be taken, with what was wrong and what was written."""
    try:
        _count(request)
        found = await request.app.state.house.handovers.read(token, language)
    except Problem as problem:
        return _message(language, problem)
    words: dict[str, Any] = WORDS[language]
    body = rules.reply_page(found["facts"], found["answer"], new_id(), words, faulty)
    title = words["title"].format(municipality=found["facts"]["municipality"])
    return page(language, title, body, 422 if faulty else 200)


@pages.get("/atersvar/{token}")
async def read_reply_page(
    request: Request, _: Annotated[None, public()], token: str, lang: Language = None
) -> Response:
    """What the receiver of a hand-over answers on; works without script and without an account."""
    language = language_of(lang, request.headers.get("accept-language", ""))
    return await _reply_page(request, token, language)


@pages.post("/atersvar/{token}")
async def post_reply(
    request: Request, _: Annotated[None, public()], token: str, lang: Language = None
) -> Response:
    """Record the answer, and show the page again, which says it."""
    language = language_of(lang, request.headers.get("accept-language", ""))
    raw = (await body_bytes(request, _MOST_BYTES)).decode(errors="replace")
    sent = {name: value.replace("\r\n", "\n") for name, value in parse_qsl(raw)}
    try:
        form = ReplyForm.model_validate(sent)
    except ValidationError as error:
        trouble = "too_long" if "too_long" in error.errors()[0]["type"] else "choose"
        return await _reply_page(request, token, language, (trouble, sent))
    try:
        _count(request)
        await request.app.state.house.handovers.answer(token, form)
    except Problem as problem:
        return _message(language, problem)
    return RedirectResponse(f"{request.url.path}?lang={language}", 303)


@router.post("/incidents/{id}/reply-links/{link}/revoke", status_code=204)
async def revoke_reply_link(
    request: Request,
    id: UUID,
    link: UUID,
    reading: Annotated[Reading, reads(P.INCIDENTS_MANAGE)],
    sent: LinkRevoked,
) -> None:
    """Take back the link that a receiver answers by; whoever opens it is told so."""
    await request.app.state.house.handovers.revoke(reading, id, link, sent.reason)
