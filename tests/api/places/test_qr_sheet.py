"""The printed sheet says in text and in code what stands in the register, read by others' readers."""

import io
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from api.kit.ids import is_code, new_code
from api.places.qr_sheet import qr_sheet
from tests.api.access.registering import Desk, refused

READER = Path(__file__).with_name("read_qr.js")
URL = "https://ledljus.kommunen.example"
NAMES = ["Källardörren mot gården", "Ŋárga Šillju", "x" * 120, "4", "5", "6", "7"]
POINTS_PER_MM = 72 / 25.4


def codes_of(sheet: bytes) -> list[list[list[int]]]:
    """Each drawn code as rows of modules, from the PDF's own rectangles."""
    found = []
    for page in PdfReader(io.BytesIO(sheet)).pages:
        filled: list[tuple[float, float, float, float]] = []

        def see(operator: bytes, operands: Any, *_: Any, filled: Any = filled) -> None:
            if operator == b"re":
                filled.append(tuple(float(one) for one in operands))

        page.extract_text(visitor_operand_before=see)
        for left, top, width, height in [one for one in filled if one[2] > 80 * POINTS_PER_MM]:
            inside = [
                one for one in filled
                if left <= one[0] < left + width and 0 <= top - one[1] < abs(height) and one[2] < width / 2
            ]  # fmt: skip
            found.append(_matrix(inside))
    return found


def _matrix(runs: list[tuple[float, float, float, float]]) -> list[list[int]]:
    module = abs(runs[0][3])
    west, north = min(run[0] for run in runs), max(run[1] for run in runs)
    size = round((max(run[0] + run[2] for run in runs) - west) / module)
    rows = [[0] * (size + 8) for _ in range(size + 8)]
    for left, top, width, _ in runs:
        first, row = round((left - west) / module), round((north - top) / module)
        for column in range(first, first + round(width / module)):
            rows[row + 4][column + 4] = 1
    return rows


def read(codes: list[list[list[int]]]) -> list[str | None]:
    """What a reader that is not ours makes of them."""
    told = subprocess.run(
        ["node", str(READER)], input=json.dumps(codes), capture_output=True, text=True, check=True
    )
    links: list[str | None] = json.loads(told.stdout)
    return links


def test_every_checkpoint_has_its_name_its_code_and_its_link() -> None:
    points = [{"name": name, "code": new_code()} for name in NAMES]
    sheet = qr_sheet("Åsö förskola", points, URL)
    pages = PdfReader(io.BytesIO(sheet)).pages
    assert len(pages) == 2
    assert all(float(page.mediabox.width) == pytest.approx(210 * POINTS_PER_MM, abs=1) for page in pages)
    text = "\n".join(page.extract_text() for page in pages)
    for point in points:
        assert point["name"] in text and point["code"] in text and is_code(point["code"])
    assert text.count("Åsö förskola") == len(points)
    assert text.count("eller skriv koden i Ledljus") == len(points)
    assert read(codes_of(sheet)) == [f"{URL}/#checkpoint/{point['code']}" for point in points]


def test_the_reader_would_see_a_wrong_module() -> None:
    (code,) = codes_of(qr_sheet("A", [{"name": "B", "code": new_code()}], URL))
    for row in code[12:24]:
        row[12:24] = [1 - module for module in row[12:24]]
    assert read([code]) == [None]


async def test_the_sheet_is_of_a_site_s_open_checkpoints(desk: Desk, strangers: Desk) -> None:
    path, _ = await desk.add("sites", {"name": "Åkroken", "lat": 58.5, "lon": 18})
    assert refused(await desk.get(f"{path}/qr-sheet")) == (404, "not_found")
    codes = []
    for name in ("Norra", "Södra"):
        body = {"name": name, "site_id": path.rpartition("/")[2], "closed": name == "Norra"}
        added, _ = await desk.add("checkpoints", body)
        codes.append((await desk.get(added)).json()["code"])
    sheet = await desk.get(f"{path}/qr-sheet")
    assert sheet.headers["content-type"] == "application/pdf"
    text = PdfReader(io.BytesIO(sheet.content)).pages[0].extract_text()
    assert "Södra" in text and codes[1] in text and codes[0] not in text and "Norra" not in text
    assert refused(await strangers.get(f"{path}/qr-sheet")) == (404, "not_found")
