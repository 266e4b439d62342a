"""Makes of uploaded bytes a picture without metadata, or says why it is none; pure."""

import hashlib
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Literal

# Without the plugin Pillow loads all its forty formats for the first WebP.
from PIL import Image, WebPImagePlugin  # noqa: F401

Reason = Literal[
    "empty",
    "too_large",
    "not_an_image",
    "unsupported_format",
    "too_many_pixels",
    "truncated",
    "too_complex",
]

MAX_BYTES = 10 * 1024 * 1024
# Measured: decoding stays under 300 MB. Progressive JPEG keeps its coefficients beside the
# picture, four of them per pixel in CMYK; the WebP library keeps four canvases.
MAX_PIXELS = 25_000_000
MAX_PIXELS_WEBP_CMYK = 12_500_000
# A progressive JPEG draws the picture some ten times over; a hostile one, a hundred thousand.
_MAX_PIXELS_DRAWN = 20 * MAX_PIXELS
MEDIA_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}

# Above this a PNG or WebP takes seconds to write; as a photo it is a JPEG anyway.
_MAX_PIXELS_AS_SENT = 4_000_000
_QUALITIES = (88, 75, 50)
_OTHER_IMAGES = (
    *(b"GIF8", b"BM", b"II*\0", b"MM\0*", b"8BPS", b"\0\0\1\0", b"\xff\x0a"),
    *(b"\0\0\0\x0cJXL ", b"\0\0\0\x0cjP  ", b"<svg"),
)
_START_OF_SCAN, _END_OF_IMAGE = b"\xff\xda", b"\xff\xd9"
_MARKER = re.compile(rb"\xff[^\x00\x01\xd0-\xd7\xff]", re.DOTALL)
_ORIENTATION = 0x0112
# What brings a picture upright, by the number in EXIF (CIPA DC-008, Orientation).
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class ImageRefused(Exception):
    """These bytes will never become a photo; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        """Keep the reason, which is also the message."""
        super().__init__(reason)
        self.reason: Reason = reason


@dataclass(frozen=True, slots=True)
class CleanImage:
    """An upright picture without metadata: its bytes, their SHA-256 in hex, size in pixels."""

    data: bytes
    media_type: str
    width: int
    height: int
    sha256: str


def clean_image(data: bytes) -> CleanImage:
    """Decode JPEG, PNG or WebP by content and encode it anew; raise ImageRefused.

    Only the first frame is kept, upright, eight bits deep, transparency laid on white, so
    that nothing hides in what is not seen. A large PNG or WebP leaves as JPEG. Meant to run
    in a process of its own, under limits: a decoder is where hostile bytes do their work.
    """
    name = _sniffed(data)
    with _pillow_errors():
        flat, orientation = _decoded(data, name)
        turn = _TURNS.get(orientation)
        upright = flat.transpose(turn) if turn is not None else flat
        # Pillow writes the profiles and comments it finds here.
        upright.info = {}
        return _encoded(upright, name)


def _sniffed(data: bytes) -> str:
    if not data:
        raise ImageRefused("empty")
    if len(data) > MAX_BYTES:
        raise ImageRefused("too_large")
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "WEBP"
    # HEIC and AVIF name themselves after a length.
    known = data.startswith(_OTHER_IMAGES) or data[4:8] == b"ftyp"
    raise ImageRefused("unsupported_format" if known else "not_an_image")


def _decoded(data: bytes, name: str) -> tuple[Image.Image, int]:
    """Return the flat picture and its orientation; what it was decoded from is let go."""
    if name == "WEBP":
        _refuse_large(_webp_size(data), MAX_PIXELS_WEBP_CMYK)
    with Image.open(BytesIO(data), formats=[name]) as image:
        _refuse_large(image.size, MAX_PIXELS_WEBP_CMYK if image.mode == "CMYK" else MAX_PIXELS)
        if name == "JPEG" and _scans(data) * image.width * image.height > _MAX_PIXELS_DRAWN:
            raise ImageRefused("too_complex")
        image.load()
        return _flat(image), _orientation(image)


def _refuse_large(size: tuple[int, int], most: int) -> None:
    if size[0] * size[1] > most:
        raise ImageRefused("too_many_pixels")


def _webp_size(data: bytes) -> tuple[int, int]:
    """Read the canvas from the first chunk (RFC 9649): Pillow takes its memory on opening."""
    kind, chunk = data[12:16], data[20:30]
    if kind == b"VP8X":
        return _number(chunk[4:7]) + 1, _number(chunk[7:10]) + 1
    if kind == b"VP8L":
        bits = _number(chunk[1:5])
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return _number(chunk[6:8]) & 0x3FFF, _number(chunk[8:10]) & 0x3FFF


def _scans(data: bytes) -> int:
    """Count the scans of a JPEG (ITU-T T.81, annex B), whatever follows its end."""
    scans, at = 0, 2
    while found := _MARKER.search(data, at):
        if found[0] == _END_OF_IMAGE:
            break
        scans += found[0] == _START_OF_SCAN
        at = found.end() + int.from_bytes(data[found.end() : found.end() + 2])
    return scans


def _number(part: bytes) -> int:
    return int.from_bytes(part, "little")


@contextmanager
def _pillow_errors() -> Iterator[None]:
    """Turn whatever Pillow says of broken bytes into a refusal; lack of memory passes."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            yield
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
            raise ImageRefused("too_many_pixels") from bomb
        except (ImageRefused, MemoryError):
            raise
        except Exception as error:
            raise ImageRefused("truncated") from error


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(_ORIENTATION, 1))
    except Exception:
        # Broken metadata around a whole picture: it is shown as it lies.
        return 1


def _flat(image: Image.Image) -> Image.Image:
    """Return the picture in grey or RGB of eight bits, on white where it is transparent."""
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        return image.convert("F").point(lambda value: value / 256).convert("L")
    if image.has_transparency_data:
        coloured = image if image.mode == "RGBA" else image.convert("RGBA")
        white = Image.new("RGB", image.size, "white")
        white.paste(coloured, mask=coloured.getchannel("A"))
        return white
    if image.mode == "1":
        return image.convert("L")
    return image if image.mode in ("L", "RGB") else image.convert("RGB")


def _encoded(image: Image.Image, name: str) -> CleanImage:
    if image.width * image.height > _MAX_PIXELS_AS_SENT:
        name = "JPEG"
    data = _saved(image, name, _QUALITIES[0])
    for quality in _QUALITIES[1:]:
        if len(data) > MAX_BYTES:
            data, name = _saved(image, "JPEG", quality), "JPEG"
    if len(data) > MAX_BYTES:
        raise ImageRefused("too_large")
    digest = hashlib.sha256(data).hexdigest()
    return CleanImage(data, MEDIA_TYPES[name], image.width, image.height, digest)


def _saved(image: Image.Image, name: str, quality: int) -> bytes:
    file = BytesIO()
    image.save(file, name, quality=quality)
    return file.getvalue()
