"""Writing rows as they come, as CSV or as an Excel file; never more than a page of them in memory."""

import asyncio
import csv
import io
import tempfile
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from xlsxwriter import Workbook

from api.integration.exports.rules import Cell, neutral

Pages = AsyncIterator[Sequence[Sequence[Cell]]]
_CHUNK = 1 << 16
_MOST_ROWS = 1_048_000  # of a sheet, with room for its head
_WIDTH = 18


async def as_csv(about: Sequence[tuple[str, str]], head: Sequence[str], pages: Pages) -> AsyncIterator[bytes]:
    """Semicolons, CRLF and a byte order mark, as Swedish spreadsheets want; what it is stands on top."""
    yield b"\xef\xbb\xbf" + _lines([*about, [], head])
    async for rows in pages:
        yield _lines(rows)


def _lines(rows: Sequence[Sequence[Cell]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([neutral(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return text.getvalue().encode()


async def as_excel(
    names: tuple[str, str],
    about: Sequence[tuple[str, str]],
    head: Sequence[str],
    pages: Pages,
    folder: Path,
) -> AsyncIterator[bytes]:
    """The rows on a first sheet, what it is on a second; written through `folder`, then sent."""
    with tempfile.TemporaryDirectory(dir=folder, prefix="export-") as own:
        path = Path(own) / "export.xlsx"
        options = {
            "constant_memory": True,
            "tmpdir": own,
            "strings_to_formulas": False,
            "strings_to_urls": False,
        }
        book = Workbook(str(path), options)
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet(names[0])
        sheet.set_column(0, len(head) - 1, _WIDTH)
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, head, bold)
        number = 1
        async for rows in pages:
            await asyncio.to_thread(_write, sheet, number, rows)
            number += len(rows)
            if number >= _MOST_ROWS:
                break
        other = book.add_worksheet(names[1])
        other.set_column(0, 1, 2 * _WIDTH)
        await asyncio.to_thread(_write, other, 0, about)
        await asyncio.to_thread(book.close)
        with path.open("rb") as file:
            while chunk := await asyncio.to_thread(file.read, _CHUNK):
                yield chunk


def _write(sheet: object, first: int, rows: Sequence[Sequence[Cell]]) -> None:
    for number, row in enumerate(rows, first):
        for place, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, place, cell)  # type: ignore[attr-defined]
            elif cell is not None:
                sheet.write_number(number, place, cell)  # type: ignore[attr-defined]
