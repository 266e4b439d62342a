"""Puts together the body of one invented report: the shape of `PUT /incidents/{id}`."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from api.demo import rules
from api.demo.patterns import Happening, patterns
from api.demo.registers import Person, Spot

INDOOR_KINDS = frozenset(
    "school preschool sports_hall swimming_hall library town_hall culture_house care_home"
    " health_centre travel_hub ferry_terminal".split()
)
_SEMI_PUBLIC_KINDS = frozenset({"residential_yard", "parking", "shop", "nightlife"})
_REMOTE_KINDS = frozenset({"nature", "camping", "beach", "harbour", "path"})
_HELP_FIRST = frozenset({"medical", "fire"})  # written down when the helping is over
_FIRST_AID = (["first_aid"], ["cpr", "aed"], ["cpr"], ["first_aid", "aed"])


@cache
def notes() -> dict[str, Any]:
    """The sentences as read from the file."""
    table: dict[str, Any] = json.loads(Path(__file__).with_name("notes.json").read_text("utf-8"))
    return table


@dataclass(frozen=True, slots=True)
class Report:
    """A body with its author, place and times (UTC); `where` says it in words."""

    body: dict[str, Any]
    author: Person
    spot: Spot
    where: str
    occurred_at: datetime
    saved_at: datetime
    received_at: datetime


def write_report(happening: Happening, spot: Spot, author: Person, chance: Random) -> Report:
    """A report of it as that person would save it on the spot."""
    row = patterns()["categories"][happening.category]
    occurred, until = happening.local.astimezone(UTC), None
    if rules.happens(chance, row.get("found_later", 0)):
        until = occurred + timedelta(minutes=chance.randrange(90, 840))
    delay = min(chance.lognormvariate(5.3, 0.8), 2700)
    if happening.category in _HELP_FIRST:
        delay += 900
    saved = (until or occurred) + timedelta(seconds=delay)
    where = chance.choice(notes()["where"][spot.kind])
    body: dict[str, Any] = {"v": 1, "category": happening.category}
    body["occurred_at"] = rules.wire_time(occurred)
    if until:
        body["occurred_until"] = rules.wire_time(until)
    body["saved_at"] = rules.wire_time(saved)
    body |= _whereabouts(spot, where, author, chance, rules.happens(chance, row["indoors"]))
    body |= _judgement(row, chance, happening=until is None)
    body |= _response(happening, chance)
    if rules.happens(chance, row["noted"]):
        body["note"] = _note(happening.category, spot, where, body.get("summoned", []), chance)
    return Report(body, author, spot, where, occurred, saved, _arrival(saved, spot, chance))


def _whereabouts(spot: Spot, where: str, author: Person, chance: Random, inside: bool) -> dict[str, Any]:
    indoors = inside and spot.site_id is not None and spot.kind in INDOOR_KINDS
    by_phone = author.role == "operator"
    told: dict[str, Any] = {}
    if spot.site_id and (indoors or rules.happens(chance, 0.7)):
        told["site_id"] = str(spot.site_id)
    if not indoors and rules.happens(chance, 0.25 if by_phone else 0.9):
        told["position"] = _position(spot, chance)
    if not told:
        told["place"] = f"{spot.name}, {where}"
    elif "site_id" not in told and rules.happens(chance, 0.8):
        told["place"] = spot.name
    if rules.happens(chance, 0.7):
        told["setting"] = _setting(spot, indoors)
    return told


def _position(spot: Spot, chance: Random) -> dict[str, float]:
    if spot.line:
        lat, lon = rules.along(chance, spot.line, spot.radius_m)
    else:
        lat, lon = rules.scatter(chance, spot.lat, spot.lon, spot.radius_m)
    accuracy = min(max(chance.lognormvariate(2.1, 0.7), 3.0), 180.0)
    return {"lat": lat, "lon": lon, "accuracy_m": round(accuracy, 1)}


def _setting(spot: Spot, indoors: bool) -> str:
    if indoors:
        return "indoors"
    return "semi_public" if spot.kind in _SEMI_PUBLIC_KINDS else "public"


def _judgement(row: dict[str, Any], chance: Random, happening: bool) -> dict[str, Any]:
    told: dict[str, Any] = {}
    if rules.happens(chance, 0.8):
        told["severity"] = chance.choices(("low", "medium", "high"), row["severity"])[0]
    summoned = [who for who, share in row["summoned"].items() if rules.happens(chance, share)]
    if happening and summoned:
        told["summoned"] = summoned
    if "cost" in row and rules.happens(chance, 0.35):
        low, high = row["cost"]
        told["cost_sek"] = 100 * round(low / 100 * (high / low) ** (chance.random() ** 1.6))
    return told


def _response(happening: Happening, chance: Random) -> dict[str, Any]:
    actions: list[str] = []
    if happening.category == "medical":
        actions = chance.choice(_FIRST_AID)
    elif happening.category == "fire" and rules.happens(chance, 0.6):
        actions = ["fire_extinguishing"]
    started = happening.local.astimezone(UTC) + timedelta(seconds=chance.randrange(20, 200))
    told = [
        {
            "action": action,
            "started_at": rules.wire_time(started + timedelta(seconds=90 * number)),
            "before_rescue_service": rules.happens(chance, 0.85),
        }
        for number, action in enumerate(actions)
    ]
    return {"first_response": told} if told else {}


def _note(category: str, spot: Spot, where: str, summoned: list[str], chance: Random) -> str:
    fitting = [
        story for story in notes()["stories"][category] if spot.kind in story.get("kinds", (spot.kind,))
    ]
    if not fitting:  # every story of this category belongs to other kinds of place
        fitting = notes()["stories"][category]
    story = chance.choice(fitting)
    sentences = [chance.choice(story["what"]).format(where=where)]
    if rules.happens(chance, 0.6):
        sentences.append(chance.choice(story["detail"]))
    sentences += [chance.choice(notes()["summoned"][who]) for who in summoned]
    if rules.happens(chance, 0.55):
        sentences.append(chance.choice(story["outcome"]))
    return " ".join(sentences)


def _arrival(saved: datetime, spot: Spot, chance: Random) -> datetime:
    """Mostly at once; in dead zones hours later."""
    late = 0.12 if spot.kind in _REMOTE_KINDS else 0.03
    draw = chance.random()
    if draw < late:
        delay = chance.uniform(3_600, 36_000)
    elif draw < late + 0.15:
        delay = chance.uniform(60, 1_500)
    else:
        delay = chance.uniform(0.4, 20)
    return saved + timedelta(seconds=delay)
