"""The commands about history: folding it again, and holding it against its seals."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from api.access import queries
from api.commands import Bench, CommandFailed
from api.journal.anchors import AnchorUnreadable, read_anchors
from api.journal.rebuilding import rebuild_municipality
from api.journal.verifying import verify_municipality
from api.kit.db import Row

_COUNTING = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())


async def rebuild(at: Bench, slug: str | None) -> int:
    """Fold every subject again; the number of subjects."""
    chosen = await _chosen(at, slug)
    done = 0
    with _advancing() as bar:
        for row in chosen:
            done += await rebuild_municipality(at.house.journal, row["id"], bar(row))
    return done


async def verify(at: Bench, slug: str | None, anchors: Path) -> str:
    """Hold history against its seals and anchors; what was found, in words. Raises for faults."""
    try:
        known = read_anchors(anchors)
    except AnchorUnreadable as error:
        raise CommandFailed(str(error)) from error
    said, faults = list[str](), list[str]()
    with _advancing() as bar:
        for row in await _chosen(at, slug):
            own = [one for one in known if one.municipality_id == row["id"]]
            async with at.database.bound(row["id"]) as connection:
                found = await verify_municipality(connection, row["id"], own, bar(row))
            said.append(
                f"{row['slug']}: {found.records} records under {found.seals} seals, {len(own)} anchors,"
                f" {found.unsealed} not sealed yet, {len(found.faults)} faults"
            )
            faults += [f"{row['slug']}: {fault}" for fault in found.faults]
    if faults:
        raise CommandFailed("history is not as it was sealed\n" + "\n".join([*faults, *said]))
    return "\n".join(said)


async def _chosen(at: Bench, slug: str | None) -> list[Row]:
    """The municipality of a slug, or all of them. Raises CommandFailed when there is none."""
    async with at.database.bound(None) as connection:
        all_of_them = await queries.municipalities(connection)
    chosen = [row for row in all_of_them if slug in (None, row["slug"])]
    if not chosen:
        raise CommandFailed(f"there is no municipality {slug}")
    return chosen


@contextmanager
def _advancing() -> Iterator[Callable[[Row], Callable[[int], None]]]:
    """A bar for each municipality, on a terminal only; gives what advances it."""
    console = Console(stderr=True)
    with Progress(*_COUNTING, console=console, disable=not console.is_terminal) as shown:
        yield lambda row: partial(shown.advance, shown.add_task(row["name"], total=None))
