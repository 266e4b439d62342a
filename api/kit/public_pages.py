"""Pages for people without an account: plain HTML made here, no script, found by nobody's search engine."""

import hashlib
from base64 import b64encode
from html import escape
from pathlib import Path

from fastapi.responses import HTMLResponse

_STYLE = Path(__file__).with_name("public_page.css").read_text(encoding="utf-8")
_STYLE_HASH = b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'self'; base-uri 'none';"
        " frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}
LANGUAGES = ("sv", "en")


def page(language: str, title: str, body: str, status: int = 200) -> HTMLResponse:
    """A whole page; `body` is HTML whose texts are escaped already, `title` is text."""
    html = (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="robots" content="noindex, nofollow"><meta name="referrer" content="no-referrer">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>{body}</body></html>"
    )
    return HTMLResponse(html, status, _HEADERS)


def language_of(asked: str | None, accepted: str) -> str:
    """Swedish, unless English was chosen or is what the browser asks for before Swedish."""
    if asked in LANGUAGES:
        return asked
    wanted = [part.partition(";")[0].strip().lower()[:2] for part in accepted.split(",")]
    return next((one for one in wanted if one in LANGUAGES), "sv")
