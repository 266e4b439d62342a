"""The process that decodes photos: asked over its pipes, one photo at a time, under limits."""

import json
import os
import struct
import sys
from typing import BinaryIO

from api.attachments.rules import ImageRefused, clean_image

if sys.platform != "win32":
    import resource

LENGTH = struct.Struct(">I")
EXIT_NO_MEMORY = 3
# Decoding the largest photo allowed takes less than 300 MB and a second.
_MEMORY_BYTES = 512 * 1024 * 1024
_CPU_S = 5
_OPEN_FILES = 16


def serve(questions: BinaryIO, answers: BinaryIO) -> None:
    """Answer until the questions end: length and bytes in; length, JSON header and bytes out."""
    _limit_process()
    while len(head := questions.read(LENGTH.size)) == LENGTH.size:
        data = questions.read(LENGTH.unpack(head)[0])
        _limit_next_photo()
        try:
            header, body = _answer(data)
        except MemoryError:
            # Fragments may be left behind: a fresh process decides whether the photo is too much.
            os._exit(EXIT_NO_MEMORY)
        answers.write(LENGTH.pack(len(header)) + header + body)
        answers.flush()


def _answer(data: bytes) -> tuple[bytes, bytes]:
    try:
        image = clean_image(data)
    except ImageRefused as refusal:
        return json.dumps({"refused": refusal.reason}).encode(), b""
    header = {
        "media_type": image.media_type,
        "width": image.width,
        "height": image.height,
        "size": len(image.data),
    }
    return json.dumps(header).encode(), image.data


def _limit_process() -> None:
    """Bound memory, files and core dumps; a decoder needs to open and write nothing."""
    if sys.platform == "win32":
        return
    os.nice(5)  # answering people comes before their photos
    limits = {
        resource.RLIMIT_AS: _MEMORY_BYTES,
        resource.RLIMIT_NOFILE: _OPEN_FILES,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for limit, value in limits.items():
        hard = resource.getrlimit(limit)[1]
        bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(limit, (bound, bound))


def _limit_next_photo() -> None:
    """Allow some seconds of processor from now; the kernel ends a process that takes more."""
    if sys.platform == "win32":
        return
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used_s = int(usage.ru_utime + usage.ru_stime)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (used_s + _CPU_S, hard))


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
