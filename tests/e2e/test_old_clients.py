"""What a published version of the phone sends is taken, byte for byte, while it is on record (R14, P-C9)."""

import hashlib
import os
import re
from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from playwright.async_api import expect

from api.kit.pages import DIST
from tests.e2e.conftest import TakePhone
from tests.e2e.pictures import camera_photo
from tests.e2e.proxy import HEADERS_END, Asked, Proxy, ask
from tests.e2e.town import Person, Town

CLIENTS = Path(__file__).with_name("clients")
VERSION = orjson.loads((DIST.parent / "package.json").read_bytes())["version"]
RECORDING = CLIENTS / f"phone-{VERSION}.json"
SOON = timedelta(minutes=10)  # the recording phone's clock tells when it sends, years ago or not
NOTES = ["Skriven av en äldre telefon.", "En komplettering."]


@pytest.fixture
async def recorded(town: Town, proxy: Proxy, take: TakePhone) -> None:
    """Records this version when it is published: RECORD_FIXTURE=1 pytest tests/e2e/test_old_clients.py."""
    if not os.environ.get("RECORD_FIXTURE") or RECORDING.exists():
        return
    guard = await town.person()
    phone = await take()
    await phone.begin(guard)
    report = await phone.report(NOTES[0], camera_photo(96, 64))
    await phone.all_sent()
    await phone.page.goto(f"/#reports/{report}")
    await phone.page.get_by_role("button", name="Komplettera").tap()
    await phone.page.get_by_role("textbox", name="Vad har hänt?").fill(NOTES[1])
    await phone.save()
    await phone.all_sent()
    asked_again = proxy.requests("^POST /api/v1/receipts/query")
    await phone.page.reload()
    await expect(phone.status).to_be_visible()
    while proxy.requests("^POST /api/v1/receipts/query") == asked_again:
        await phone.page.wait_for_timeout(100)
    names = {real: name for name, real in names_of(town, guard, proxy).items()}
    RECORDING.write_bytes(orjson.dumps([kept(one, names) for one in proxy.requests(" /api/v1/")]))


def kept(asked: Asked, names: dict[str, str]) -> dict[str, str]:
    """A request as it was, but for what is another's in another database."""
    head, body = asked.head.decode("latin-1"), asked.body.decode("latin-1")
    head = re.sub(r"(?im)^(cookie): [^\r]*", r"\1: {cookie}", head)
    for real, name in names.items():
        head, body = head.replace(real, name), body.replace(real, name)
    return {"head": head, "body": b64encode(body.encode("latin-1")).decode()}


@dataclass
class OldPhone:
    """Sends what is on record, in a person's own name, and keeps the cookie of the session."""

    port: int
    names: dict[str, str]

    async def send(self, head: str, body: bytes) -> tuple[int, Any]:
        """Status and JSON of the answer."""
        body = self._named(body.decode("latin-1")).encode("latin-1")
        head = re.sub(r"(?im)^(content-length): \d+", rf"\1: {len(body)}", self._named(head))
        answer_head, _, answer = (await ask(self.port, head.encode() + body)).partition(HEADERS_END)
        if cookie := re.search(rb"(?im)^set-cookie: ([^;]+)", answer_head):
            self.names["{cookie}"] = cookie[1].decode()
        return int(answer_head.split(b" ", 2)[1]), orjson.loads(answer) if answer[:1] == b"{" else {}

    def _named(self, text: str) -> str:
        for name, real in self.names.items():
            text = text.replace(name, real)
        return text


@pytest.mark.parametrize("version", ["0.1.0"])
async def test_every_published_version_is_heard(
    version: str, town: Town, proxy: Proxy, recorded: None
) -> None:
    guard = await town.person()
    requests = orjson.loads((CLIENTS / f"phone-{version}.json").read_bytes())
    phone = OldPhone(town.port, names_of(town, guard, proxy) | {"{cookie}": ""})
    complete: dict[str, bool] = {}
    for one in requests:
        body = b64decode(one["body"])
        status, told = await phone.send(one["head"], body)
        assert status < 400, (one["head"], status, told)
        if "receipt" in told:
            assert told["receipt"]["digest"] == hashlib.sha256(body).hexdigest()
        if "/receipts/query" in one["head"]:
            complete = {receipt["id"]: receipt["complete"] for receipt in told["items"]}
    [report] = await town.reports_of(guard)
    assert report["note"] == NOTES[0]
    assert complete[str(report["id"])]
    assert abs(report["occurred_at"] - report["received_at"]) < SOON


def names_of(town: Town, guard: Person, proxy: Proxy) -> dict[str, str]:
    """What stands on record for what differs from run to run."""
    return {
        "{municipality}": str(town.municipality_id),
        "{username}": guard.username,
        "{origin}": proxy.url,
        "{host}": proxy.url.removeprefix("http://"),
    }
