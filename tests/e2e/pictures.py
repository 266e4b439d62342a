"""A picture as a phone's camera makes it: large, hard to compress, with the place in its EXIF."""

from functools import cache

from PIL import Image

from tests.api.attachments.pictures import exif, written


@cache
def camera_photo(width: int = 2400, height: int = 1600) -> bytes:
    """JPEG bytes of noise, which no phone can shrink below 400 kB without trying."""
    noise = Image.effect_noise((width, height), 80).convert("RGB")
    return written(noise, "JPEG", quality=90, exif=exif(6))
