"""Anchors: each day's last seals in a file, which kept elsewhere tells a chain that was made anew."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

import orjson

from api.kit import clock
from api.kit.db import Database

_FOLDER = "anchors"
_NEWEST = """
SELECT DISTINCT ON (municipality_id) municipality_id, number, digest FROM journal_seals
ORDER BY municipality_id, number DESC
"""


class AnchorUnreadable(Exception):
    """A file of anchors that cannot be read; says which."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """What one seal was on a day."""

    municipality_id: UUID
    number: int
    digest: bytes
    day: date


async def anchor(database: Database, data_dir: Path) -> None:
    """Write today's (UTC) file, unless it is there or nothing is sealed yet. Worker role."""
    path = data_dir / _FOLDER / f"{clock.now().date()}.json"
    if path.exists():
        return
    async with database.bound(None) as connection:
        rows = await connection.fetch(_NEWEST)
    if not rows:
        return
    seals = [
        {
            "municipality_id": str(row["municipality_id"]),
            "number": row["number"],
            "digest": row["digest"].hex(),
        }
        for row in rows
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    written = path.with_name(f".{path.name}")
    written.write_bytes(orjson.dumps({"at": clock.now(), "seals": seals}, option=orjson.OPT_INDENT_2))
    written.chmod(0o444)
    written.replace(path)


def read_anchors(folder: Path) -> list[Anchor]:
    """Every anchor of the files there, oldest first; none without a folder. Raises AnchorUnreadable."""
    return [one for path in sorted(folder.glob("*.json")) for one in _read(path)]


def anchors_folder(data_dir: Path) -> Path:
    """Where a worker on this data folder writes them."""
    return data_dir / _FOLDER


def newest_anchor_age_s(data_dir: Path) -> float:
    """Seconds since a worker on this data folder wrote one; infinity before the first."""
    written = [path.stat().st_mtime for path in anchors_folder(data_dir).glob("*.json")]
    return clock.now().timestamp() - max(written) if written else float("inf")


def _read(path: Path) -> list[Anchor]:
    try:
        return [
            Anchor(
                UUID(one["municipality_id"]),
                int(one["number"]),
                bytes.fromhex(one["digest"]),
                date.fromisoformat(path.stem),
            )
            for one in orjson.loads(path.read_bytes())["seals"]
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise AnchorUnreadable(f"{path}: no file of anchors") from error
