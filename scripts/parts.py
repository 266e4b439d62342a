"""`make check` and `make test`: run each part, then say how long it took against its budget."""

import os
import re
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from scripts.chromium import find_chromium
from scripts.gis import install_missing

ROOT = Path(__file__).resolve().parents[1]
SCALE = int(os.environ.get("SCALE", "1"))
MOST_S = 240 * SCALE  # no test takes longer, or it hangs
PYTEST = (
    *(sys.executable, "-m", "pytest", "-q", "-rs", "--durations=5", "--durations-min=1"),
    *("-o", f"faulthandler_timeout={MOST_S}"),
)
TOOLS = Path(sys.executable).parent
PEERS = ROOT / "tests/peers/node_modules/.bin"
COUNT = re.compile(r"(\d+) (passed|failed|errors?|skipped|xfailed|xpassed|warnings?)\b")


@dataclass(frozen=True)
class Part:
    """One command, where it runs and how many seconds it may take on two cores."""

    name: str
    command: tuple[str, ...]
    budget_s: int
    folder: Path = ROOT


@dataclass
class Result:
    """How a part went; `counts` are pytest's, empty for other tools."""

    part: Part
    seconds: float
    passed: bool
    output: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


CHECKS = (  # two at a time, so the longest comes first
    Part("unit", (*PYTEST, "-m", "not db", "--ignore=tests/e2e", "tests"), 70),
    Part("types", (f"{TOOLS}/mypy",), 60),
    Part("phone", ("npm", "run", "--silent", "check"), 45, ROOT / "pwa"),
    Part("format", (f"{TOOLS}/ruff", "format", "--check", "."), 5),
    Part("lint", (f"{TOOLS}/ruff", "check", "."), 5),
    Part("imports", (f"{TOOLS}/lint-imports", "--no-cache"), 10),
    Part("generated", (sys.executable, "-m", "scripts.generated"), 15),
    Part("profile", (f"{PEERS}/spectral", "lint", "--quiet", "openapi.yaml"), 15),
)
TESTS = (
    Part("phone", ("npm", "run", "--silent", "test"), 90, ROOT / "pwa"),
    Part("unit", (*PYTEST, "-m", "not db", "-n", "2", "--ignore=tests/e2e", "tests"), 60),
    Part(
        "server",
        (
            *(*PYTEST, "-m", "db", "-n", "2", "--dist", "loadscope"),
            *("--ignore=tests/e2e", "--ignore=tests/sim", "tests"),
        ),
        300,
    ),
    Part("simulator", (*PYTEST, "-n", "2", "--dist", "loadfile", "tests/sim"), 200),
    Part("browser", (*PYTEST, "-n", "2", "--dist", "worksteal", "tests/e2e"), 400),
)


def main(task: str) -> int:
    """Run the parts of a task; 0 when all passed."""
    began = time.monotonic()
    if task == "check":
        with ThreadPoolExecutor(2) as pool:
            return report(list(pool.map(_run_quietly, CHECKS)))
    os.environ["CHROMIUM"] = find_chromium()
    install_missing()
    results = [run(part) for part in TESTS]
    return report(results, time.monotonic() - began)


def report(results: list[Result], seconds: float | None = None) -> int:
    """Print the table and, for tests that took so long, pytest's line; 0 when all passed."""
    print(_table(results), flush=True)
    if seconds is not None:
        print(_pytest_line(results, seconds))
    return 0 if all(result.passed for result in results) else 1


def run(part: Part, *, aloud: bool = True) -> Result:
    """Run a part, printing its lines as they come."""
    if aloud:
        print(f"\n── {part.name}: {' '.join(map(_short, part.command))}", flush=True)
    began = time.monotonic()
    with subprocess.Popen(
        part.command,
        cwd=part.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        output = []
        for line in process.stdout or ():
            output.append(line)
            if aloud:
                print(line, end="", flush=True)
    counts = _counts(output) if "pytest" in " ".join(part.command) else Counter()
    return Result(part, time.monotonic() - began, process.returncode == 0, output, counts)


def _run_quietly(part: Part) -> Result:
    result = run(part, aloud=False)
    text = "" if result.passed else "".join(result.output)
    print(f"{'✓' if result.passed else '✗'} {part.name}\n{text}", end="", flush=True)
    return result


def _short(word: str) -> str:
    return Path(word).name if word.startswith(str(TOOLS)) else word


def _counts(output: list[str]) -> Counter[str]:
    """The numbers of pytest's last summary line."""
    for line in reversed(output):
        if found := COUNT.findall(line):
            return Counter({kind.rstrip("s"): int(number) for number, kind in found})
    return Counter()


def _table(results: list[Result]) -> str:
    rows = [f"\n{'part':<12}{'seconds':>8}{'budget':>8}  result"]
    for result in results:
        late = " (over its budget)" if result.seconds > result.part.budget_s else ""
        verdict = ("passed" if result.passed else "FAILED") + late
        rows.append(f"{result.part.name:<12}{result.seconds:>8.1f}{result.part.budget_s:>8}  {verdict}")
    seconds = sum(result.seconds for result in results)
    budget = sum(result.part.budget_s for result in results)
    return "\n".join([*rows, f"{'all':<12}{seconds:>8.1f}{budget:>8}"])


def _pytest_line(results: list[Result], seconds: float) -> str:
    """All parts' counts as one line of pytest's kind, for tools that read the end of a run."""
    counts: Counter[str] = sum((result.counts for result in results), Counter())
    said = ", ".join(f"{counts[kind]} {kind}" for kind in sorted(counts, key=_order))
    return f" {said or 'no tests ran'} in {seconds:.2f}s ".center(80, "=")


def _order(kind: str) -> int:
    known = ("failed", "passed", "skipped", "xfailed", "xpassed", "warning", "error")
    return known.index(kind)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
