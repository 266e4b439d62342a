"""Files of sites with checkpoints, CSV or GeoJSON: Swedish headings and words, a line for each checkpoint."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
from pydantic import ValidationError

from api.kit.geo import SWEREF99, BadGeometry, to_position
from api.places.imports.files import MOST_ROWS, Fault, ImportRefused, faults_of, features, read_json
from api.places.register_schemas import CheckpointFields, SiteFields

_WORDS: dict[str, dict[str, str]] = orjson.loads(Path(__file__).with_name("site_words.json").read_bytes())
_NAMES = frozenset(_WORDS["columns"].values())
# What a later line may only repeat; its position is its checkpoint's.
_SITE = {"kind", "address", "instructions", "expected"}


@dataclass(slots=True)
class SiteRow:
    """A site of a file with its checkpoints."""

    place: str
    site: SiteFields
    checkpoints: list[tuple[str, CheckpointFields]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Line:
    """One line or feature, its fields in our names."""

    place: str
    fields: dict[str, Any]
    crs: str


def read_sites(raw: bytes, crs: str | None = None) -> list[SiteRow]:
    """Sites of a GeoJSON or CSV file, a line for each checkpoint. Raises ImportRefused.

    `crs` tells the reference system of a GeoJSON file that does not tell it itself.
    """
    is_json = raw.lstrip()[:1] == b"{"
    return _gathered(_site_features(read_json(raw), crs) if is_json else _csv_lines(raw))


def _site_features(document: Any, crs: str | None) -> Iterator[_Line]:
    for place, properties, geometry, system in features(document, crs):
        fields = {name: value for key, value in properties.items() if (name := _named(key)) is not None}
        at = geometry.get("coordinates") if isinstance(geometry, dict) else None
        if isinstance(at, list) and len(at) >= 2 and geometry["type"] == "Point":
            fields["east"], fields["north"] = at[:2]
        yield _Line(place, fields, system)


def _csv_lines(raw: bytes) -> Iterator[_Line]:
    text = _decoded(raw)
    heading, _, _ = text.partition("\n")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if ";" in heading else ",")
    columns = _columns(next(reader, []))
    for row in reader:
        if not any(cell.strip() for cell in row):
            continue
        place = f"line {reader.line_num}"
        if reader.line_num > MOST_ROWS:
            raise ImportRefused([Fault(place, "file", f"is longer than {MOST_ROWS} lines")])
        if len(row) > len(columns):
            raise ImportRefused([Fault(place, "line", "has more cells than the heading")])
        cells = {name: cell.strip() for name, cell in zip(columns, row, strict=False) if cell.strip()}
        yield _Line(place, dict(cells), SWEREF99)


def _columns(headings: Sequence[str]) -> list[str]:
    columns = [_named(heading) for heading in headings]
    faults = [
        Fault("line 1", f"column {number}", "has a heading that is none of ours")
        for number, name in enumerate(columns, start=1)
        if name is None
    ]
    known = [name for name in columns if name is not None]
    faults += [Fault("line 1", name, "has two columns") for name in set(known) if known.count(name) > 1]
    if "name" not in known:
        faults.append(Fault("line 1", "name", "has no column"))
    if faults:
        raise ImportRefused(faults)
    return known


def _decoded(raw: bytes) -> str:
    """UTF-8 with or without its mark, else what Excel writes in Swedish."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _named(heading: str) -> str | None:
    """Our name of a column, from Swedish or our own words."""
    told = heading.strip().casefold()
    return told if told in _NAMES else _WORDS["columns"].get(told)


def _gathered(lines: Iterable[_Line]) -> list[SiteRow]:
    """Lines by their site: its first says what it is, each may say a checkpoint."""
    sites: dict[str, SiteRow] = {}
    faults: list[Fault] = []
    for line in lines:
        try:
            _take(sites, line.place, _converted(line))
        except ImportRefused as refused:
            faults += refused.faults
        except ValidationError as error:
            faults += faults_of(line.place, error)
    if not sites and not faults:
        faults.append(Fault("line 1", "file", "has no sites"))
    if faults:
        raise ImportRefused(faults)
    return list(sites.values())


def _take(sites: dict[str, SiteRow], place: str, fields: dict[str, Any]) -> None:
    checkpoint = fields.pop("checkpoint", None)
    code = fields.pop("code", None)
    known = sites.get(str(fields.get("name", "")).strip())
    if known is None:
        known = SiteRow(place, SiteFields.model_validate(fields))
        sites[known.site.name] = known
        fields = {}
    elif checkpoint is None:
        raise ImportRefused([Fault(place, "name", "is used twice, and the line names no checkpoint")])
    for name in _SITE & set(fields):
        if getattr(known.site, name) != fields[name]:
            raise ImportRefused([Fault(place, name, "is another than on the site's first line")])
    if checkpoint is not None:
        told = {"name": checkpoint, "code": code, "lat": fields.get("lat"), "lon": fields.get("lon")}
        given = {name: value for name, value in told.items() if value is not None}
        known.checkpoints.append((place, CheckpointFields.model_validate(given)))
    elif code is not None:
        raise ImportRefused([Fault(place, "code", "belongs to no checkpoint")])


def _converted(line: _Line) -> dict[str, Any]:
    """A line's cells as values: decimal commas, Swedish words, and a position in WGS 84."""
    fields, faults = dict(line.fields), []
    for name in ("lat", "lon", "north", "east"):
        if name in fields:
            try:
                fields[name] = float(str(fields[name]).replace(",", ".").replace(" ", ""))
            except ValueError:
                faults.append(Fault(line.place, name, "is not a number"))
    for name, words in (("kind", _WORDS["kinds"]), ("expected", _WORDS["expected"])):
        if name in fields:
            slugs = [_slug(word, words) for word in _listed(fields[name])]
            if None in slugs:
                faults.append(Fault(line.place, name, "is none of the words we know"))
            fields[name] = slugs if name == "expected" else slugs[0] if slugs else None
    north, east = fields.pop("north", None), fields.pop("east", None)
    if not faults and north is not None and east is not None:
        try:
            fields["lat"], fields["lon"] = to_position(east, north, line.crs)
        except BadGeometry as error:
            faults.append(Fault(line.place, "position", str(error)))
    if faults:
        raise ImportRefused(faults)
    return fields


def _listed(value: Any) -> list[str]:
    return [str(one).strip() for one in (value if isinstance(value, list) else str(value).split(","))]


def _slug(word: str, words: dict[str, str]) -> str | None:
    """A word of ours from Swedish; one that is ours already stays."""
    told = word.casefold()
    return words.get(told, told if told in words.values() else None)
