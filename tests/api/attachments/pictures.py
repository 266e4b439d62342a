"""Pictures for the tests: honest ones, and what hostile senders make of them."""

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms, PngImagePlugin

CANARY = b"HEMLIGT-59.3293-18.0686"
PNG_SIGN = b"\x89PNG\r\n\x1a\n"
# All that a bare picture consists of: markers of JPEG (APP0 is JFIF), chunks of PNG and WebP.
ALLOWED = {"e0", "db", "c0", "c4", "da", "IHDR", "IDAT", "IEND", "VP8 ", "VP8L"}
# Four corners of their own colours tell every turn and mirroring apart.
CORNERS = {(0, 0): "red", (1, 0): "lime", (0, 1): "blue", (1, 1): "white"}


def corners(mode: str = "RGB", width: int = 64, height: int = 32) -> Image.Image:
    """Draw a picture of four plain quarters."""
    picture = Image.new("RGB", (width, height))
    for (right, low), colour in CORNERS.items():
        box = (
            right * width // 2,
            low * height // 2,
            (right + 1) * width // 2,
            (low + 1) * height // 2,
        )
        picture.paste(colour, box)
    return picture.convert(mode)


def written(picture: Image.Image, name: str, **how: Any) -> bytes:
    """Encode by Pillow."""
    file = BytesIO()
    picture.save(file, name, **how)
    return file.getvalue()


def exif(orientation: int = 1) -> bytes:
    """Make EXIF with place, owner and serial number, and a note of the maker."""
    data = Image.Exif()
    text = CANARY.decode()
    data[0x0112] = orientation
    data[0x010F], data[0x013B], data[0x8298] = text, text, text
    data.get_ifd(0x8825).update({1: "N", 2: (59.0, 19.0, 45.0), 3: "E", 4: (18.0, 4.0, 7.0), 29: text})
    data.get_ifd(0x8769).update({0xA431: text, 0x927C: CANARY})
    return data.tobytes()


def xmp() -> bytes:
    """Make an XMP packet that tells the place."""
    return b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><place>' + CANARY + b"</place></x:xmpmeta>"


def profile() -> bytes:
    """Make an ICC profile with words of its own at the end."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes() + CANARY


def jpeg_segment(marker: int, body: bytes) -> bytes:
    """Frame a JPEG segment."""
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def laden_jpeg(orientation: int = 1) -> bytes:
    """Make a JPEG with all a camera may leave in it, a preview and an attached file too."""
    plain = written(
        corners(),
        "JPEG",
        exif=exif(orientation),
        icc_profile=profile(),
        comment=CANARY,
        dpi=(96, 96),
    )
    extra = jpeg_segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp())
    extra += jpeg_segment(0xED, b"Photoshop 3.0\0" + CANARY)
    extra += jpeg_segment(0xE2, b"MPF\0" + CANARY) + jpeg_segment(0xEF, CANARY)
    preview = jpeg_segment(0xE4, b"PREVIEW\0" + CANARY + written(corners(), "JPEG", comment=CANARY))
    return plain[:2] + plain[2:20] + extra + preview + plain[20:] + b"PK\3\4" + CANARY


def png_chunk(kind: bytes, body: bytes) -> bytes:
    """Frame a PNG chunk."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def laden_png(orientation: int = 1) -> bytes:
    """Make a PNG with every kind of text chunk, EXIF, profile, time and an attached file."""
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", CANARY.decode())
    info.add_text("GPS", CANARY.decode(), zip=True)
    info.add_itxt("XML:com.adobe.xmp", xmp().decode(), zip=False)
    plain = written(
        corners(), "PNG", pnginfo=info, exif=exif(orientation), icc_profile=profile(), dpi=(96, 96)
    )
    extra = png_chunk(b"tIME", b"\7\xe8\1\1\1\1\1") + png_chunk(b"prVt", CANARY)
    return plain[:33] + extra + plain[33:] + CANARY


def laden_webp(orientation: int = 1) -> bytes:
    """Make a WebP with EXIF, XMP, profile and a chunk of its own."""
    plain = written(
        corners(), "WEBP", exif=exif(orientation), xmp=xmp(), icc_profile=profile(), lossless=True
    )
    extra = b"PRVT" + struct.pack("<I", len(CANARY)) + CANARY + b"\0" * (len(CANARY) % 2)
    return plain[:4] + struct.pack("<I", len(plain) - 8 + len(extra)) + plain[8:] + extra + CANARY


LADEN = {"jpeg": laden_jpeg, "png": laden_png, "webp": laden_webp}


def parts(data: bytes) -> list[str]:
    """Name every segment or chunk that an encoded picture consists of, by its own reading."""
    if data.startswith(PNG_SIGN):
        return _png_parts(data)
    return _webp_parts(data) if data.startswith(b"RIFF") else _jpeg_parts(data)


def _jpeg_parts(data: bytes) -> list[str]:
    found, at = [], 2
    while True:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4])
        assert data[at] == 0xFF
        found.append(f"{marker:02x}")
        at += 2 + length
        if marker == 0xDA:
            end = data.index(b"\xff\xd9", at)
            assert end + 2 == len(data)
            return found


def _png_parts(data: bytes) -> list[str]:
    found, at = [], 8
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        found.append(kind.decode())
        at += 12 + length
    return found


def _webp_parts(data: bytes) -> list[str]:
    assert int.from_bytes(data[4:8], "little") + 8 == len(data)
    found, at = [], 12
    while at < len(data):
        kind, length = struct.unpack("<4sI", data[at : at + 8])
        found.append(kind.decode())
        at += 8 + length + length % 2
    return found


def png_of(width: int, height: int, depth: int, colour: int, rows: bytes, *, extra: bytes = b"") -> bytes:
    """Write a PNG by hand: `rows` are raw scan lines with their filter bytes."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    body = png_chunk(b"IHDR", header) + extra + png_chunk(b"IDAT", zlib.compress(rows))
    return PNG_SIGN + body + png_chunk(b"IEND", b"")


def webp_claiming(width: int, height: int, kind: bytes) -> bytes:
    """Write the head of a WebP that claims a size and has nothing of it."""
    if kind == b"VP8X":
        size = struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]
        chunk = b"\0\0\0\0" + size
    elif kind == b"VP8L":
        chunk = b"\x2f" + struct.pack("<I", (width - 1) | (height - 1) << 14) + b"\0" * 5
    else:
        chunk = b"\x30\1\0\x9d\1\x2a" + struct.pack("<HH", width, height)
    body = b"WEBP" + kind + struct.pack("<I", len(chunk)) + chunk
    return b"RIFF" + struct.pack("<I", len(body)) + body


def jpeg_claiming(width: int, height: int) -> bytes:
    """Change the size that a small JPEG claims."""
    data = bytearray(written(corners(), "JPEG"))
    at = data.index(b"\xff\xc0")
    data[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def scans_without_end(times: int) -> bytes:
    """Repeat the last scan of a progressive JPEG of 25 million pixels."""
    data = written(Image.new("L", (5000, 5000), 120), "JPEG", progressive=True, quality=50)
    return data[:-2] + data[data.rindex(b"\xff\xda") : -2] * times + data[-2:]
