"""`make bench`: what is promised of speed, as shares of a yardstick in the same run."""

import argparse
import asyncio
import platform
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.bench import anchor, page, reading, starting, writing
from tests.bench.stage import Stage, data_folder, staged

REPORT = Path(__file__).parents[2] / "docs" / "benchmarks.md"
CREATES, ENTRIES, EVENTS_PER_S, FLAT, LIGHTHOUSE = 0.25, 0.20, 3000, 1.25, 90
DESK_MS = 150  # p95 of what the desk asks, at the larger size


@dataclass(frozen=True, slots=True)
class Line:
    """One figure, what was wanted of it, and whether it is that; None when nothing is promised."""

    name: str
    figure: str
    goal: str = ""
    holds: bool | None = None

    def row(self) -> str:
        """A row of the table."""
        judged = {True: "holds", False: "short", None: ""}[self.holds]
        return f"| {self.name} | {self.figure} | {self.goal} | {judged} |"


async def writes(stage: Stage, rounds: int, seconds: int) -> AsyncIterator[Line]:
    """Creates and entries as shares of the yardstick; a machine of two cores has two API processes."""
    await anchor.prepare(stage.server)
    for kind, goal in (("creates", CREATES), ("entries", ENTRIES)):
        for workers in (1, 2):
            turns = await writing.compared(stage, kind, rounds, seconds, workers)
            share, rate = writing.share(turns), writing.median_of(turns, "rate")
            processes = f"{workers} API process{'es' if workers > 1 else ''}"
            measured = f"{share:.2f} ({rate:.0f}/s)"
            yield Line(f"{kind}, share of pgbench, {processes}", measured, f"≥ {goal}", share >= goal)
            latency = " / ".join(f"{writing.median_of(turns, name):.0f}" for name in ("p50_ms", "p99_ms"))
            yield Line(f"{kind}, p50 / p99 ms at 32 connections, {processes}", latency)


async def reads(stage: Stage, small: int, large: int) -> AsyncIterator[Line]:
    """The same lists over few and many rows."""
    taken = await reading.compared(stage, small, large)
    for name in reading.QUESTIONS:
        fast, slow = (one.median for one in taken[name])
        yield Line(
            f"{name}, ms at {small:,} and {large:,} rows",
            f"{fast:.1f} and {slow:.1f} ({slow / fast:.2f})",
            f"≤ {FLAT}",
            slow <= FLAT * fast,
        )
    for name, (_, many) in taken.items():
        yield Line(
            f"{name}, p95 ms at {large:,} rows", f"{many.p95:.1f}", f"≤ {DESK_MS}", many.p95 <= DESK_MS
        )


def commands() -> Iterator[Line]:
    """Import and start, as whole commands, and the first page that a phone meets then."""
    if (told := starting.import_rate()) is not None:
        rate, events = told
        goal = f"≥ {EVENTS_PER_S}"
        yield Line(f"police events a second ({events:,})", f"{rate:.0f}", goal, rate >= EVENTS_PER_S)
    with data_folder() as folder:
        yield Line("demo from warm cache to healthy, s", f"{starting.healthy_after(folder):.1f}")
        report = page.measured(folder)
    for name, score in report.scores.items():
        yield Line(f"Lighthouse, {name}", f"{score:.0f}", f"≥ {LIGHTHOUSE}", score >= LIGHTHOUSE)
    for name, ms in report.times_ms.items():
        yield Line(f"Lighthouse, {name}, ms", f"{ms:.0f}")


async def told(lines: AsyncIterator[Line]) -> list[Line]:
    """The lines, each printed as soon as it is known."""
    return [shown(line) async for line in lines]


def shown(line: Line) -> Line:
    """The line, printed."""
    print(line.row(), flush=True)
    return line


def main() -> None:
    """Measure, print the table, and write it down when asked."""
    options = argparse.ArgumentParser(prog="make bench")
    options.add_argument("--reads", action="store_true", help="only lists, maps and the desk's queue")
    options.add_argument("--quick", action="store_true", help="two rounds, 100,000 rows")
    options.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    chosen = options.parse_args()
    rounds, seconds, large = (2, 4, 100_000) if chosen.quick else (3, 10, 1_000_000)
    head = ["| figure | measured | goal | |", "|---|---:|---:|---|"]
    print(*head, sep="\n", flush=True)
    with staged() as stage:
        lines = [] if chosen.reads else asyncio.run(told(writes(stage, rounds, seconds)))
        lines += asyncio.run(told(reads(stage, 10_000, large)))
    lines += [] if chosen.reads else [shown(line) for line in commands()]
    if chosen.write:
        table = "\n".join([*head, *(one.row() for one in lines)])
        machine = f"{platform.machine()}, {platform.python_implementation()} {platform.python_version()}"
        REPORT.write_text(f"# Measured by `make bench`\n\n{machine}.\n\n{table}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
