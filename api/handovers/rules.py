"""What a letter and its page say, and how a link's secret is made: pure rules."""

import base64
import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

MOST_ANSWERS = 20  # of one link; who presses on is no receiver


def link_secret(key: bytes, municipality_id: UUID, link_id: UUID) -> str:
    """The secret of a link's token, 256 bits as URL-safe text.

    It is derived, so that the worker can write it into the letter although only its hash is kept.
    """
    mac = hmac.digest(key, b"reply" + municipality_id.bytes + link_id.bytes, "sha256")
    return base64.urlsafe_b64encode(mac).decode().rstrip("=")


def in_words(moment: datetime, zone: str, words: Mapping[str, Any]) -> str:
    """A moment of the municipality's zone: "24 november 2026 kl. 02:10"."""
    at = moment.astimezone(ZoneInfo(zone))
    month = words["months"][at.month - 1]
    return str(words["moment"].format(day=at.day, month=month, year=at.year, at=f"{at:%H:%M}"))


def facts(told: Mapping[str, Any], words: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What a receiver is told of the incident, as name and value: the letter and the page say the same.

    `told` has `category` (names by language), `occurred_at`, `zone`, `receipt_no`, `reference` and
    `message` or None, `language`, and of `include` what the coordinator chose.
    """
    position = told.get("position")
    rows = [
        ("what", told["category"].get(told["language"]) or told["category"]["sv"]),
        ("when", in_words(told["occurred_at"], told["zone"], words)),
        ("where", told.get("place")),
        ("position", f"{position['lat']:.5f}, {position['lon']:.5f}" if position else None),
        ("note", told.get("note")),
        ("message", told["message"]),
        ("our_number", told["receipt_no"]),
        ("your_reference", told["reference"]),
    ]
    return [(words[name], value) for name, value in rows if value]


def letter(
    told: Mapping[str, Any], address: str, until: datetime, words: Mapping[str, Any]
) -> tuple[str, str]:
    """Subject and text of the letter; `address` is the link, `until` when it ends."""
    rows = facts(told, words)
    subject = f"{told['municipality']}: {rows[0][1]} ({told['receipt_no']})"
    parts: Sequence[str] = (
        words["greeting"].format(municipality=told["municipality"]),
        "\n".join(f"{name}: {value}" for name, value in rows),
        words["answer_here"].format(until=in_words(until, told["zone"], words)),
        address,
        f"{words['in_english']}: {address}?lang=en",
        words["unread"],
    )
    return subject, "\n\n".join(parts) + "\n"


def reply_page(
    told: Mapping[str, Any],
    answer: Mapping[str, Any] | None,
    once: UUID,
    words: Mapping[str, Any],
    faulty: tuple[str, Mapping[str, str]] | None = None,
) -> str:
    """The body of the page: what it is about, what was answered last (`answer`, `at`), and the form.

    `faulty` names the words for what was wrong with the form as it was sent, and has its fields.
    """
    language = told["language"]
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in facts(told, words))
    parts = [
        _top(words, "sv" if language == "en" else "en"),
        f"<h1>{escape(words['title'].format(municipality=told['municipality']))}</h1>",
        f"<dl>{rows}</dl>",
    ]
    if answer is not None:
        said = {
            "answer": words["answers"][answer["answer"]],
            "at": in_words(answer["at"], told["zone"], words),
        }
        thanks = words["thanks"].format(municipality=told["municipality"], **said)
        parts.append(f'<p class="good" role="status">{escape(thanks)}</p><p>{escape(words["again"])}</p>')
    if faulty is not None:
        parts.append(f'<p class="trouble" role="alert">{escape(words[faulty[0]])}</p>')
    parts.append(_form(once, words, faulty[1] if faulty else {}))
    return f"<main>{''.join(parts)}</main>"


def message_page(title: str, text: str, words: Mapping[str, Any]) -> str:
    """The body of a page that only says something."""
    return f"<main>{_top(words)}<h1>{escape(words[title])}</h1><p>{escape(words[text])}</p></main>"


def _top(words: Mapping[str, Any], other: str | None = None) -> str:
    call = f'<a class="call" href="tel:112">{escape(words["call"])}</a>'
    if other is None:
        return call
    return f'{call}<p><a href="?lang={other}" lang="{other}">{escape(words["other_language"])}</a></p>'


def _form(once: UUID, words: Mapping[str, Any], given: Mapping[str, str]) -> str:
    choices = "".join(
        f'<label class="choice"><input type="radio" name="answer" value="{value}" required'
        f"{' checked' if given.get('answer') == value else ''}>{escape(name)}</label>"
        for value, name in words["answers"].items()
    )
    return (
        f'<form method="post"><input type="hidden" name="once" value="{once}">'
        f"<fieldset><legend>{escape(words['question'])}</legend>{choices}</fieldset>"
        f'<label>{escape(words["more"])}<textarea name="note" maxlength="200" aria-describedby="hint">'
        f"{escape(given.get('note', ''))}</textarea></label>"
        f'<p class="muted" id="hint">{escape(words["hint"])}</p>'
        f'<button type="submit">{escape(words["send"])}</button></form>'
    )
