"""Rules of gallring and what is held against them: by decision only, one of a kind, each town's own."""

from typing import Any

import httpx
import pytest

from tests.api.access.registering import Desk, fault, refused
from tests.api.access.town import Town

RULE = {"what": "positions", "after_days": 90, "decision_no": "KS 2026/14", "decided_on": "2026-03-02"}


@pytest.mark.parametrize(
    ("field", "value"),
    [("decision_no", " "), ("decision_no", ""), ("decision_no", None), ("what", "everything"),
     ("after_days", 0), ("decided_on", "soon")],
)  # fmt: skip
async def test_without_a_decision_there_is_no_rule(
    client: httpx.AsyncClient, town: Town, field: str, value: Any
) -> None:
    desk = Desk(client, await town.person("admin"))
    path = "/retention-rules/01901e3a-5c00-7d44-b5d6-a5e2c16f7708"
    assert fault(await desk.put(path, RULE | {field: value})) == f"body.{field}"


async def test_one_rule_in_force_takes_each_kind_of_thing(
    client: httpx.AsyncClient, town: Town, other_town: Town
) -> None:
    desk = Desk(client, await town.person("safety_chief"))
    stranger = Desk(client, await other_town.person("safety_chief"))
    path, tag = await desk.add("retention-rules", RULE)
    await stranger.add("retention-rules", RULE)
    second = path[:-4] + "0000"
    assert refused(await desk.put(second, RULE)) == (409, "rule_exists")
    assert (await client.put(f"/api/v1{path}", json=RULE, headers=desk.who.headers)).status_code == 428
    closed = await desk.put(path, RULE | {"closed": True}, tag)
    assert closed.status_code == 200, closed.text
    assert refused(await desk.put(path, RULE, tag)) == (412, "changed_since")
    assert (await desk.put(second, RULE)).status_code == 201
    said = "SELECT count(*) FROM journal WHERE municipality_id = $1 AND kind = 'retention_rule.changed'"
    assert await town.change(said) == 3
    assert (await stranger.get(path)).status_code == 404
    assert [one["closed"] for one in (await desk.get("/retention-rules")).json()["items"]] == [False, True]


async def test_only_a_report_that_is_there_is_held(client: httpx.AsyncClient, town: Town) -> None:
    desk = Desk(client, await town.person("admin"))
    path = "/legal-holds/01901e3a-5c00-7d44-b5d6-a5e2c16f7708"
    hold = {"receipt_no": "AAAA-AAAA", "reference": "KS 2026/88"}
    assert fault(await desk.put(path, hold)) == "body.receipt_no"
