"""The police's event lines are read as they are written, each one or with its reason."""

import gzip
import json
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.integration.police import rules
from api.integration.police.rules import BadLine, PoliceEvent, fact_id, parse_line, to_body

ROOT = Path(__file__).resolve().parents[3]
REAL = ROOT / "../shared/data/police-events-2023-2024.jsonl.gz"
SAMPLE = Path(rules.__file__).with_name("sample.jsonl")
TABLE: dict[str, str] = json.loads(Path(rules.__file__).with_name("categories.json").read_text("utf-8"))
REGISTER = json.loads((ROOT / "api/places/default_categories.json").read_text("utf-8"))
STOCKHOLM = ZoneInfo("Europe/Stockholm")
LINE = {
    "id": 393297,
    "datetime": "2023-01-01 11:03:17 +01:00",
    "name": "01 januari 07:56, Skadegörelse, Ljusvik",
    "summary": "Rutor krossade.",
    "url": "/aktuellt/handelser/2023/januari/1/x/",
    "type": "Skadegörelse",
    "location": {"name": "Ljusvik", "gps": "58.55,18.05"},
}


def parse(**changed: Any) -> PoliceEvent:
    return parse_line(json.dumps(LINE | changed), 1)


def test_reads_every_field() -> None:
    assert parse() == PoliceEvent(
        police_id=393297,
        occurred_at=datetime(2023, 1, 1, 6, 56, tzinfo=UTC),
        published_at=datetime(2023, 1, 1, 10, 3, 17, tzinfo=UTC),
        category="vandalism",
        type="Skadegörelse",
        title="01 januari 07:56, Skadegörelse, Ljusvik",
        summary="Rutor krossade.",
        url="https://polisen.se/aktuellt/handelser/2023/januari/1/x/",
        location_name="Ljusvik",
        lat=58.55,
        lon=18.05,
        precision="municipality",
    )
    text = json.dumps(LINE, ensure_ascii=False)
    assert parse_line(f"\ufeff{text}\r\n".encode(), 1) == parse_line(text, 9) == parse()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"id": "393297"}, "id"),
        ({"id": True}, "id"),
        ({"id": 0}, "id"),
        ({"id": 2**63}, "id"),
        ({"datetime": "2023-01-01 11:03:17"}, "datetime"),
        ({"datetime": "2023-02-30 11:03:17 +01:00"}, "datetime"),
        ({"datetime": "9999-12-31 23:59:59 -01:00"}, "datetime"),
        ({"datetime": None}, "datetime"),
        ({"name": "Brand, Ljusvik"}, "name"),
        ({"name": "01 januember 07:56, Brand"}, "name"),
        ({"name": "31 februari 07:56, Brand"}, "name"),
        ({"name": "29 februari 07:56, Brand"}, "name"),
        ({"name": "01 januari 24:00, Brand"}, "name"),
        ({"name": "01 januari 07:60, Brand"}, "name"),
        ({"name": "0\u0661 januari 07:56, Brand"}, "name"),
        ({"name": ""}, "name"),
        ({"summary": None}, "summary"),
        ({"summary": "a" * 4001}, "summary"),
        ({"summary": "a\x00b"}, "summary"),
        ({"summary": "a\ud800b"}, "summary"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "//evil.example/x"}, "url"),
        ({"type": " "}, "type"),
        ({"location": None}, "location"),
        ({"location": {"name": "", "gps": "58,18"}}, "location.name"),
        ({"location": {"name": "L" * 201, "gps": "58,18"}}, "location.name"),
        ({"location": {"name": "Ljusvik"}}, "location.gps"),
        ({"location": {"name": "Ljusvik", "gps": "okänd"}}, "location.gps"),
        ({"location": {"name": "Ljusvik", "gps": "91,18"}}, "location.gps"),
        ({"location": {"name": "Ljusvik", "gps": "58,nan"}}, "location.gps"),
    ],
)
def test_a_bad_line_is_named_with_its_field(changed: dict[str, Any], field: str) -> None:
    with pytest.raises(BadLine) as refused:
        parse_line(json.dumps(LINE | changed), 17)
    assert (refused.value.line_no, refused.value.field) == (17, field)
    assert refused.value.reason


@pytest.mark.parametrize(
    "line",
    [b"", b"\n", b"{", b"[]", b"null", b'{"id": 1', b"\xff\xfe", b"[" * 100_000, b"1" * 5000],
    ids=lambda line: str(line[:8]),
)
def test_a_line_that_is_no_object_is_bad(line: bytes) -> None:
    with pytest.raises(BadLine) as refused:
        parse_line(line, 3)
    assert refused.value.field == "line"


@given(
    st.recursive(
        st.none() | st.integers() | st.text(),
        lambda c: st.dictionaries(st.sampled_from([*LINE, "gps"]), c),
    )
)
def test_any_object_is_an_event_or_a_bad_line(row: Any) -> None:
    merged = LINE | row if isinstance(row, dict) else row
    try:
        parse_line(json.dumps(merged), 1)
    except BadLine as bad:
        assert bad.field


@pytest.mark.parametrize(
    ("kind", "category"),
    [
        ("Skadegörelse", "vandalism"),
        ("Brand", "fire"),
        ("Trafikolycka, vilt", "traffic"),
        ("Misshandel, grov", "threat_violence"),
        ("Stöld/inbrott", "burglary"),
        ("Narkotikabrott", "narcotics"),
        ("Larm överfall", "threat_violence"),
        ("Lagen om hundar och katter ", "other"),
        ("Något nytt", "other"),
        ("Sammanfattning natt", "summary"),
        ("Sammanfattning förmiddag och lunch", "summary"),
    ],
)
def test_category_comes_from_the_written_table(kind: str, category: str) -> None:
    assert parse(type=kind).category == category


def test_the_table_names_only_categories_of_the_register() -> None:
    assert set(TABLE.values()) <= {category["slug"] for category in REGISTER["categories"]}
    assert len({kind.casefold() for kind in TABLE}) == len(TABLE)


@pytest.mark.parametrize(
    ("name", "precision"),
    [("Ljusvik", "municipality"), ("Ljusviks län", "county"), ("Länna", "municipality")],
)
def test_a_county_is_told_by_its_name(name: str, precision: str) -> None:
    assert parse(location={"name": name, "gps": "58.55,18.05"}).precision == precision


def test_body_is_an_incident_with_its_source() -> None:
    assert to_body(parse()) == {
        "v": 1,
        "category": "vandalism",
        "occurred_at": "2023-01-01T06:56:00Z",
        "saved_at": "2023-01-01T10:03:17Z",
        "position": {"lat": 58.55, "lon": 18.05},
        "place": "Ljusvik",
        "note": "Rutor krossade.",
        "external_id": "393297",
        "published_at": "2023-01-01T10:03:17Z",
        "precision": "municipality",
        "title": "01 januari 07:56, Skadegörelse, Ljusvik",
        "url": "https://polisen.se/aktuellt/handelser/2023/januari/1/x/",
    }
    assert "note" not in to_body(parse(summary=""))


def test_fact_id_is_the_same_each_time_and_apart_per_municipality() -> None:
    one, other = UUID(int=1), UUID(int=2)
    assert fact_id(393297, one) == fact_id(393297, one)
    assert len({fact_id(393297, one), fact_id(393297, other), fact_id(393298, one)}) == 3
    assert fact_id(393297, one).version == 5
    # Fixed for good: a changed namespace would import every event a second time.
    assert fact_id(393297, one) == UUID("8aa8350b-da68-54e5-b140-0e2abefb28ba")


def parse_all(lines: list[bytes]) -> tuple[list[PoliceEvent], list[BadLine]]:
    events, bad = [], []
    for number, line in enumerate(lines, start=1):
        try:
            events.append(parse_line(line, number))
        except BadLine as wrong:
            bad.append(wrong)
    return events, bad


def test_sample_has_events_of_both_islands_and_a_few_bad_lines() -> None:
    events, bad = parse_all(SAMPLE.read_bytes().splitlines())
    assert (len(events), len(bad)) == (55, 6)
    assert [wrong.field for wrong in bad] == [
        "line",
        "name",
        "name",
        "location.gps",
        "datetime",
        "id",
    ]
    assert {"Ljusvik", "Granby", "Ljusviks län"} < {event.location_name for event in events}
    assert len({event.police_id for event in events}) == 55
    assert sum(event.category == "summary" for event in events) == 2


@pytest.mark.skipif(not REAL.exists(), reason="the real police events are not here")
def test_every_real_line_is_an_event() -> None:
    with gzip.open(REAL) as file:
        lines = file.read().splitlines()
    started = time.process_time()
    events, bad = parse_all(lines)
    seconds = time.process_time() - started
    assert (len(events), bad) == (44_954, [])
    assert len(events) / seconds > 10_000  # about 45,000 on a quiet machine

    types = {json.loads(line)["type"].strip() for line in lines}
    assert types <= set(TABLE)
    for event in events:
        local = event.occurred_at.astimezone(STOCKHOLM)
        # The address was made by the police and carries the year, and nearly always the day.
        assert event.url.split("/")[5] == str(local.year)
        assert abs((event.published_at - event.occurred_at).days) <= 9
        assert 55 < event.lat < 70 and 10 < event.lon < 25
    assert sum(event.precision == "county" for event in events) == 11_387
    assert sum(event.category == "summary" for event in events) == 7_412
