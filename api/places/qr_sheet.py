"""A printable sheet of a site's checkpoints: a QR code to scan and a short code to type, A4, six a page."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import segno

if TYPE_CHECKING:
    from fpdf import FPDF

_FONT = Path(__file__).parent / "fonts" / "DejaVuSans-Latin.ttf"
_MARGIN_MM, _COLUMNS, _ROWS = 12, 2, 3
_WIDTH_MM, _HEIGHT_MM, _CODE_MM = 93, 90, 56


def checkpoint_link(public_url: str, code: str) -> str:
    """The address a phone's camera opens; the app reads the code after its #."""
    return f"{public_url}/#checkpoint/{code}"


def qr_sheet(site: str, checkpoints: Sequence[Mapping[str, Any]], public_url: str) -> bytes:
    """A PDF with a card for each checkpoint (`name`, `code`)."""
    from fpdf import FPDF  # noqa: PLC0415 a fifth of a second of every process's start, for a rare sheet

    pdf = FPDF(format="A4")
    pdf.set_auto_page_break(False)
    pdf.set_lang("sv-SE")
    pdf.set_title(site)
    pdf.add_font("sheet", fname=_FONT)
    for place, checkpoint in enumerate(checkpoints):
        card = place % (_COLUMNS * _ROWS)
        if card == 0:
            pdf.add_page()
        left = _MARGIN_MM + card % _COLUMNS * _WIDTH_MM
        _draw_card(pdf, (left, _MARGIN_MM + card // _COLUMNS * _HEIGHT_MM), site, checkpoint, public_url)
    return bytes(pdf.output())


def _draw_card(
    pdf: "FPDF", corner: tuple[float, float], site: str, checkpoint: Mapping[str, Any], public_url: str
) -> None:
    left, top = corner
    pdf.rect(left, top, _WIDTH_MM, _HEIGHT_MM)  # where to cut
    side = (_WIDTH_MM - _CODE_MM) / 2
    _draw_code(pdf, left + side, top + 2, checkpoint_link(public_url, checkpoint["code"]))
    lines = ((checkpoint["name"], 13), (site, 9), (checkpoint["code"], 17))
    pdf.set_xy(left, top + _CODE_MM + 2)
    for text, size in lines:
        pdf.set_font("sheet", size=_fitting(pdf, text, size))
        pdf.cell(_WIDTH_MM, size * 0.5, text, align="C", new_x="LEFT", new_y="NEXT")
    pdf.set_font("sheet", size=7)
    words = "Skanna med telefonens kamera, eller skriv koden i Ledljus."
    pdf.cell(_WIDTH_MM, 5, words, align="C")


def _fitting(pdf: "FPDF", text: str, size: float) -> float:
    """The size at which a line keeps within its card."""
    pdf.set_font("sheet", size=size)
    return min(size, size * (_WIDTH_MM - 4) / max(pdf.get_string_width(text), 1))


def _draw_code(pdf: "FPDF", left: float, top: float, link: str) -> None:
    """The code as runs of dark modules, with the four light ones round it that readers need."""
    rows = [bytes(row) for row in segno.make(link, error="m", micro=False).matrix_iter(border=4)]
    module = _CODE_MM / len(rows)
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            end = x
            while end < len(row) and row[end]:
                end += 1
            if end > x:
                pdf.rect(left + x * module, top + y * module, (end - x) * module, module, style="F")
            x = end + 1
