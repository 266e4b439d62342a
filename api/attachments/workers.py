"""Decodes photos in processes of their own, few at a time, each bounded and replaceable."""

import asyncio
import hashlib
import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from api.attachments.image_process import EXIT_NO_MEMORY, LENGTH
from api.attachments.rules import MAX_BYTES, MEDIA_TYPES, CleanImage, ImageRefused

_PROGRAM = "api.attachments.image_process"
_IMPORT_ROOT = str(Path(__file__).resolve().parents[2])
_LARGEST_HEADER = 1000
# Deaths that are the photo's doing, as signals are numbered (Windows has no names for them):
# SIGXCPU at once; lack of memory and crashes (ILL, ABRT, BUS, FPE, SEGV) if a fresh child dies.
_TOO_MUCH_CPU = -24
_OVERCOME = {EXIT_NO_MEMORY, -4, -6, -7, -8, -10, -11}
_DYING_S = 2.0
# A process is replaced now and then, so that what decoders leave behind never grows.
_PHOTOS_PER_PROCESS = 200


class Busy(Exception):
    """Not now: as many photos as allowed are waiting already. The sender tries again."""


class WorkerLost(Busy):
    """Not now: the process was killed or had no time to finish, through no fault of the photo."""


class ImageWorkers:
    """At most `processes` children, started when needed; `waiting` photos may queue for them."""

    def __init__(self, processes: int = 1, waiting: int = 8, timeout_s: float = 20.0) -> None:
        """Bound the children, the queue, and the wall-clock seconds one photo may take."""
        self._idle: asyncio.LifoQueue[_Worker] = asyncio.LifoQueue()
        self._workers = [_Worker(timeout_s) for _ in range(processes)]
        for worker in self._workers:
            self._idle.put_nowait(worker)
        self._waiting = 0
        self._most_waiting = waiting

    async def clean(self, data: bytes) -> CleanImage:
        """Do clean_image elsewhere; raise ImageRefused for good, Busy or WorkerLost for now."""
        if self._idle.empty() and self._waiting >= self._most_waiting:
            raise Busy("too many photos are waiting")
        self._waiting += 1
        try:
            worker = await self._idle.get()
        finally:
            self._waiting -= 1
        try:
            return await worker.clean(data)
        finally:
            self._idle.put_nowait(worker)

    async def close(self) -> None:
        """End every child; one in the middle of a photo fails with WorkerLost."""
        for worker in self._workers:
            await worker.close()

    async def __aenter__(self) -> "ImageWorkers":
        """Give the workers to a `with` block, which closes them."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close."""
        await self.close()


class _Worker:
    """One child process, or none yet; asked for one photo at a time."""

    def __init__(self, timeout_s: float) -> None:
        self._timeout_s = timeout_s
        self._process: asyncio.subprocess.Process | None = None
        self._photos = 0
        self._closed = False

    async def clean(self, data: bytes) -> CleanImage:
        """Ask the child; when it dies, ask a fresh one once more before giving up."""
        for _ in range(2):
            fresh = self._process is None
            try:
                return await self._ask(data)
            except (EOFError, ConnectionError, KeyError, ValueError):
                code = await self._end(grace_s=_DYING_S)
                if code == _TOO_MUCH_CPU or (code in _OVERCOME and fresh):
                    raise ImageRefused("too_complex") from None
        raise WorkerLost("the decoding process died twice")

    async def close(self) -> None:
        """End the child and start none again."""
        self._closed = True
        await self._end()

    async def _ask(self, data: bytes) -> CleanImage:
        if self._closed:
            raise WorkerLost("the workers are closed")
        try:
            async with asyncio.timeout(self._timeout_s):
                process = self._process = self._process or await _start()
                image = await _exchange(process, data)
        except TimeoutError:
            await self._end()
            raise WorkerLost("a photo took too long") from None
        except asyncio.CancelledError:
            # Half an answer may be in the pipe.
            await asyncio.shield(self._end())
            raise
        self._photos += 1
        if self._photos >= _PHOTOS_PER_PROCESS:
            await self._end()
        return image

    async def _end(self, grace_s: float = 0) -> int | None:
        """End the child if there is one, at the latest after `grace_s`; return how it ended."""
        process, self._process, self._photos = self._process, None, 0
        if process is None:
            return None
        if process.stdin:
            process.stdin.close()
        try:
            # To kill one that is dying already would hide what it died of.
            async with asyncio.timeout(grace_s):
                return await process.wait()
        except TimeoutError:
            with suppress(ProcessLookupError):
                process.kill()
        return await process.wait()


async def _start() -> asyncio.subprocess.Process:
    """Start a child that knows none of the server's settings and secrets."""
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-B", "-m", _PROGRAM),
        stdin=pipe,
        stdout=pipe,
        stderr=asyncio.subprocess.DEVNULL,
        env={"PYTHONPATH": _IMPORT_ROOT, "SYSTEMROOT": os.environ.get("SYSTEMROOT", "")},
    )


async def _exchange(process: asyncio.subprocess.Process, data: bytes) -> CleanImage:
    """Send one photo and read the answer; raise EOFError or ConnectionError if the child dies."""
    if process.stdin is None or process.stdout is None:
        raise EOFError
    process.stdin.write(LENGTH.pack(len(data)) + data)
    await process.stdin.drain()
    length = LENGTH.unpack(await process.stdout.readexactly(LENGTH.size))[0]
    header = json.loads(await process.stdout.readexactly(min(length, _LARGEST_HEADER)))
    if "refused" in header:
        raise ImageRefused(header["refused"])
    body = await process.stdout.readexactly(min(int(header["size"]), MAX_BYTES))
    return await asyncio.to_thread(_image, header, body)


def _image(header: dict[str, Any], body: bytes) -> CleanImage:
    """Trust the child with the picture only: it has run what strangers sent."""
    if header["media_type"] not in MEDIA_TYPES.values():
        raise EOFError
    digest = hashlib.sha256(body).hexdigest()
    return CleanImage(body, header["media_type"], int(header["width"]), int(header["height"]), digest)
