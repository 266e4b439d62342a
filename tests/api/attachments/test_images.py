"""Whatever is sent, a photo leaves upright and bare, or is refused with its reason."""

import hashlib
import struct
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from api.attachments.rules import MAX_BYTES, MAX_PIXELS, CleanImage, ImageRefused, clean_image
from tests.api.attachments.pictures import (
    ALLOWED,
    CANARY,
    CORNERS,
    LADEN,
    corners,
    jpeg_segment,
    parts,
    png_chunk,
    png_of,
    written,
)


def seen(image: CleanImage) -> Image.Image:
    with Image.open(BytesIO(image.data)) as picture:
        picture.load()
        return picture


NAMES = {"100": "red", "010": "lime", "001": "blue", "111": "white"}


def corner_colours(picture: Image.Image) -> list[str]:
    """Name the four corners, whatever the encoder did to their shades."""
    w, h = picture.size
    spots = [(x * w // 4, y * h // 4) for y in (1, 3) for x in (1, 3)]
    pixels = [picture.convert("RGB").crop((x, y, x + 1, y + 1)).tobytes() for x, y in spots]
    return [NAMES["".join(str(int(value > 127)) for value in pixel)] for pixel in pixels]


@pytest.mark.parametrize("name", ["jpeg", "png", "webp"])
def test_a_small_picture_keeps_its_format_size_and_look(name: str) -> None:
    image = clean_image(written(corners(), name))
    assert (image.media_type, image.width, image.height) == (f"image/{name}", 64, 32)
    assert image.sha256 == hashlib.sha256(image.data).hexdigest()
    assert corner_colours(seen(image)) == list(CORNERS.values())
    again = clean_image(image.data)
    assert (again.media_type, again.width, again.height) == (image.media_type, 64, 32)


@pytest.mark.parametrize("name", LADEN)
def test_nothing_but_the_picture_is_left(name: str) -> None:
    laden = LADEN[name]()
    assert laden.count(CANARY) >= 4 or name == "png"
    image = clean_image(laden)
    assert CANARY not in image.data
    assert b"59.3293" not in image.data
    assert set(parts(image.data)) <= ALLOWED
    with Image.open(BytesIO(image.data)) as picture:
        assert not picture.getexif()
        assert not set(picture.info) - {
            "jfif",
            "jfif_version",
            "jfif_unit",
            "jfif_density",
            "loop",
            "background",
            "timestamp",
            "duration",
        }


@pytest.mark.parametrize("name", LADEN)
@pytest.mark.parametrize(
    ("orientation", "expected"),
    [
        (1, "red lime blue white"),
        (2, "lime red white blue"),
        (3, "white blue lime red"),
        (4, "blue white red lime"),
        (5, "red blue lime white"),
        (6, "blue red white lime"),
        (7, "white lime blue red"),
        (8, "lime white red blue"),
        (0, "red lime blue white"),
        (9, "red lime blue white"),
    ],
)
def test_a_turned_picture_stands_upright(name: str, orientation: int, expected: str) -> None:
    image = clean_image(LADEN[name](orientation))
    assert corner_colours(seen(image)) == expected.split()
    assert (image.width, image.height) == ((32, 64) if orientation in (5, 6, 7, 8) else (64, 32))


def test_broken_exif_does_not_cost_the_picture() -> None:
    plain = written(corners(), "JPEG")
    for body in (b"Exif\0\0", b"Exif\0\0II*\0\xff\xff\xff\xff", b"Exif\0\0MM\0*\0\0\0\x08\xff\xff"):
        image = clean_image(plain[:2] + jpeg_segment(0xE1, body) + plain[2:])
        assert corner_colours(seen(image)) == list(CORNERS.values())


@pytest.mark.parametrize(
    ("name", "mode"),
    [
        *((name, mode) for name in ("png", "webp", "jpeg") for mode in ("1", "L", "RGB")),
        *((name, mode) for name in ("png", "webp") for mode in ("LA", "P", "RGBA")),
    ],
)
def test_every_mode_becomes_grey_or_rgb(name: str, mode: str) -> None:
    picture = seen(clean_image(written(corners(mode), name)))
    assert picture.mode in ("L", "RGB")
    if mode in ("P", "RGB", "RGBA"):
        assert corner_colours(picture) == list(CORNERS.values())


def test_cmyk_becomes_rgb() -> None:
    image = clean_image(written(corners("CMYK"), "JPEG", quality=95))
    assert seen(image).mode == "RGB"
    assert corner_colours(seen(image)) == list(CORNERS.values())


def test_sixteen_bits_become_eight() -> None:
    grey = png_of(2, 1, 16, 0, b"\0" + struct.pack(">HH", 0x8000, 0xFFFF))
    picture = seen(clean_image(grey))
    assert [picture.getpixel((x, 0)) for x in (0, 1)] == [128, 255]
    colour = png_of(1, 1, 16, 2, b"\0" + struct.pack(">HHH", 0xFFFF, 0x8000, 0))
    assert seen(clean_image(colour)).getpixel((0, 0)) in {(255, 128, 0), (255, 127, 0)}


def test_transparency_is_laid_on_white_and_hides_nothing() -> None:
    secret = Image.new("RGBA", (8, 8), (1, 2, 3, 0))
    assert seen(clean_image(written(secret, "PNG"))).getpixel((4, 4)) == (255, 255, 255)
    palette = corners("P")
    clear = seen(clean_image(written(palette, "PNG", transparency=palette.getpixel((1, 1)))))
    assert corner_colours(clear) == ["white", "lime", "blue", "white"]
    key = png_of(2, 1, 8, 2, b"\0\xff\0\0\0\xff\0", extra=png_chunk(b"tRNS", b"\0\xff\0\0\0\0"))
    keyed = seen(clean_image(key))
    assert [keyed.getpixel((x, 0)) for x in (0, 1)] == [(255, 255, 255), (0, 255, 0)]


@pytest.mark.parametrize("name", ["webp", "png"])
def test_only_the_first_frame_is_kept(name: str) -> None:
    later = [Image.new("RGB", (64, 32), colour) for colour in ("black", "yellow")]
    moving = written(corners(), name, save_all=True, append_images=later, duration=50, lossless=True)
    image = clean_image(moving)
    assert corner_colours(seen(image)) == list(CORNERS.values())
    assert set(parts(image.data)) <= ALLOWED


def test_a_large_png_leaves_as_jpeg_within_the_limit() -> None:
    image = clean_image(written(Image.new("RGB", (3000, 2000), "red"), "PNG"))
    assert (image.media_type, image.width, image.height) == ("image/jpeg", 3000, 2000)
    noisy = Image.effect_noise((1980, 1980), 200)
    busy = Image.merge("RGB", (noisy, noisy.rotate(90), noisy.rotate(180)))
    webp = written(busy, "WEBP", quality=30, method=0)
    assert len(clean_image(webp).data) <= MAX_BYTES
    assert MAX_PIXELS >= 24_000_000  # a telephone's own largest by default


@settings(max_examples=300, deadline=None)
@given(
    name=st.sampled_from(sorted(LADEN)),
    changes=st.lists(st.tuples(st.integers(0, 5000), st.binary(min_size=1, max_size=4)), max_size=6),
)
def test_damaged_bytes_give_a_bare_picture_or_a_refusal(name: str, changes: list[tuple[int, bytes]]) -> None:
    data = bytearray(LADEN[name]())
    for at, new in changes:
        data[at % len(data) : at % len(data) + len(new)] = new
    try:
        image = clean_image(bytes(data))
    except ImageRefused:
        return
    assert set(parts(image.data)) <= ALLOWED
    assert image.width * image.height <= MAX_PIXELS
