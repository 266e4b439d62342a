"""Logs as JSON lines that carry names, numbers and identifiers, and never what a person wrote."""

import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Any, TextIO
from uuid import UUID

import structlog

Event = MutableMapping[str, Any]

# Without spaces and line ends, so no sentence and no second line.
_NAME = re.compile(r"[\w.,:/+*@\[\](){}<>=-]{0,120}", re.ASCII)
_KEY_MATERIAL = re.compile(r"lj1\.|[\w-]{40,}|://[^/]*@")  # tokens, digests, passwords in addresses
_SECRET_KEYS = re.compile(r"authorization|cookie|credential|password|secret|token")
_LONGEST_FOREIGN = 120


def configure_logs(level: int = logging.INFO, stream: TextIO | None = None) -> None:
    """Send our logs and libraries' warnings to a stream, standard error if none is given.

    A terminal gets them readable, everything else as JSON lines.
    """
    out = stream or sys.stderr
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        shape_exception,
        keep_names_only,
    ]
    render: Any = structlog.processors.JSONRenderer()
    if out.isatty():
        render = structlog.dev.ConsoleRenderer()
    structlog.configure(
        processors=[*shared, render],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(out),
    )
    strip = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(processors=[_read_foreign, *shared, strip, render])
    )
    logging.basicConfig(level=max(level, logging.WARNING), handlers=[handler], force=True)
    # Its lines hold addresses with search words; requests are counted and timed in the metrics.
    logging.getLogger("uvicorn.access").disabled = True


def keep_names_only(_logger: Any, _method: str, event: Event) -> Event:
    """Put in place of what could be a person's text or a secret what kind of thing it was."""
    for key, value in event.items():
        if _SECRET_KEYS.search(key.lower()):
            event[key] = "[removed]"
        elif key not in ("event", "exception"):
            event[key] = _named(value)
    return event


def shape_exception(_logger: Any, _method: str, event: Event) -> Event:
    """An exception as its types and where it passed; its words may quote a row or a request."""
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    elif isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        event["exception"] = _chain(error)
    return event


def _named(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, UUID | Enum | datetime | date | Path):
        return str(value.value if isinstance(value, Enum) else value)
    if isinstance(value, list | tuple | set | frozenset):
        return [_named(part) for part in value]
    if isinstance(value, str) and _NAME.fullmatch(value) and not _KEY_MATERIAL.search(value):
        return value
    return f"[{type(value).__name__} removed]"


def _chain(error: BaseException) -> list[str]:
    """Each exception of the chain, last raised first: `Type at file:line function > …`."""
    lines: list[str] = []
    current: BaseException | None = error
    while current is not None:
        frames = traceback.extract_tb(current.__traceback__)[-8:]
        places = [f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in frames]
        lines.append(f"{type(current).__qualname__} at {' > '.join(places)}")
        current = current.__cause__ or current.__context__
    return lines


def _read_foreign(_logger: Any, _method: str, event: Event) -> Event:
    """A library's line as its fixed words: the template before values, and no second line of it."""
    record: logging.LogRecord = event["_record"]
    words = str(record.msg).strip().split("\n", 1)[0][:_LONGEST_FOREIGN]
    return {**event, "event": words, "logger": record.name, "level": record.levelname.lower()}
