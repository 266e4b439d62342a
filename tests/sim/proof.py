"""docs/proof.md, which runs with PUBLISH_PROOF set write themselves; `make torture` sets it."""

import os
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.sim.faults import FAULTS
from tests.sim.nights import REPORTS, Night

DOCUMENT = Path(__file__).resolve().parents[2] / "docs/proof.md"
REQUESTS = ("report", "entry", "photo", "question")
SOMETIMES = (  # what a run must have met, or it proves nothing of it
    *(f"{fault} × {request}" for fault in (*FAULTS, "slow") for request in REQUESTS),
    *(f"replayed × {request}" for request in ("report", "entry", "photo")),
    *(f"tab killed × {state}" for state in ("saved", "sending", "received", "waiting_for_login")),
    *("crash_before", "crash_after", "fail_before", "fail_after", "hang"),
    *("several tabs", "one of several tabs killed", "leading tab frozen"),
    *("clock jumps ahead", "clock jumps back", "phone off for days"),
    *("phone revoked", "phone revoked with reports of its own"),
    *("follow-up from the same phone", "follow-up from another phone"),
)


def publish(heading: str, text: str) -> str:
    """The section as it stands in the document from now on, if this run is one that writes it."""
    section = f"## {heading}\n{text}\n"
    if os.environ.get("PUBLISH_PROOF"):
        document = DOCUMENT.read_text(encoding="utf-8")
        old = rf"## {re.escape(heading)}\n.*?(?=\n## |\Z)"
        DOCUMENT.write_text(re.sub(old, lambda _: section, document, flags=re.DOTALL), encoding="utf-8")
    return section


def of_nights(nights: Sequence[Night]) -> str:
    """What these nights, all of them without a fault of ours, show."""
    promised = sum(len(night.promised) for night in nights)
    met = sum((Counter(night.met) for night in nights), Counter[str]())
    seeds = [night.seed for night in nights]
    return (
        f"**0 lost, 0 doubled, 0 altered, 0 stuck** of {promised:,} reports that a phone had called saved, in"
        f" {len(nights):,} nights of {REPORTS} reports (seeds {min(seeds)} to {max(seeds)}).\n"
        f"With 95 % confidence fewer than {_bound(len(nights))} of nights, and {_bound(promised)} of reports,"
        f" end badly (3/n).\n\n{_requests(met)}\n\n{_others(met)}"
    )


def of_planted(found: Mapping[str, tuple[int, str]]) -> str:
    """Per planted fault the seed that found it, and what was seen."""
    rows = [f"| {name.replace('_', ' ')} | {seed} | {seen} |" for name, (seed, seen) in sorted(found.items())]
    return "\n".join(["| planted | seed | found by |", "|---|---:|---|", *rows])


def of_processes(phones: Sequence[Night], deaths: Mapping[str, int]) -> str:
    """What came of reports whose server, worker and database were killed."""
    promised = sum(len(phone.promised) for phone in phones)
    rows = [f"| {what} | {times} |" for what, times in sorted(deaths.items())]
    return (
        f"**0 lost, 0 doubled, 0 altered, 0 stuck** of {promised:,} reports that {len(phones)} processes sent"
        f" (3/n: {_bound(promised)}), while others were killed by `kill -9`. After the kills `rebuild`"
        " gave the tables as they stood.\n\n" + "\n".join(["| killed | times |", "|---|---:|", *rows])
    )


def _bound(number: int) -> str:
    return f"{100 * 3 / number:.3f} %"


def _requests(met: Counter[str]) -> str:
    faults = ("nothing", *FAULTS, "slow", "replayed")
    rows = (
        f"| {fault.replace('_', ' ')} | "
        + " | ".join(f"{met[f'{fault} × {one}']:,}" for one in REQUESTS)
        + " |"
        for fault in faults
    )
    return "\n".join([f"| on the way | {' | '.join(REQUESTS)} |", "|---|" + "---:|" * len(REQUESTS), *rows])


def _others(met: Counter[str]) -> str:
    others = [what for what in SOMETIMES if what.rsplit(" × ", 1)[-1] not in REQUESTS]
    rows = (f"| {what.replace('_', ' ')} | {met[what]:,} |" for what in others)
    return "\n".join(["| on the phone | times |", "|---|---:|", *rows])
