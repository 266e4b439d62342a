"""A backup is made beside a serving system, and starts a fresh one that goes on where it stood (J3, A10)."""

import hashlib
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import httpx
import pytest

from api.kit import embedded
from api.kit.env import Settings
from api.kit.ids import new_id
from tests.api.attachments.pictures import corners, written
from tests.api.commands.ledljus import Ended, ledljus, told_in_one_line
from tests.api.journal.town import digest_header, frozen, report
from tests.migrations.catalogue import faults
from tests.migrations.rows import checksums, read_tables
from tests.servers import LiveServer, serving

SCOPES = "incidents.read incidents.read_all incidents.read_text incidents.write journal.read"
PICTURE = written(corners(), "JPEG")
# What nobody changes by looking: the workers' own tables move all the time.
STANDING = (
    "municipalities", "people", "organisations", "categories", "journal", "journal_bodies", "incidents",
    "attachments", "attachment_declarations",
)  # fmt: skip


@dataclass(frozen=True)
class Sent:
    """A report and its photo, as a phone keeps them."""

    id: UUID
    photo: UUID
    raw: bytes


def sent() -> Sent:
    """A new report with one photo."""
    photo = new_id()
    said = {
        "id": str(photo), "sha256": hashlib.sha256(PICTURE).hexdigest(), "media_type": "image/jpeg",
        "size": len(PICTURE),
    }  # fmt: skip
    return Sent(new_id(), photo, frozen(report(attachments=[said])))


class Client:
    """Another system with a key of bergby, at one server."""

    def __init__(self, server: LiveServer, token: str) -> None:
        self.url, self.key = f"{server.url}/api/v1", {"Authorization": f"Bearer {token}"}

    def get(self, path: str, **where: str) -> httpx.Response:
        """Read."""
        return httpx.get(self.url + path, params=where, headers=self.key).raise_for_status()

    def put(self, path: str, raw: bytes, media_type: str) -> int:
        """Send bytes with their digest; the answer's status."""
        headers = {"Content-Type": media_type, "Content-Digest": digest_header(raw)}
        return httpx.put(self.url + path, content=raw, headers=self.key | headers).status_code

    def send(self, one: Sent) -> tuple[int, int]:
        """Send a report and then its photo."""
        fact = self.put(f"/incidents/{one.id}", one.raw, "application/json")
        return fact, self.put(f"/attachments/{one.photo}", PICTURE, "image/jpeg")

    def state(self, one: Sent) -> tuple[str, bool | None]:
        """What the server knows of a report, asked as phones ask after a restore."""
        asked = [{"id": str(one.id), "digest": hashlib.sha256(one.raw).hexdigest()}]
        [item] = httpx.post(f"{self.url}/receipts/query", json=asked, headers=self.key).json()["items"]
        return item["state"], item.get("complete")

    def photo(self, one: Sent) -> bytes:
        """The photo as it is shown."""
        return self.get(f"/incidents/{one.id}/attachments/{one.photo}").content

    def told(self, after: str | None, subject: UUID) -> dict[str, Any]:
        """The page of the feed in which a subject turns up."""
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            where = {"limit": "200", **({"after": after} if after else {})}
            page: dict[str, Any] = self.get("/journal", **where).json()
            if str(subject) in {one["subject_id"] for one in page["items"]}:
                return page
            time.sleep(0.2)
        raise AssertionError("the feed does not tell of it")


@pytest.fixture
def fresh() -> Iterator[Path]:
    """Another machine's empty data folder."""
    folder = Path(tempfile.mkdtemp(prefix="ledljus-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


async def standing(data_dir: Path) -> tuple[dict[str, str], list[str]]:
    """Digests of the tables that stand, and what is wrong with the catalogue."""
    with embedded.running(data_dir) as server:
        admin = await asyncpg.connect(server.admin_url)
        tables = await read_tables(admin)
        found = await checksums(admin, {name: tables[name] for name in STANDING})
        wrong = await faults(admin)
        await admin.close()
    return found, wrong


async def test_a_restored_server_goes_on_where_the_backup_stood(
    server: LiveServer, bergby: Ended, data_dir: Path, fresh: Path, tmp_path: Path
) -> None:
    words = ("key", "add", "--municipality", "bergby", "--name", "karta")
    token = ledljus(*words, data_dir=str(data_dir), scope=SCOPES).stdout.strip()
    before, early, late = Client(server, token), sent(), sent()
    assert before.send(early) == (201, 201)
    cursor, shown = before.told(None, early.id)["next"], before.photo(early)
    kept, _ = await standing(data_dir)
    folder = tmp_path / "backup"
    ended = ledljus("backup", str(folder), data_dir=str(data_dir))
    assert ended.returncode == 0 and "The secret is not in it" in ended.stdout, ended.stderr
    assert "is there already" in told_in_one_line(ledljus("backup", str(folder), data_dir=str(data_dir)))
    assert before.send(late) == (201, 201)

    refused = ledljus("restore", str(folder), data_dir=str(fresh))
    assert "the secret is not the one of this backup" in told_in_one_line(refused)
    shutil.copy(data_dir / "secret", fresh / "secret")
    photo = next(path for path in (folder / "photos").rglob("*") if path.is_file())
    whole = photo.read_bytes()
    photo.write_bytes(whole[:-1])
    refused = ledljus("restore", str(folder), data_dir=str(fresh))
    assert photo.name in told_in_one_line(refused)
    photo.write_bytes(whole)
    ended = ledljus("restore", str(folder), data_dir=str(fresh))
    assert ended.returncode == 0 and "a new epoch has begun" in ended.stdout, ended.stderr
    assert await standing(fresh) == (kept, [])
    refused = ledljus("restore", str(folder), data_dir=str(fresh))
    assert "nothing is restored over it" in told_in_one_line(refused)
    assert ledljus("verify", data_dir=str(fresh)).returncode == 0

    with serving(Settings(data_dir=fresh)) as restored:
        after = Client(restored, token)
        assert after.photo(early) == shown
        assert (after.state(early), after.state(late)[0]) == (("known", True), "unknown")
        assert after.send(early) == (200, 200)
        assert after.send(late) == (201, 201)  # a phone offers again what the server lacks
        page = after.told(cursor, late.id)
        assert {one["subject_id"] for one in page["items"]} == {str(late.id)}
        assert page["items"][0]["cursor"] != cursor
