"""When, where and by whom: the weights of `patterns.json` for one municipality."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from api.demo import rules
from api.demo.registers import DemoMunicipality, Person, Spot


@cache
def patterns() -> dict[str, Any]:
    """The table as read from the file."""
    table: dict[str, Any] = json.loads(Path(__file__).with_name("patterns.json").read_text("utf-8"))
    return table


@dataclass(frozen=True, slots=True)
class Happening:
    """Something to be reported: its category and the place's local time."""

    category: str
    local: datetime


class Patterns:
    """The weights of one municipality and seed, kept once computed."""

    def __init__(self, municipality: DemoMunicipality, seed: int) -> None:
        """Read the table for a municipality; `seed` chooses one of many possible histories."""
        self.municipality = municipality
        self.zone = ZoneInfo(municipality.time_zone)
        self._seed = f"{seed}:{municipality.slug}"
        self._spots: dict[tuple[str, date, bool], list[float]] = {}
        self._levels: dict[tuple[str, int], float] = {}
        rates = {
            slug: row["rate"] * municipality.category_factors.get(slug, 1.0)
            for slug, row in patterns()["categories"].items()
        }
        per_day = municipality.incidents_per_week / 7 / sum(rates.values())
        self._daily = {slug: rate * per_day for slug, rate in rates.items()}

    def chance(self, *parts: object) -> Random:
        """A generator of its own for each day or thing, so that none depends on another."""
        text = ":".join([self._seed, *map(str, parts)])
        return Random(text)  # noqa: S311 invented data, no secret

    def happenings(self, day: date, chance: Random) -> list[Happening]:
        """What happens on one local day, in order; more varied than Poisson, as life is."""
        mood, found = chance.gammavariate(9, 1 / 9), []
        for slug, mean in self._daily.items():
            row = patterns()["categories"][slug]
            hours = _week(row["week"])[0][day.weekday()]
            count = rules.poisson(chance, mean * mood * _day_factor(slug, day, row))
            for hour in chance.choices(range(24), hours, k=count):
                moment = time(hour, chance.randrange(60), chance.randrange(60))
                found.append(Happening(slug, datetime.combine(day, moment, self.zone)))
        return sorted(found, key=lambda each: each.local.timestamp())

    def spot(self, slug: str, day: date, chance: Random) -> Spot:
        """Where it happens, by the category's kinds of place, the season and the half-year."""
        season = (slug, day.replace(day=1), rules.is_school_holiday(day))
        if season not in self._spots:
            weights = (self._spot_weight(spot, *season) for spot in self.municipality.spots)
            self._spots[season] = list(accumulate(weights))
        return chance.choices(self.municipality.spots, cum_weights=self._spots[season])[0]

    def _spot_weight(self, spot: Spot, slug: str, month: date, holiday: bool) -> float:
        weight: float = patterns()["categories"][slug]["places"].get(spot.kind, 0)
        if years := patterns()["place_years"].get(spot.kind):
            weight *= int(years[month.month - 1]) / _mean(years)
        if holiday:
            weight *= patterns()["holiday_factors"].get(spot.kind, 1.0)
        return weight * self._level(spot.key, rules.half_year(month))

    def _level(self, key: str, half_year: int) -> float:
        if (key, half_year) not in self._levels:
            self._levels[key, half_year] = self.chance(key, half_year).uniform(0.6, 1.5)
        return self._levels[key, half_year]

    def author(self, slug: str, local: datetime, chance: Random) -> Person:
        """Who reports it: a field person or operator at work at that hour."""
        roles = patterns()["categories"][slug]["roles"]
        weights = {
            role: weight * int(patterns()["role_hours"][role][local.hour]) for role, weight in roles.items()
        }
        role = chance.choices(list(weights), list(weights.values()))[0]
        return chance.choice(self.people(role))

    def people(self, role: str) -> Sequence[Person]:
        """Everybody of one role."""
        return [person for person in self.municipality.people if person.role == role]


def _day_factor(slug: str, day: date, row: dict[str, Any]) -> float:
    season = int(row["year"][day.month - 1]) / _mean(row["year"])
    special = patterns()["special_days"].get(rules.special_day(day), {}).get(slug, 1.0)
    return float(season * _week(row["week"])[1][day.weekday()] * special)


@cache
def _week(name: str) -> tuple[list[list[int]], list[float]]:
    """The hours' weights of each weekday, and each weekday's share of an even week."""
    hours = [[int(digit) for digit in digits] for digits in patterns()["weeks"][name]]
    whole = sum(map(sum, hours))
    return hours, [sum(day) * 7 / whole for day in hours]


@cache
def _mean(digits: str) -> float:
    return sum(map(int, digits)) / len(digits)


def days_between(first: date, last: date) -> list[date]:
    """Every day from first to last, both included."""
    return [first + timedelta(days=count) for count in range((last - first).days + 1)]
