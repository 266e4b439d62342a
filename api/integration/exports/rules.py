"""What a row of an export holds, and how its cells are kept from being formulas: pure rules."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

Language = Literal["sv", "en"]
Cell = str | int | float | None
TEXTS = ("place", "note")  # only who reads text gets these columns
COLUMNS = (
    "receipt_no", "occurred_at", "occurred_until", "received_at", "category", "status", "area", "site",
    "place", "note", "severity", "setting", "summoned", "cost_sek", "fixed_at", "lat", "lon", "accuracy_m",
    "source", "organisation", "roles", "flags", "entry_count", "changed_at", "id",
)  # fmt: skip
_MOMENTS = ("occurred_at", "occurred_until", "received_at", "fixed_at", "changed_at")
_CODES = ("status", "severity", "setting", "source")
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


@cache
def words(language: Language) -> dict[str, Any]:
    """What the file says in a language."""
    path = Path(__file__).with_name("words.json")
    said: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))[language]
    return said


@dataclass(frozen=True, slots=True)
class Names:
    """The names of what incidents point to, by its key, and the municipality's time zone."""

    categories: Mapping[str, str]
    areas: Mapping[str, str]
    sites: Mapping[str, str]
    zone: ZoneInfo


def neutral(text: str) -> str:
    """A text that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    return f"'{text}" if text.startswith(_FORMULAS) else text


def columns_for(*, texts: bool) -> tuple[str, ...]:
    """The columns of who may read text, or may not."""
    return tuple(name for name in COLUMNS if texts or name not in TEXTS)


def row_of(item: Mapping[str, Any], names: Names, language: Language, columns: Sequence[str]) -> list[Cell]:
    """A presented incident as cells, in the order of the columns."""
    said = words(language)["values"]
    cells: dict[str, Cell] = {name: item.get(name) for name in columns if name not in ("flags", "summoned")}
    cells |= {name: _local(item[name], names.zone) for name in _MOMENTS}
    cells |= {name: said.get(item[name], item[name]) for name in _CODES}
    cells |= {name: (item["position"] or {}).get(name) for name in ("lat", "lon", "accuracy_m")}
    cells["summoned"] = ", ".join(said.get(one, one) for one in item["summoned"])
    cells["roles"] = ", ".join(said.get(one, one) for one in item["author"]["roles"])
    cells["flags"] = ", ".join(item["flags"])
    cells["organisation"] = item["author"]["organisation"]
    cells["category"] = names.categories.get(item["category"], item["category"])
    cells["area"], cells["site"] = (
        names.areas.get(str(item["area_id"])),
        names.sites.get(str(item["site_id"])),
    )
    cells["id"] = str(item["id"])
    return [cells[name] for name in columns]


def _local(moment: str | None, zone: ZoneInfo) -> str | None:
    """A moment of the wire as the municipality's clocks showed it, to the second."""
    if moment is None:
        return None
    return datetime.fromisoformat(moment).astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")


def about(facts: Mapping[str, str], asked: Mapping[str, str], language: Language) -> list[tuple[str, str]]:
    """What a file says of itself: `facts` by name, and the filter as it was asked for."""
    said = words(language)
    period = f"{asked.get('occurred_from', '…')} – {asked.get('occurred_to', '…')}"
    rest = ", ".join(f"{name}={value}" for name, value in asked.items() if not name.startswith("occurred_"))
    told = {**facts, "period": period, "filter": rest or said["all"], "source": said["source"]}
    return [(label, neutral(told[name])) for name, label in said["about_rows"].items()]
