"""Registers change by agreement: whoever read an older version is told, and nothing is overwritten."""

import asyncio
from typing import Any

import httpx
import pytest

from api.kit.ids import new_id
from tests.api.access.registering import Desk, refused
from tests.api.access.town import Town

Body = dict[str, Any]


def body_of(register: str, town: Town, name: str) -> Body:
    if register == "people":
        username = f"{new_id().hex}@{town.slug}.example"
        return {"username": username, "name": name, "roles": ["guard"]}
    return {"name": name, "kind": "school"}


@pytest.fixture
async def desk(client: httpx.AsyncClient, town: Town) -> Desk:
    """An administrator."""
    return Desk(client, await town.person("admin"))


@pytest.mark.parametrize("register", ["people", "organisations"])
async def test_a_row_is_added_read_and_changed_by_its_tag(desk: Desk, town: Town, register: str) -> None:
    path, body = f"/{register}/{new_id()}", body_of(register, town, "Åsa Öst")
    naked = await desk.client.put(f"/api/v1{path}", json=body, headers=desk.who.headers)
    assert refused(naked) == (428, "precondition_required")
    assert refused(await desk.put(path, body, '"1"')) == (404, "not_found")
    added = await desk.put(path, body)
    assert (added.status_code, added.headers["etag"]) == (201, '"1"')
    assert refused(await desk.put(path, body)) == (412, "changed_since")
    changed = await desk.put(path, body | {"name": "Åsa Väst"}, '"1"')
    assert (changed.status_code, changed.headers["etag"]) == (200, '"2"')
    late = await desk.put(path, body | {"name": "Åsa Norr"}, '"1"')
    assert refused(late) == (412, "changed_since")
    assert late.headers["etag"] == '"2"' and "Norr" not in late.text
    shown = await desk.get(path)
    assert (shown.json()["name"], shown.headers["etag"]) == ("Åsa Väst", '"2"')
    for tag in ('W/"2"', "2", "*", '"x"', ""):
        assert refused(await desk.put(path, body, tag)) == (412, "changed_since")


@pytest.mark.parametrize("register", ["people", "organisations", "settings"])
async def test_of_many_who_change_at_once_one_does(desk: Desk, town: Town, register: str) -> None:
    if register == "settings":
        path, bodies = "/settings", [{"duty_phone": f"08-555 01 0{n}"} for n in range(8)]
        tag = (await desk.get(path)).headers["etag"]
    else:
        body = body_of(register, town, "Första")
        path, tag = await desk.add(register, body)
        bodies = [body | {"name": f"Nummer {n}"} for n in range(8)]
    answers = await asyncio.gather(*(desk.put(path, body, tag) for body in bodies))
    assert sorted(answer.status_code for answer in answers) == [200] + [412] * 7
    (winner,) = [answer for answer in answers if answer.status_code == 200]
    assert (await desk.get(path)).json() == winner.json()
    assert {answer.headers["etag"] for answer in answers} == {winner.headers["etag"]}


async def test_every_change_is_a_record_by_who_made_it(desk: Desk, town: Town) -> None:
    path, tag = await desk.add("organisations", {"name": "Ny skola", "kind": "school"})
    await desk.put(path, {"name": "Nya skolan", "kind": "school"}, tag)
    row = await town.change(
        "SELECT string_agg(kind || ' ' || author_id, ',' ORDER BY seq) FROM journal"
        " WHERE municipality_id = $1 AND subject_id = $2",
        path.rpartition("/")[2],
    )
    assert row == ",".join([f"organisation.changed {desk.who.id}"] * 2)


@pytest.mark.parametrize("register", ["people", "organisations"])
async def test_another_municipality_s_row_is_as_one_that_is_not_there(
    desk: Desk, town: Town, other_town: Town, register: str
) -> None:
    stranger = Desk(desk.client, await other_town.person("admin"))
    path, tag = await stranger.add(register, body_of(register, other_town, "Sundbys egen"))
    assert refused(await desk.get(path)) == (404, "not_found")
    own = body_of(register, town, "Bergbys")
    assert refused(await desk.put(path, own, tag)) == (404, "not_found")
    assert "Sundby" not in (await desk.get(f"/{register}", limit=200)).text
    assert (await desk.put(path, own)).status_code == 201  # behind this wall the id is free
    assert (await stranger.get(path)).json()["name"] == "Sundbys egen"


async def test_a_register_is_read_page_by_page_and_searched(client: httpx.AsyncClient, town: Town) -> None:
    desk = Desk(client, await town.person("admin"))
    names = [f"Förening {n:02}" for n in range(7)] + ["Ångbåtssällskapet"]
    for name in names:
        await desk.add("organisations", {"name": name, "kind": "association"})
    seen, params = [], {"limit": 3, "q": "FÖREN"}
    while True:
        answer = await desk.get("/organisations", **params)
        seen += [one["name"] for one in answer.json()["items"]]
        if answer.json()["next_cursor"] is None:
            break
        assert f"cursor={answer.json()['next_cursor']}" in answer.headers["link"]
        params["cursor"] = answer.json()["next_cursor"]
    assert seen == names[:7]
    skipped = await desk.get("/organisations", limit=2, offset=5, q="förening")
    assert [one["name"] for one in skipped.json()["items"]] == names[5:7]
    assert [one["name"] for one in (await desk.get("/organisations", q="ångb")).json()["items"]] == names[7:]
    assert (await desk.get("/organisations", q="%")).json()["items"] == []
    assert refused(await desk.get("/organisations", offset=10_001)) == (422, "offset_too_far")
    for cursor in ("x", "W10", "WzEsMl0", "WyJhIiwiYiJd", "WyJcdTAwMDAiLCJiIl0"):
        assert refused(await desk.get("/organisations", cursor=cursor)) == (422, "bad_cursor")
