"""Every string, value and body of the corpus into every field: no failure, no echo, nothing undocumented."""

import asyncio
import itertools
import json
import os
from pathlib import Path
from typing import Any

import httpx

from api.kit.errors import PROBLEM
from api.kit.http import HEADERS
from tests.api.access.town import Member
from tests.api.operations.wire import contract
from tests.hostile.corpus import BODIES, MARK, STRINGS, VALUES
from tests.hostile.fields import Field, fields
from tests.hostile.judging import judged
from tests.servers import LiveServer

EACH = 4  # values that a field gets; the corpus goes round, so that every value is sent to many fields
AT_ONCE = 8


def resident_mb(server: LiveServer) -> float:
    """The memory of the server's processes."""
    pages = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            told = stat.read_text().rpartition(")")[2].split()
            if int(told[2]) == server.process.pid:  # its process group
                pages += int(stat.with_name("statm").read_text().split()[1])
        except (OSError, ValueError):
            continue
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def test_the_corpus_is_large_enough() -> None:
    assert len(STRINGS) >= 600 and len(set(STRINGS)) == len(STRINGS)
    assert len(BODIES) >= 50


async def _send(client: httpx.AsyncClient, who: Member, field: Field, value: object) -> str | None:
    """What is wrong with the answer, if anything is."""
    request = field.request(value)
    request["headers"] = who.headers | request["headers"]
    answer = await client.request(**request)
    wrong = list(judged(answer, contract()["paths"][field.path][field.method.lower()]["responses"]))
    shown = f"{field} {value!r:.80}: {answer.status_code} {answer.text[:300]}"
    return f"{shown}\n   {wrong}" if wrong else None


async def test_nothing_in_any_field_breaks_anything(
    live_server: LiveServer, client: httpx.AsyncClient, people: dict[str, Member], scale: int
) -> None:
    strings, bodies = itertools.cycle([*STRINGS, *VALUES]), itertools.cycle(BODIES)
    todo = [
        (field, next(bodies if field.place == "raw" else strings))
        for field in fields()
        for _ in range(EACH * scale)
    ]
    third, wrong, memory = len(todo) // 3, list[str](), list[float]()
    for part in (todo[:third], todo[third : 2 * third], todo[2 * third :]):
        turns = iter(part)

        async def send_some() -> None:
            for field, value in turns:  # noqa: B023 the turns of this part
                fault = await _send(client, people["everybody"], field, value)
                wrong.extend([fault] if fault else [])

        await asyncio.gather(*(send_some() for _ in range(AT_ONCE)))
        memory.append(resident_mb(live_server))
    assert not wrong, f"{len(wrong)} of {len(todo)}:\n" + "\n".join(wrong[:40])
    assert memory[2] < 1.1 * memory[1], memory


async def test_no_line_of_the_log_is_forged_or_tells_what_was_sent(live_server: LiveServer) -> None:
    text = live_server.log.read_text(encoding="utf-8")
    assert MARK not in text and "\x1b" not in text
    for line in text.splitlines():
        assert json.loads(line)["event"] != "forged"


def test_the_judge_finds_what_is_planted() -> None:
    right = {"type": "/problems/x", "title": "X", "status": 422, "detail": "x", "instance": "/", "code": "x"}
    responses = contract()["paths"]["/api/v1/session"]["get"]["responses"]
    always = HEADERS | {"Content-Security-Policy": "default-src 'none'", "Content-Type": PROBLEM}

    def found(status: int, headers: dict[str, str] = always, **changed: Any) -> str:
        answer = httpx.Response(status, headers=headers, json=right | changed)
        return " ".join(judged(answer, responses))

    assert found(422) == ""
    assert "failure" in found(500)
    assert "not documented" in found(418)
    assert "echo" in found(422, detail=f"no {MARK}")
    assert "insides" in found(422, detail="asyncpg.DataError")
    assert "without" in found(422, {"Content-Type": PROBLEM})
    assert "media type" in found(422, always | {"Content-Type": "text/html"})
    assert "code" in found(422, code=None)
