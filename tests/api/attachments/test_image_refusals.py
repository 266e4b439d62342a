"""What is no photo, or too much of one, is refused with its reason."""

import zlib

import pytest
from PIL import Image

from api.attachments.rules import MAX_BYTES, ImageRefused, clean_image
from tests.api.attachments.pictures import (
    ALLOWED,
    CANARY,
    LADEN,
    corners,
    jpeg_claiming,
    laden_jpeg,
    laden_png,
    parts,
    png_chunk,
    png_of,
    scans_without_end,
    webp_claiming,
    written,
)


def refusal(data: bytes) -> str:
    with pytest.raises(ImageRefused) as refused:
        clean_image(data)
    return refused.value.reason


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"\0", "not_an_image"),
        (b"<!doctype html><script>alert(1)</script>", "not_an_image"),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "not_an_image"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "unsupported_format"),
        (b"%PDF-1.7 ", "not_an_image"),
        (b"PK\3\4" + b"\0" * 60, "not_an_image"),
        (b"RIFF\x24\0\0\0WAVEfmt ", "not_an_image"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 60, "unsupported_format"),
        (b"\0\0\0\x1cftypavif" + b"\0" * 60, "unsupported_format"),
        (written(corners(), "GIF"), "unsupported_format"),
        (written(corners(), "BMP"), "unsupported_format"),
        (written(corners(), "TIFF"), "unsupported_format"),
        (written(corners(), "ICO"), "unsupported_format"),
        (written(corners(), "JPEG2000"), "unsupported_format"),
        (b"\xff\xd8\xff<html><script>alert(1)</script>", "truncated"),
        (b"\x89PNG\r\n\x1a\n<html>", "truncated"),
        (b"RIFF\x24\0\0\0WEBP<html>", "truncated"),
        (written(corners(), "JPEG") + b"\0" * MAX_BYTES, "too_large"),
    ],
    ids=lambda value: repr(value[:24]),
)
def test_what_is_no_photo_is_refused_by_content(data: bytes, reason: str) -> None:
    assert refusal(data) == reason


@pytest.mark.parametrize("name", LADEN)
def test_a_photo_cut_anywhere_is_refused(name: str) -> None:
    whole = written(Image.effect_noise((200, 150), 60).convert("RGB"), name)
    for tenth in range(1, 10):
        assert refusal(whole[: len(whole) * tenth // 10]) in ("truncated", "not_an_image")


@pytest.mark.parametrize(
    "polyglot",
    [
        b"GIF89a/*" + laden_jpeg() + b"*/=1;alert(1)",
        laden_jpeg() + b"<script>alert(1)</script>",
        laden_png() + b"<?php system($_GET[0]); ?>",
        written(corners(), "JPEG", comment=b"<script>alert(1)</script><?php x ?>"),
        laden_jpeg() + laden_png(),
    ],
    ids=lambda value: repr(value[:12]),
)
def test_a_second_nature_does_not_survive(polyglot: bytes) -> None:
    try:
        image = clean_image(polyglot)
    except ImageRefused as refused:
        assert refused.reason == "unsupported_format"
    else:
        assert not any(word in image.data for word in (b"<script", b"<?php", b"PK\3\4", CANARY))
        assert set(parts(image.data)) <= ALLOWED


@pytest.mark.parametrize(
    "bomb",
    [
        png_of(50_000, 50_000, 8, 2, b""),
        png_of(10_000, 10_000, 8, 2, b""),
        png_of(5001, 5000, 1, 0, b""),
        png_of(2**31 - 1, 2**31 - 1, 16, 6, b""),
        jpeg_claiming(65_500, 65_500),
        jpeg_claiming(5001, 5000),
        webp_claiming(16_383, 16_383, b"VP8X"),
        webp_claiming(16_383, 16_383, b"VP8L"),
        webp_claiming(16_383, 16_383, b"VP8 "),
        webp_claiming(2**24, 2**24, b"VP8X"),
    ],
    ids=lambda value: repr(value[:24]),
)
def test_too_many_pixels_are_refused_before_decoding(bomb: bytes) -> None:
    assert refusal(bomb) == "too_many_pixels"


def test_bombs_in_side_chunks_do_not_swell() -> None:
    rows = b"\0\xff\0\0"
    nothing = zlib.compress(b"\0" * 100_000_000, 9)
    for chunk in (
        png_chunk(b"zTXt", b"a\0\0" + nothing),
        png_chunk(b"iTXt", b"a\0\1\0\0\0" + nothing),
        png_chunk(b"iCCP", b"a\0\0" + nothing),
    ):
        try:
            image = clean_image(png_of(1, 1, 8, 2, rows, extra=chunk))
            assert len(image.data) < 1000
        except ImageRefused as refused:
            assert refused.reason == "truncated"


def test_a_jpeg_drawn_over_and_over_is_refused() -> None:
    assert refusal(scans_without_end(100)) == "too_complex"
    assert clean_image(scans_without_end(0)).width == 5000
