"""Cursors, digests and receipt numbers."""

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.journal.rules import BadCursor, Cursor, content_digest, read_cursor
from api.kit.ids import is_receipt_number, is_uuid7, lock_key, new_id, receipt_number

DIGEST = hashlib.sha256(b"x").digest()
WRITTEN = base64.b64encode(DIGEST).decode()
places = st.builds(Cursor, st.integers(0, 2**31 - 1), st.integers(0, 2**63 - 1), st.integers(0, 2**63 - 1))


@given(places)
def test_a_cursor_reads_back(cursor: Cursor) -> None:
    assert read_cursor(cursor.text()) == cursor


@given(st.text(max_size=60))
def test_any_text_is_a_cursor_or_refused(text: str) -> None:
    try:
        read_cursor(text)
    except BadCursor:
        return
    assert text.isascii()


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (f"sha-256=:{WRITTEN}:", DIGEST),
        (f"sha-512=:AAAA:, SHA-256=:{WRITTEN}:", DIGEST),
        ("sha-512=:AAAA:", None),
        ("", None),
    ],
)
def test_a_digest_is_found_among_others(header: str, expected: bytes | None) -> None:
    assert content_digest(header) == expected


@pytest.mark.parametrize(
    "header", ["sha-256=:AAAA:", "sha-256=", f"sha-256=:{WRITTEN[:-1]}å:", "sha-256=:*:"]
)
def test_a_digest_that_cannot_be_read_is_refused(header: str) -> None:
    with pytest.raises(ValueError):
        content_digest(header)


def test_a_receipt_number_tells_a_slip_of_the_tongue() -> None:
    for _ in range(50):
        number = receipt_number(b"key", new_id(), new_id())
        assert is_receipt_number(number) and is_receipt_number(number.lower().replace("-", ""))
        signs = number.replace("-", "")
        for place, sign in enumerate(signs):
            for other in "23456789ABCDEFGHJKMNPRSTVWXYZ".replace(sign, ""):
                assert not is_receipt_number(signs[:place] + other + signs[place + 1 :])
            if place and signs[place - 1] != sign:
                swapped = signs[: place - 1] + sign + signs[place - 1] + signs[place + 1 :]
                assert not is_receipt_number(swapped)


def test_ids_are_of_version_7_and_locks_fit_the_server() -> None:
    ids = [new_id() for _ in range(1000)]
    assert all(is_uuid7(one) for one in ids)
    assert len(set(ids)) == len({lock_key(ids[0], one) for one in ids}) == 1000
    assert all(-(2**63) <= lock_key(ids[0], one) < 2**63 for one in ids)
