"""Gallring by the hour, and its log as files that outlive the database."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson

from api.attachments.service import Photos
from api.erasures.queries import erased_since
from api.erasures.service import Erasing
from api.kit.db import Database
from api.kit.jsons import dumped

_FIRST = date(2000, 1, 1)  # before every erasure
LOG = "erasures"  # in the data folder, beside the photos
_MUNICIPALITIES = "SELECT id, slug FROM municipalities ORDER BY slug"


class LogUnreadable(Exception):
    """A file of the log that cannot be read; says which."""


async def purge(
    erasing: Erasing,
    photos: Photos,
    data_dir: Path,
    slug: str | None = None,
    told: Callable[[str, dict[str, int]], None] = lambda _slug, _taken: None,
) -> None:
    """Let every rule of every municipality, or of one, take what is due; then write the log. Worker role."""
    database = erasing.journal.database
    async with database.bound(None) as connection:
        rows = await connection.fetch(_MUNICIPALITIES)
    for row in rows:
        if slug in (None, row["slug"]):
            told(row["slug"], await erasing.purge(row["id"]))
    await write_log(database, data_dir / LOG)
    await photos.collect()


async def replay(erasing: Erasing, photos: Photos, data_dir: Path) -> int:
    """Erase again what the log names, photos' files too; how many parts. Raises LogUnreadable."""
    done = await erasing.replay(read_log(data_dir / LOG))
    await photos.collect(older_than_s=0)
    return done


async def write_log(database: Database, folder: Path) -> None:
    """Write the days (UTC) from the one before the newest file's on, each whole: again changes nothing.

    What began before midnight may have ended after it. A line names what is gone and by which rule, and
    nothing of what it was.
    """
    begin = datetime.combine(_newest(folder), time.min, UTC) - timedelta(days=1)
    async with database.bound(None) as connection:
        rows = await erased_since(connection, begin)
    lines: dict[date, list[bytes]] = {}
    for row in rows:
        line = {**row, "erased_at": row["erased_at"].isoformat()}
        lines.setdefault(row["erased_at"].date(), []).append(dumped(line))
    for day, said in lines.items():
        _write(folder / f"{day}.jsonl", b"\n".join([*said, b""]))


def _newest(folder: Path) -> date:
    return max((date.fromisoformat(path.stem) for path in folder.glob("*.jsonl")), default=_FIRST)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    written = path.with_name(f".{path.name}")
    written.write_bytes(content)
    written.replace(path)


def read_log(folder: Path) -> Iterator[dict[str, Any]]:
    """Every line of the log there, oldest first; none without a folder. Raises LogUnreadable."""
    for path in sorted(folder.glob("*.jsonl")):
        try:
            for line in path.read_bytes().splitlines():
                said: dict[str, Any] = orjson.loads(line)
                yield {
                    **{name: UUID(said[name]) for name in ("municipality_id", "id", "rule_id")},
                    "part": str(said["part"]),
                    "erased_at": datetime.fromisoformat(said["erased_at"]),
                }
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise LogUnreadable(f"{path}: no log of erasures") from error
