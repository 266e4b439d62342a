"""What Schemathesis makes of the contract, right and wrong, as each role: its judgement and ours."""

from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.access.permissions import Role
from tests.api.access.town import Member
from tests.api.operations.wire import contract
from tests.hostile.fields import LEFT_OUT
from tests.hostile.judging import judged
from tests.servers import LiveServer

EACH = 2
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
OPERATIONS = [
    (method.upper(), path)
    for path, operations in contract()["paths"].items()
    for method, shown in operations.items()
    if shown["operationId"] not in LEFT_OUT
]


@pytest.mark.parametrize("who", ["everybody", *Role])
def test_nothing_generated_breaks_anything(
    live_server: LiveServer, people: dict[str, Member], scale: int, who: str
) -> None:
    if who != "everybody" and scale == 1:
        pytest.skip("each role by itself is asked by make torture")
    schema = schemathesis.openapi.from_dict(contract())
    for method, path in OPERATIONS:
        for mode in (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE):
            _try(live_server.url, schema[path][method], mode, people[who], EACH * scale)


def _try(url: str, operation: Any, mode: schemathesis.GenerationMode, who: Member, times: int) -> None:
    @settings(
        max_examples=times,
        phases=[Phase.generate],
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def attempt(case: Any) -> None:
        answer = case.call(base_url=url, headers=who.headers)
        case.validate_response(answer, checks=CHECKS)
        ours = httpx.Response(
            answer.status_code,
            headers=[(name, value) for name, values in answer.headers.items() for value in values],
            content=answer.content,
        )
        responses = contract()["paths"][operation.path][operation.method.lower()]["responses"]
        assert list(judged(ours, responses)) == [], (operation.label, answer.text)

    attempt()
