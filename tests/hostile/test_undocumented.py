"""What no contract describes, pages and GIS answers, meets the same strings, from many addresses."""

import itertools
import re
from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from api.kit.env import Settings
from api.kit.ids import new_id
from tests.api.access.town import Member
from tests.api.operations.wire import contract
from tests.hostile.corpus import MARK, STRINGS
from tests.hostile.fields import fields, quoted
from tests.hostile.judging import judged

ITEMS = "/ogc/collections/incidents/items"
FILTERS = (
    "limit",
    "cursor",
    "bbox",
    "bbox-crs",
    "crs",
    "datetime",
    "category",
    "status",
    "area_id",
    "site_id",
)
ADDRESSES = [
    *(
        "/ogc?f={}",
        "/ogc/collections/{}",
        "/ogc/collections/{}/items",
        f"{ITEMS}/{{}}",
        f"{ITEMS}?okänt={{}}",
    ),
    *(f"{ITEMS}?{name}={{}}" for name in FILTERS),
    *("/ogc/collections/sites/items?kind={}", "/ogc/collections/areas/items?cursor={}"),
    *(
        "/atersvar/{}",
        "/atersvar/x?lang={}",
        "/api/v1/session/provider?domain={}",
        "/{}",
        "/desk/{}",
        "/assets/{}",
    ),
    *("/api/v1/session/provider?domain=x&back={}", "/api/v1/session/provider/callback?state={}&code=x"),
    *("/api/v1/session/provider/callback?state=x&code={}", "/api/v1/session/provider/leave?back={}"),
    *("/api/v1/sign-in-methods?domain={}",),
]
FORMS = ("/atersvar/{}", "/api/v1/session/provider/{}/logout")
SCRIPT = re.compile(rf"<(script|img|svg|iframe)[^>]*{MARK}|<script>[^<]*(alert|fetch|eval)", re.IGNORECASE)


@pytest.fixture
async def anybody(app: FastAPI, settings: Settings) -> AsyncIterator[list[httpx.AsyncClient]]:
    """Browsers at many addresses, so that no limit of attempts hides what is behind it."""
    origin = settings.public_origin
    browsers = [
        httpx.AsyncClient(
            transport=httpx.ASGITransport(app, raise_app_exceptions=False, client=(f"10.0.{n}.1", 1)),
            base_url=origin,
        )
        for n in range(200)
    ]
    yield browsers
    for browser in browsers:
        await browser.aclose()


async def test_pages_and_gis_answers_bear_every_string(
    anybody: list[httpx.AsyncClient], people: dict[str, Member], scale: int
) -> None:
    browsers, strings, wrong = itertools.cycle(anybody), itertools.cycle(STRINGS), []
    headers = people["everybody"].headers
    for address in ADDRESSES:
        for text in itertools.islice(strings, min(len(STRINGS), 60 * scale)):
            answer = await next(browsers).get(address.format(quoted(text)), headers=headers)
            wrong += [f"{address} {text!r:.60}: {fault}" for fault in _faults(answer)]
    for address in FORMS:
        for text in itertools.islice(strings, min(len(STRINGS), 60 * scale)):
            form = {"status": text, "note": text, "id": str(new_id()), "logout_token": text}
            safe = {name: value.encode(errors="surrogatepass") for name, value in form.items()}
            answer = await next(browsers).post(address.format(quoted(text) or "x"), data=safe)
            wrong += [f"{address} {text!r:.60}: {fault}" for fault in _faults(answer)]
    assert not wrong, "\n".join(wrong[:30])


async def test_ways_of_signing_in_bear_them_too(anybody: list[httpx.AsyncClient], scale: int) -> None:
    """Each from another address: in the corpus' own turn they are soon refused for asking too much."""
    browsers, strings, wrong = itertools.cycle(anybody), itertools.cycle(STRINGS), []
    for field in fields():
        responses = contract()["paths"][field.path][field.method.lower()]["responses"]
        if "429" not in responses or field.place == "raw":
            continue
        for text in itertools.islice(strings, min(len(STRINGS), 7 * scale)):
            answer = await next(browsers).request(**field.request(text))
            wrong += [f"{field} {text!r:.60}: {fault}" for fault in judged(answer, responses)]
    assert not wrong, "\n".join(wrong[:30])


def _faults(answer: httpx.Response) -> list[str]:
    found = [] if answer.status_code < 500 else [f"{answer.status_code} {answer.text[:200]}"]
    if answer.headers.get("content-type", "").startswith("text/html") and SCRIPT.search(answer.text):
        found.append("a script that was sent")
    if "evil.example" in answer.headers.get("location", "") or "\n" in answer.headers.get("location", ""):
        found.append(f"a way elsewhere: {answer.headers['location']}")
    if "content-security-policy" not in answer.headers:
        found.append("no policy")
    return found
