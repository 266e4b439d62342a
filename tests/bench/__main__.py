"""`make bench`: what is promised of speed, as shares of a yardstick in the same run."""

import argparse
import asyncio
import platform
from dataclasses import dataclass
from pathlib import Path

from tests.bench import anchor, reading, starting, writing
from tests.bench.stage import Stage, data_folder, staged

REPORT = Path(__file__).parents[2] / "docs" / "benchmarks.md"
CREATES, ENTRIES, EVENTS_PER_S, FLAT = 0.25, 0.20, 3000, 1.25


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


async def writes(stage: Stage, rounds: int, seconds: int) -> list[Line]:
    """Creates and entries as shares of the yardstick."""
    await anchor.prepare(stage.server)
    lines = []
    for kind, goal in (("creates", CREATES), ("entries", ENTRIES)):
        told = await writing.compared(stage, kind, rounds, seconds)
        share, rate = writing.share(told), writing.median_of(told, "rate")
        lines.append(
            Line(f"{kind}, share of pgbench", f"{share:.2f} ({rate:.0f}/s)", f"≥ {goal}", share >= goal)
        )
        latency = " / ".join(f"{writing.median_of(told, name):.0f}" for name in ("p50_ms", "p99_ms"))
        lines.append(Line(f"{kind}, p50 / p99 ms at 32 connections", latency))
    return lines


async def reads(stage: Stage, small: int, large: int) -> list[Line]:
    """The same lists over few and many rows."""
    few, many = await reading.measured(stage, small), await reading.measured(stage, large)
    return [
        Line(
            f"{name}, ms at {small:,} and {large:,} rows",
            f"{few[name]:.1f} and {many[name]:.1f} ({many[name] / few[name]:.2f})",
            f"≤ {FLAT}",
            many[name] <= FLAT * few[name],
        )
        for name in few
    ]


def commands() -> list[Line]:
    """Import and start, as whole commands."""
    lines = []
    if (told := starting.import_rate()) is not None:
        rate, events = told
        goal = f"≥ {EVENTS_PER_S}"
        lines.append(Line(f"police events a second ({events:,})", f"{rate:.0f}", goal, rate >= EVENTS_PER_S))
    with data_folder() as folder:
        lines.append(Line("demo from warm cache to healthy, s", f"{starting.healthy_after(folder):.1f}"))
    return lines


def main() -> None:
    """Measure, print the table, and write it down when asked."""
    options = argparse.ArgumentParser(prog="make bench")
    options.add_argument("--quick", action="store_true", help="two rounds, 100,000 rows")
    options.add_argument("--write", action="store_true", help="write docs/benchmarks.md")
    chosen = options.parse_args()
    rounds, seconds, large = (2, 4, 100_000) if chosen.quick else (3, 10, 1_000_000)
    with staged() as stage:
        lines = asyncio.run(writes(stage, rounds, seconds)) + asyncio.run(reads(stage, 10_000, large))
    lines += commands()
    table = "\n".join(
        ["| figure | measured | goal | |", "|---|---:|---:|---|", *(one.row() for one in lines)]
    )
    print(table)
    if chosen.write:
        machine = f"{platform.machine()}, {platform.python_implementation()} {platform.python_version()}"
        REPORT.write_text(f"# Measured by `make bench`\n\n{machine}.\n\n{table}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
