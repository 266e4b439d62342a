"""The commands about history: folding it again, holding it against its seals, and gallring."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from api.access import queries
from api.commands import Bench, CommandFailed
from api.jobs import purging
from api.journal.anchors import AnchorUnreadable, read_anchors
from api.journal.rebuilding import rebuild_municipality
from api.journal.verifying import verify_municipality
from api.kit.db import Row
from api.retention.queries import due_by_rule

NO_RULE = "there is no rule in force: nothing is due"
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


async def purge(at: Bench, slug: str | None, dry_run: bool, data_dir: Path) -> str:
    """Let the rules take what is due, or only count it; what that is, in words."""
    said = list[str]()
    if dry_run:
        for row in await _chosen(at, slug):
            async with at.database.bound(row["id"]) as connection:
                rules = await due_by_rule(connection, row["id"])
            said += [
                f"{row['slug']}: {rule['what']} by {rule['decision_no']}: {rule['count']} due"
                + (f", the oldest ended {rule['oldest']}" if rule["oldest"] else "")
                for rule in rules
            ]
        return "\n".join(said) or NO_RULE

    def tell(name: str, taken: dict[str, int]) -> None:
        said.extend(f"{name}: {what}: {count} taken" for what, count in taken.items())

    await _chosen(at, slug)  # one that is not there is told before anything is taken
    await purging.purge(at.house.erasing, at.house.photos, data_dir, slug, tell)
    return "\n".join(said) or NO_RULE


async def replay(at: Bench, data_dir: Path) -> int:
    """Erase again what the log in the data folder names; how many parts. Raises CommandFailed."""
    try:
        return await purging.replay(at.house.erasing, at.house.photos, data_dir)
    except purging.LogUnreadable as error:
        raise CommandFailed(str(error)) from error


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
