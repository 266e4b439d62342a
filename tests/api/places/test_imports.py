"""Files of areas, sites and checkpoints: all of it or nothing, and every fault by line and field."""

import csv
import io
from typing import Any

import httpx
import orjson
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from api.kit.ids import is_code, new_code
from api.places.imports.files import ImportRefused, read_areas
from api.places.imports.site_files import read_sites
from tests.api.access.registering import Desk, refused
from tests.api.places.test_area_index import box, polygon

HEADING = ["Namn", "Typ", "Adress", "Lat", "Lon", "Instruktion", "Förväntat läge", "Kontrollpunkt", "Kod"]
CODE = "FEN69X"
ROWS = [
    ["Rådhuset", "Rådhus", "Rådhusgatan 1", "58,547302", "18,047762", "Lås kl. 17; släck.", "låst, släckt",
     "Huvudentrén", CODE],
    ["Rådhuset", "", "", "58,547", "18,0478", "", "", "Källardörren", ""],
    ["Björkparken", "park", "", "58.55", "18.05", "", "", "", ""],
]  # fmt: skip
# A cell that breaks a line, by its column.
BROKEN = {
    "name": (0, [" ", "x" * 121, "rad\x07"]),
    "kind": (1, ["slott"]),
    "lat": (3, ["", "norr", "91", "nan"]),
    "lon": (4, ["", "öst", "-181", "inf"]),
    "expected": (6, ["låst, trasigt"]),
    "code": (8, ["FEN69Y", "fen69x", "F", CODE]),
}


def csv_file(rows: list[list[str]], delimiter: str = ";", encoding: str = "utf-8-sig") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode(encoding)


async def send(desk: Desk, what: str, content: bytes, tag: str | None = None) -> httpx.Response:
    """Try a file, or with a tag import it."""
    mode: dict[str, Any] = {"params": {"dry_run": tag is None}}
    headers = desk.who.headers | ({"If-Match": tag} if tag else {}) | {"Content-Type": "application/geo+json"}
    return await desk.client.post(f"/api/v1/imports/{what}", content=content, headers=headers, **mode)


@pytest.mark.parametrize(
    ("delimiter", "encoding"), [(";", "utf-8-sig"), (",", "utf-8"), (";", "cp1252"), (",", "cp1252")]
)
def test_a_spreadsheet_is_read_as_it_is_saved(delimiter: str, encoding: str) -> None:
    hall, park = read_sites(csv_file([HEADING, *ROWS], delimiter, encoding))
    assert (hall.site.name, hall.site.kind, hall.site.lat) == ("Rådhuset", "town_hall", 58.547302)
    assert hall.site.expected == ["locked", "lights_off"] and hall.site.instructions == "Lås kl. 17; släck."
    assert [(one.name, one.code, one.lat) for _, one in hall.checkpoints] == [
        ("Huvudentrén", CODE, None),
        ("Källardörren", None, 58.547),
    ]
    assert park.site.kind == "park" and park.checkpoints == []


def test_sweref_columns_become_degrees() -> None:
    (row,) = read_sites("namn,nord,öst\nMitten,6651411.19,500000\n".encode())
    assert (row.site.lat, row.site.lon) == pytest.approx((60.0, 15.0), abs=1e-7)
    with pytest.raises(ImportRefused) as told:
        read_sites("namn,nord,öst\nMitten,500000,6651411\n".encode())
    assert told.value.reasons == ["line 2: position has coordinates outside SWEREF 99 TM (easting first)"]


@hypothesis_settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_broken_row_is_named_by_its_line_and_field(data: st.DataObject) -> None:
    count = data.draw(st.integers(2, 12))
    rows = [
        [f"Objekt {n}", "skola", "", "58.5", "18.0", "", "låst", "Entrén", new_code()] for n in range(count)
    ]
    rows[0][8] = CODE
    broken = data.draw(st.integers(1, count - 1))
    field = data.draw(st.sampled_from(sorted(BROKEN)))
    column, values = BROKEN[field]
    value = data.draw(st.sampled_from([one for one in values if one != CODE]))
    rows[broken][column] = value
    blank = data.draw(st.integers(0, 2))
    with pytest.raises(ImportRefused) as told:
        read_sites(csv_file([HEADING, *[[""] * 9] * blank, *rows]))
    assert {(one.place, one.field) for one in told.value.faults} == {(f"line {broken + blank + 2}", field)}
    assert not value.strip() or len(value) < 4 or value not in "".join(told.value.reasons)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "line 1: name has no column"),
        ("namn;lat;lon", "line 1: file has no sites"),
        ("namn;lat;färg", "line 1: column 3 has a heading that is none of ours"),
        ("namn;objekt", "line 1: name has two columns"),
        ("namn;lat;lon\nA;58;18;9", "line 2: line has more cells than the heading"),
        ("namn;lat;lon\nA;58;18\nA;58;18", "line 3: name is used twice, and the line names no checkpoint"),
        ("namn;lat;lon;kod\nA;58;18;FEN69X", "line 2: code belongs to no checkpoint"),
        ("namn;lat;lon;typ;kontrollpunkt\nA;58;18;skola;x\nA;;;park;y", "line 3: kind is another than on"),
        ('{"type": "FeatureCollection",\n "features": [\n}', "line 3: file is not JSON"),
        ('{"type": "FeatureCollection", "features": []}', "line 1: file is not a GeoJSON"),
        ('{"features": [{"properties": {"name": "A"}}]}', "feature 1: lat missing"),
    ],
)
def test_what_cannot_be_read_says_where(text: str, reason: str) -> None:
    with pytest.raises(ImportRefused) as told:
        read_sites(text.encode())
    assert told.value.reasons[0].startswith(reason)


async def test_sites_are_tried_then_imported_and_then_the_same(strangers: Desk) -> None:
    desk, file = strangers, csv_file([HEADING, *ROWS])
    trial = await send(desk, "sites", file)
    assert trial.status_code == 200, trial.text
    assert [(one["name"], one["act"], one["checkpoints"]) for one in trial.json()["items"]] == [
        ("Rådhuset", "added", 2),
        ("Björkparken", "added", 0),
    ]
    assert (await desk.get("/sites")).json()["items"] == []
    path = "/api/v1/imports/sites?dry_run=false"
    naked = await desk.client.post(path, content=file, headers=desk.who.headers)
    assert refused(naked) == (428, "precondition_required")
    done = await send(desk, "sites", file, trial.headers["etag"])
    assert not done.json()["dry_run"]
    late = await send(desk, "sites", file, trial.headers["etag"])
    assert refused(late) == (412, "changed_since")
    again = await send(desk, "sites", file)
    assert {one["act"] for one in again.json()["items"]} == {"unchanged"}
    points = (await desk.get("/checkpoints")).json()["items"]
    assert {one["name"]: one["code"] == CODE for one in points} == {
        "Huvudentrén": True,
        "Källardörren": False,
    }
    assert all(is_code(one["code"]) for one in points)


async def import_tried(desk: Desk, what: str, file: bytes) -> httpx.Response:
    """Try a file, then import it."""
    trial = await send(desk, what, file)
    return await send(desk, what, file, trial.headers["etag"])


async def test_what_a_file_leaves_out_stays(strangers: Desk) -> None:
    desk = strangers
    await import_tried(desk, "sites", csv_file([HEADING, *ROWS]))
    await import_tried(desk, "sites", "namn;lat;lon\nRådhuset;58,6;18,1\n".encode())
    sites = {one["name"]: one for one in (await desk.get("/sites")).json()["items"]}
    assert set(sites) == {"Rådhuset", "Björkparken"}
    hall = sites["Rådhuset"]
    assert (hall["lat"], hall["instructions"], hall["kind"]) == (58.6, "Lås kl. 17; släck.", "town_hall")
    assert len((await desk.get("/checkpoints")).json()["items"]) == 2


async def test_a_fault_anywhere_imports_nothing(strangers: Desk) -> None:
    desk = strangers
    site, _ = await desk.add("sites", {"name": "Annat", "lat": 58.5, "lon": 18})
    await desk.add("checkpoints", {"name": "Dörr", "site_id": site.rpartition("/")[2], "code": CODE})
    nobody_else = csv_file([HEADING, ROWS[2]])
    tag = (await send(desk, "sites", nobody_else)).headers["etag"]
    nameless = csv_file([HEADING, ROWS[2], ["", "", "", "58", "18", "", "", "", ""]])
    for file, told in (
        (nameless, {"field": "line 3: name", "reason": "missing"}),
        (csv_file([HEADING, *ROWS]), {"field": "line 2: code", "reason": "is another checkpoint's"}),
    ):
        for seen in (None, tag):
            answer = await send(desk, "sites", file, seen)
            assert refused(answer) == (422, "import_refused")
            assert answer.json()["errors"] == [told]
        assert [one["name"] for one in (await desk.get("/sites")).json()["items"]] == ["Annat"]


def collection(*areas: tuple[str, Any], crs: str | None = None) -> dict[str, Any]:
    features = [{"type": "Feature", "properties": {"name": n}, "geometry": g} for n, g in areas]
    member = {"crs": {"type": "name", "properties": {"name": crs}}} if crs else {}
    return {"type": "FeatureCollection", **member, "features": features}


async def test_areas_are_imported_with_what_overlaps(strangers: Desk) -> None:
    desk = strangers
    file = orjson.dumps(
        collection(
            ("Väster", polygon(box(500_000, 6_600_000, 501_000, 6_601_000))),
            ("Öster", polygon(box(500_900, 6_600_000, 502_000, 6_601_000))),
            crs="urn:ogc:def:crs:EPSG::3006",
        )
    )
    trial = await send(desk, "areas", file)
    assert trial.status_code == 200, trial.text
    (overlap,) = trial.json()["overlaps"]
    assert overlap.startswith("Väster / Öster: ") and 99_000 < float(overlap.split()[-2]) < 101_000
    await send(desk, "areas", file, trial.headers["etag"])
    again = await send(desk, "areas", file)
    assert [one["act"] for one in again.json()["items"]] == ["unchanged", "unchanged"]
    bow = polygon([[18, 58], [18.1, 58.1], [18.1, 58], [18, 58.1], [18, 58]])
    bad = await send(
        desk, "areas", orjson.dumps(collection(("Norr", polygon(box(18, 58, 19, 59))), ("Fluga", bow)))
    )
    assert [one["field"] for one in bad.json()["errors"]] == ["feature 2: geometry"]
    assert len((await desk.get("/areas")).json()["items"]) == 2


@hypothesis_settings(max_examples=40)
@given(st.integers(1, 8), st.data())
def test_any_broken_feature_is_named(count: int, data: st.DataObject) -> None:
    good = [(f"Område {n}", polygon(box(18, 58, 18.1, 58.1))) for n in range(count)]
    place = data.draw(st.integers(0, count))
    broken = data.draw(
        st.sampled_from([("", good[0][1]), ("A", None), ("A", {"type": "Point", "coordinates": [1, 2]}),
                         ("A", polygon(box(500, 58, 501, 59))), (None, good[0][1]), (good[0][0], good[0][1])])
    )  # fmt: skip
    areas = [*good[:place], broken, *good[place:]] if broken[0] != good[0][0] else [*good, broken]
    with pytest.raises(ImportRefused) as told:
        read_areas(collection(*areas))
    number = (place if broken[0] != good[0][0] else count) + 1
    assert {one.place for one in told.value.faults} == {f"feature {number}"}
