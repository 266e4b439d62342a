"""The real outbox against the real server: what a phone calls saved arrives once and unaltered (P-A1)."""

import asyncio
import os
import time
from collections import Counter
from pathlib import Path

from tests.api.journal.town import Town
from tests.sim import oracle, proof
from tests.sim.conftest import Found, Ground
from tests.sim.nights import AT_ONCE, Night, bundle, bundle_planted

HERE = Path(__file__).parent
PLANTED = sorted(HERE.glob("planted/*.patch"))
NIGHTS = 100
MOST_NIGHTS_FOR_A_FAULT = 1000
MINUTES = float(os.environ.get("MINUTES", "0"))  # `make torture` says how long to go on with new seeds


def seeds_of(name: str) -> dict[str, int]:
    """Seeds by what each is kept for: a line is a seed, a space and why."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    pairs = (line.split(" ", 1) for line in lines if line and not line.startswith("#"))
    return {why: int(seed) for seed, why in pairs}


async def test_what_is_saved_arrives_once_and_unaltered(ground: Ground, found: Found, tmp_path: Path) -> None:
    program, until = bundle(tmp_path / "night.mjs"), time.monotonic() + 60 * MINUTES
    kept = seeds_of("regressions.txt").values()
    towns = [await found("bergby"), await found("sundby")]
    nights, wrong = await ground.live(program, towns, [*kept, *range(1, NIGHTS + 1)])
    first = time.time_ns() // 10**9 % 10**9  # in torture new ones each time
    while time.monotonic() < until and not wrong:
        towns = [await found(f"bergby-{first}"), await found(f"sundby-{first}")]
        more, wrong = await ground.live(program, towns, range(first, first + NIGHTS))
        nights, first = nights + more, first + NIGHTS
    assert wrong == []
    assert never_met(nights) == []
    assert ground.errors() == []
    print(proof.publish("Nights", proof.of_nights(nights)))


def never_met(nights: list[Night]) -> list[str]:
    """The faults, each with the kind of request or state it is to meet, that these nights missed."""
    met = sum((Counter(night.met) for night in nights), Counter[str]())
    return [what for what in proof.SOMETIMES if not met[what]]


async def test_each_planted_fault_is_found(ground: Ground, found: Found, tmp_path: Path) -> None:
    seeds = seeds_of("planted/seeds.txt")
    hunts = [_hunt(ground, patch, await found(_slug(patch)), tmp_path, seeds) for patch in PLANTED]
    seen = dict(zip((patch.stem for patch in PLANTED), await asyncio.gather(*hunts), strict=True))
    print(proof.publish("Planted faults", proof.of_planted(seen)))


def _slug(patch: Path) -> str:
    return patch.stem.replace("_", "-")


async def _hunt(ground: Ground, patch: Path, town: Town, folder: Path, seeds: dict[str, int]) -> oracle.Wrong:
    """The seed that found it, and what it found: the known one first, in torture from the first on."""
    program = bundle_planted(patch, folder)
    batches = [range(seed, seed + AT_ONCE) for seed in range(1, MOST_NIGHTS_FOR_A_FAULT, AT_ONCE)]
    if not MINUTES:
        batches.insert(0, range(seeds[patch.stem], seeds[patch.stem] + 1))
    for batch in batches:
        _, wrong = await ground.live(program, [town], batch)
        if wrong:
            return wrong[0]
    raise AssertionError(f"{patch.stem} was not found")
