"""Every route, asked by every role, nobody, a device and keys, about objects of every relation."""

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from api.access.permissions import DEVICE_PERMISSIONS, KEY_ALWAYS, KEY_SCOPES, ROLE_PERMISSIONS, Role
from api.kit.ids import new_id
from api.kit.openapi import Operation, operations
from tests.api.operations.wire import contract
from tests.authorisation.crawling import streamed
from tests.authorisation.matrix import RELATIONS, ROWS, SEES, SHELL, Reach, Row, missing, reaches
from tests.authorisation.world import Side

WHO = [*map(str, Role), "nobody", "device", "key"]
ENDLESS = "GET /api/v1/journal/stream"
CHANGING = re.compile(  # what two answers about different ids may differ in
    r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64}|\d{4}-\d\d-\d\dT[\d:.]+Z|granbyord_slag|finns_inte"
    r'|"receipt_no":"[^"]+"|"token":"[^"]+"'
)


@pytest.fixture(scope="module")
def routes(app: FastAPI) -> dict[str, Operation]:
    """Every operation that is served, but the pages of the built app."""
    named = {f"{one.method} {one.path}": one for one in operations(app)}
    return {name: one for name, one in named.items() if not SHELL.fullmatch(name)}


def _held(who: str) -> set[str]:
    if who == "nobody":
        return {"public"}
    if who == "device":
        held = DEVICE_PERMISSIONS
    else:
        held = KEY_SCOPES | KEY_ALWAYS if who == "key" else ROLE_PERMISSIONS[Role(who)]
    return {str(one) for one in held} | {"public"}


class Asking:
    """One side's people before every route."""

    def __init__(self, ljusvik: Side, granby: Side) -> None:
        self.ljusvik, self.granby = ljusvik, granby

    def target(self, kind: str, who: str, relation: str, makes: bool) -> str | None:
        """The name of an object; None where nobody has such a one. A route that makes one uses it up."""
        if kind.startswith("=") or kind == "new":
            return kind[1:] if kind.startswith("=") else str(new_id())
        if relation == "missing":
            return missing(kind)
        if kind == "other person":
            kind = "" if relation == "own" else "person"
        theirs = relation == "other municipality"
        side = self.granby if theirs else self.ljusvik
        owner = {"own": who, "other organisation": "stranger"}.get(relation, "colleague")
        owner = who if theirs and makes else owner
        standing = (side.objects.get((kind, one)) for one in (owner, "", "colleague")[: 3 if theirs else 2])
        return next((one for one in standing if one), None)

    def paths(self, template: str, row: Row, who: str) -> Iterator[tuple[str, str]]:
        """The route's path for each relation that there is."""
        for relation in RELATIONS if row.reach is not Reach.NOTHING else ("missing",):
            path: str | None = template
            for part, kind in row.names.items():
                name = self.target(kind, who, relation, makes=row.unseen == 201)
                path = path and name and path.replace(f"{{{part}}}", name)
            if path:
                yield relation, path

    async def headers(self, who: str, row: Row) -> dict[str, str]:
        """The credential of somebody, or of somebody like them."""
        if who == "nobody":
            return {}
        if not row.fresh or who == "device":
            return self.ljusvik.people[who].headers
        if who == "key":
            return (await self.ljusvik.town.key(*sorted(KEY_SCOPES))).headers
        return (await self.ljusvik.town.person(who, organisation="Väktarna")).headers

    async def send(self, who: str, method: str, path: str, name: str, row: Row) -> httpx.Response:
        """One request, as its row says."""
        headers = await self.headers(who, row) | dict(row.headers)
        body = row.body() if row.body else example(name)
        how: Any = {"content": body} if isinstance(body, bytes) else {"json": body}
        answer = await self.ljusvik.client.request(method, path, headers=headers, **how)
        if row.undo:
            await self.ljusvik.town.change(row.undo)
        return answer


def example(name: str) -> Any:
    """The body that the contract shows for an operation."""
    method, _, path = name.partition(" ")
    shown = contract()["paths"].get(path, {}).get(method.lower(), {})
    content = shown.get("requestBody", {}).get("content", {})
    return next((one.get("example") for one in content.values()), None)


@pytest.mark.parametrize("who", sorted(SEES["own organisation"] - {"device"}))
async def test_lists_feed_and_stream_tell_of_what_is_within_reach(
    app: FastAPI, ljusvik: Side, granby: Side, who: str
) -> None:
    one, headers = ROWS["GET /api/v1/incidents/{id}"], ljusvik.people[who].headers
    listed = await ljusvik.client.get("/api/v1/incidents", params={"limit": 200}, headers=headers)
    feed, after = "", ""
    while True:
        asked = {"limit": "200"} | ({"after": after} if after else {})
        page = (await ljusvik.client.get("/api/v1/journal", params=asked, headers=headers)).json()
        if page["next"] == after:
            break
        feed, after = feed + str(page["items"]), page["next"]
    told = {"list": listed.text, "feed": feed, "stream": await streamed(app.state.house, ljusvik, who)}
    for relation in RELATIONS[:4]:
        incident = Asking(ljusvik, granby).target("incident", who, relation, makes=False)
        if incident is not None:
            seen = {name: incident in text for name, text in told.items()}
            assert seen == dict.fromkeys(told, reaches(one, who, relation)), relation


@pytest.mark.parametrize("who", WHO)
async def test_everybody_gets_what_the_matrix_says(
    ljusvik: Side, granby: Side, routes: dict[str, Operation], who: str
) -> None:
    asking, held, faults = Asking(ljusvik, granby), _held(who), []
    for name, one in routes.items():
        row, may = ROWS[name], one.permission in held
        if name == ENDLESS and may:
            continue
        beyond: dict[str, tuple[Any, ...]] = {}
        for relation, path in asking.paths(one.path, row, who):
            answer = await asking.send(who, one.method, path, name, row)
            wanted = _wanted(row, who, relation) if may else (401 if who == "nobody" else 403)
            if not _is(answer, wanted):
                faults.append(f"{name}, {relation}: {answer.status_code}, not {wanted}: {answer.text[:400]}")
            if wanted == row.unseen:
                beyond[relation] = shape(answer)
        if len(set(beyond.values())) > 1:
            faults.append(f"{name}: what is beyond reach differs: {beyond}")
    assert not faults, "\n".join(faults)


def _wanted(row: Row, who: str, relation: str) -> int:
    """The status that the row says; 0 for any that refuses nobody."""
    if row.reach is Reach.NOTHING:
        return 0
    return row.found if reaches(row, who, relation) else row.unseen


def _is(answer: httpx.Response, wanted: int) -> bool:
    code = answer.json().get("code") if "problem" in answer.headers.get("content-type", "") else ""
    if wanted == 0:
        return answer.status_code < 500 and code not in ("not_signed_in", "forbidden")
    wrong = {401: "not_signed_in", 403: "forbidden"}.get(wanted, code)
    return answer.status_code == wanted and code == wrong


def shape(answer: httpx.Response) -> tuple[Any, ...]:
    """An answer without the ids and moments that it is about."""
    headers = {name: value for name, value in answer.headers.items() if name != "content-length"}
    return answer.status_code, CHANGING.sub("…", answer.text), CHANGING.sub("…", str(sorted(headers.items())))


@pytest.mark.parametrize("scope", sorted(KEY_SCOPES))
async def test_a_key_gets_its_scope_and_no_more(
    ljusvik: Side, granby: Side, routes: dict[str, Operation], scope: str
) -> None:
    asking, key = Asking(ljusvik, granby), await ljusvik.town.key(scope)
    ljusvik.people["one scope"] = key
    held = {str(one) for one in KEY_ALWAYS} | {scope, "public"}
    for name, one in routes.items():
        row = ROWS[name]
        if (name == ENDLESS and one.permission in held) or row.fresh:
            continue
        path = dict(asking.paths(one.path, row, "one scope"))["missing"]
        answer = await asking.send("one scope", one.method, path, name, row)
        may = {one.permission, row.besides or one.permission} <= held
        assert _is(answer, 0 if may else 403), (name, answer.text)


async def test_guesses_in_place_of_credentials_are_nobody_s(
    ljusvik: Side, granby: Side, routes: dict[str, Operation]
) -> None:
    asking, guess = Asking(ljusvik, granby), f"lj1.{ljusvik.town.id}.{'x' * 43}"
    for name, one in routes.items():
        if one.permission == "public":
            continue
        path = dict(asking.paths(one.path, ROWS[name], "nobody"))["missing"]
        for headers in (
            {"Authorization": f"Bearer {guess}"},
            {"Authorization": "Bearer nonsense"},
            {"Authorization": "Basic dmFrdDpoZW1saWd0"},
            {"Cookie": f"ledljus={guess}"},
        ):
            answer = await ljusvik.client.request(one.method, path, json=example(name), headers=headers)
            assert _is(answer, 401) and answer.headers["www-authenticate"] == "Bearer", (name, headers)
