"""Problems by RFC 9457: what went wrong in words a sender can act on, never its input."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from api.kit.transient import PASSING, is_transient

log = structlog.get_logger()
PROBLEM = "application/problem+json"
FieldErrors = list[dict[str, str]]


class Problem(Exception):
    """An answer other than success; `code` is stable, `detail` is English and free of input."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        errors: FieldErrors | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.status, self.code, self.detail = status, code, detail
        self.errors, self.headers = errors, headers


def not_found() -> Problem:
    """The one answer for missing objects, another municipality's and those not to be seen."""
    return Problem(404, "not_found", "There is no such object, or you may not see it.")


def forbidden(permission: str) -> Problem:
    """403 naming the permission that is missing."""
    return Problem(403, "forbidden", f"This needs the permission {permission}.")


def refused_field(field: str, reason: str) -> Problem:
    """422 for one field that no schema can judge; the reason carries no input."""
    errors = [{"field": f"body.{field}", "reason": reason}]
    return Problem(422, "invalid_body", "One or more fields are not as documented.", errors=errors)


def unavailable(error: Exception) -> Problem:
    """503 for what passes by itself; nothing was confirmed."""
    return Problem(
        503,
        "try_again",
        f"The server cannot do this just now ({type(error).__name__}). Keep it and try again.",
        headers={"Retry-After": "2"},
    )


def problem_response(problem: Problem, instance: str) -> JSONResponse:
    """The problem as `application/problem+json`."""
    content: dict[str, Any] = {
        "type": f"/problems/{problem.code}",
        "title": problem.code.replace("_", " ").capitalize(),
        "status": problem.status,
        "detail": problem.detail,
        "instance": instance,
        "code": problem.code,
    }
    if problem.errors:
        content["errors"] = problem.errors
    headers = {"Cache-Control": "no-store", **(problem.headers or {})}
    return JSONResponse(content, problem.status, headers, media_type=PROBLEM)


def field_errors(errors: Sequence[Any]) -> FieldErrors:
    """Pydantic's errors as field and reason; values and contexts are left out."""
    named = []
    for error in errors[:20]:
        where = ".".join(_part(part) for part in error["loc"])
        named.append({"field": where, "reason": _reason(error)})
    return named


def _part(part: int | str) -> str:
    # An unknown field is named by its sender: a name is told, words and markup are not.
    return str(part) if _FIELD_NAME.fullmatch(str(part)) else "?"


def _reason(error: Mapping[str, Any]) -> str:
    # A validator's own message is ours and carries no input; pydantic's may quote it.
    if error["type"] == "value_error":
        return str(error["msg"]).removeprefix("Value error, ")
    return str(error["type"])


def invalid(error: ValidationError | RequestValidationError) -> Problem:
    """422 with the fields and reasons."""
    return Problem(
        422,
        "invalid_body",
        "One or more fields are not as documented.",
        errors=field_errors(error.errors()),
    )


_FIELD_NAME = re.compile("[A-Za-z0-9_-]{1,60}")
_CODES = {404: "not_found", 405: "method_not_allowed", 413: "too_large", 415: "unsupported_type"}


def install(app: FastAPI) -> None:
    """Give every error of the application the one shape."""

    @app.exception_handler(Problem)
    async def on_problem(request: Request, problem: Problem) -> JSONResponse:
        return problem_response(problem, request.url.path)

    @app.exception_handler(RequestValidationError)
    async def on_invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        return problem_response(invalid(error), request.url.path)

    @app.exception_handler(HTTPException)
    async def on_http(request: Request, error: HTTPException) -> JSONResponse:
        code = _CODES.get(error.status_code, "http_error")
        detail = "There is nothing here." if error.status_code == 404 else str(error.detail)
        problem = Problem(error.status_code, code, detail, headers=error.headers)
        return problem_response(problem, request.url.path)

    @app.exception_handler(ClientDisconnect)
    async def on_cut(request: Request, _error: ClientDisconnect) -> JSONResponse:
        # Phones are cut off every night: no failure of the server's, and nobody hears the answer.
        problem = Problem(400, "cut_off", "The request ended before it was whole.")
        return problem_response(problem, request.url.path)

    async def on_passing(request: Request, error: Exception) -> JSONResponse:
        if not is_transient(error):
            raise error
        log.warning("request failed for now", path=request.url.path, error=type(error).__name__)
        return problem_response(unavailable(error), request.url.path)

    for passing in PASSING:
        app.add_exception_handler(passing, on_passing)


def failure_response(error: Exception, instance: str) -> JSONResponse:
    """500 for what nobody foresaw; its words stay in the server."""
    log.error("request failed", path=instance, error=type(error).__name__)
    return problem_response(
        Problem(500, "server_error", "The server failed. Nothing was confirmed."), instance
    )
