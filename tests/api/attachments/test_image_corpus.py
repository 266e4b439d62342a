"""Sixty files that mean harm, through the processes that decode photos: refused or clean, and bounded."""

import os
import zlib
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from api.attachments.rules import MAX_BYTES, ImageRefused
from api.attachments.workers import ImageWorkers
from tests.api.attachments.pictures import (
    ALLOWED,
    CANARY,
    LADEN,
    corners,
    jpeg_claiming,
    laden_jpeg,
    laden_png,
    laden_webp,
    parts,
    png_chunk,
    png_of,
    scans_without_end,
    webp_claiming,
    written,
)
from tests.api.attachments.test_image_workers import children, linux

MOST_S, MOST_MB = 2.0, 300
_SECOND_NATURES = {
    "script": b"<script>alert(1)</script>",
    "page": b"<!doctype html><html><body onload=alert(1)>",
    "php": b"<?php system($_GET[0]); ?>",
    "zip": b"PK\3\4" + CANARY,
    "pdf": b"%PDF-1.7\n1 0 obj<</JS(alert(1))>>",
    "shell": b"\n#!/bin/sh\nid\n",
}
_FOREIGN = ("GIF", "BMP", "TIFF", "ICO", "JPEG2000", "PPM", "TGA", "PCX", "ICNS")


def corpus() -> Iterator[tuple[str, bytes]]:
    """Each file's name and bytes."""
    for kind, laden in LADEN.items():
        yield f"{kind} with all a camera leaves", laden()
        for nature, extra in _SECOND_NATURES.items():
            yield f"{kind} that is {nature} too", laden() + extra
        whole = written(Image.effect_noise((200, 150), 60).convert("RGB"), kind)
        for share in (1, 3, 7, 9):
            yield f"{kind} cut at {share} tenths", whole[: len(whole) * share // 10]
    yield "gif before a jpeg", b"GIF89a/*" + laden_jpeg() + b"*/=1;alert(1)"
    yield "jpeg and png", laden_jpeg() + laden_png()
    yield "webp and page", laden_webp() + b"<html>" + CANARY
    for kind in _FOREIGN:
        yield kind, written(corners(), kind)
    yield from {
        "svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        "heic": b"\0\0\0\x18ftypheic" + b"\0" * 60,
        "avif": b"\0\0\0\x1cftypavif" + b"\0" * 60,
        "nothing": b"",
        "page called jpeg": b"\xff\xd8\xff<html><script>alert(1)</script>",
        "too large": written(corners(), "JPEG") + b"\0" * MAX_BYTES,
    }.items()
    yield from _bombs()


def _bombs() -> Iterator[tuple[str, bytes]]:
    nothing = zlib.compress(b"\0" * 100_000_000, 9)
    yield "png of 50,000 by 50,000", png_of(50_000, 50_000, 8, 2, b"")
    yield "png of 2^31 by 2^31", png_of(2**31 - 1, 2**31 - 1, 16, 6, b"")
    yield "png of few bytes and many pixels", png_of(5000, 5000, 1, 0, (b"\0" + b"\0" * 625) * 5000)
    yield "png whose rows never end", png_of(10, 10, 8, 2, b"\0" * 50_000_000)
    yield "jpeg of 65,500 by 65,500", jpeg_claiming(65_500, 65_500)
    yield "jpeg drawn over and over", scans_without_end(100)
    for kind in (b"VP8X", b"VP8L", b"VP8 "):
        yield f"webp of 16,383 by 16,383, {kind.decode()}", webp_claiming(16_383, 16_383, kind)
    for name, chunk in {"zTXt": b"a\0\0", "iTXt": b"a\0\1\0\0\0", "iCCP": b"a\0\0"}.items():
        bomb = png_chunk(name.encode(), chunk + nothing)
        yield f"png with a bomb in {name}", png_of(1, 1, 8, 2, b"\0\xff\0\0", extra=bomb)


CORPUS = dict(corpus())


def _peak_mb() -> float:
    """The most memory any decoding child has had."""
    found = [0.0]
    for child in children():
        for line in Path(f"/proc/{child}/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                found.append(int(line.split()[1]) / 1024)
    return max(found)


def _spent_s() -> float:
    """The processor's time that the decoding children have had so far."""
    ticks = 0
    for child in children():
        told = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
        ticks += int(told[11]) + int(told[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def test_there_are_sixty() -> None:
    assert len(CORPUS) >= 60


@linux
async def test_each_is_refused_or_comes_out_bare_within_bounds() -> None:
    refused, wrong = 0, list[str]()
    async with ImageWorkers(processes=1, waiting=1) as workers:
        for name, raw in CORPUS.items():
            began = _spent_s()
            try:
                image = await workers.clean(raw)
            except ImageRefused:
                refused += 1
            else:
                if CANARY in image.data or not set(parts(image.data)) <= ALLOWED:
                    wrong.append(f"{name}: not bare")
                if any(
                    nature in image.data for nature in (b"<script", b"<?php", b"PK\3\4", b"%PDF", b"<html")
                ):
                    wrong.append(f"{name}: still of two natures")
            if _spent_s() - began > MOST_S:
                wrong.append(f"{name}: took too long")
            if (peak := _peak_mb()) > MOST_MB:
                wrong.append(f"{name}: {peak:.0f} MB")
    assert wrong == []
    assert 30 < refused < len(CORPUS)
