"""Nothing a person wrote, and no secret, reaches a log line, whichever way it is logged."""

import json
import logging
from collections.abc import Iterator
from io import StringIO
from typing import Any
from uuid import UUID

import pytest
import structlog

from api.kit.logs import configure_logs

NOTE = "Kalle slog Lisa\nvid \x1b[31mtorget"
TOKEN = "lj1.01890a5d-ac96-774b-bcce-b302099a8057.kX9v-Tq2mB7_wLz4RjY8hN5cPfG1dS6aQwErTyUiOpA"


@pytest.fixture
def out() -> Iterator[StringIO]:
    """What is logged, our way and the standard library's."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    stream = StringIO()
    configure_logs(stream=stream)
    yield stream
    root.handlers, root.level = before
    logging.getLogger("uvicorn.access").disabled = False
    structlog.reset_defaults()


def lines(out: StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_names_and_numbers_stay(out: StringIO) -> None:
    subject = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
    structlog.get_logger().info("fact_recorded", subject=subject, count=3, route="/sites/{id}")
    (line,) = lines(out)
    assert line.pop("timestamp").endswith("Z")
    told = {"subject": str(subject), "count": 3, "route": "/sites/{id}"}
    assert line == {"event": "fact_recorded", "level": "info", **told}


@pytest.mark.parametrize("value", [NOTE, TOKEN, {"note": NOTE}, [NOTE], NOTE.encode(), "å" * 9])
def test_free_text_and_tokens_go(out: StringIO, value: object) -> None:
    structlog.get_logger().warning("odd_input", value=value, other=value)
    text = json.dumps(lines(out))
    for part in ("Kalle", "torget", "lj1", "å", "\\u001b"):
        assert part not in text


def test_keys_that_name_secrets_are_emptied(out: StringIO) -> None:
    structlog.get_logger().info("login", password="hemlig", device_secret="x1", Cookie="y")
    (line,) = lines(out)
    assert {line["password"], line["device_secret"], line["Cookie"]} == {"[removed]"}


def test_addresses_with_passwords_go(out: StringIO) -> None:
    structlog.get_logger().info("connecting", address="postgresql://app:hemlig@db/ledljus")
    assert "hemlig" not in json.dumps(lines(out))


def test_an_exception_shows_where_but_not_its_words(out: StringIO) -> None:
    try:
        try:
            raise ValueError(NOTE)
        except ValueError as cause:
            raise RuntimeError(NOTE) from cause
    except RuntimeError:
        structlog.get_logger().exception("apply_failed")
        logging.getLogger("library").exception("it failed: %s", NOTE)
    ours, theirs = lines(out)
    for line in (ours, theirs):
        kinds = [part.split(" at ")[0] for part in line["exception"]]
        assert kinds == ["RuntimeError", "ValueError"]
        assert "test_logs.py:" in json.dumps(line["exception"])
        assert "Kalle" not in json.dumps(line)
    assert theirs["event"] == "it failed: %s"
    assert theirs["logger"] == "library"


def test_access_lines_with_search_words_are_off(out: StringIO) -> None:
    logging.getLogger("uvicorn.access").warning('"GET /incidents?q=Kalle"')
    assert lines(out) == []
