"""Photos are decoded elsewhere: bounded, and a lost process costs nobody a photo."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from api.attachments.rules import ImageRefused, clean_image
from api.attachments.workers import Busy, ImageWorkers, WorkerLost
from tests.api.attachments.pictures import corners, laden_jpeg, png_of, written

linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


@cache
def slow() -> bytes:
    """Make a photo that takes some tenths of a second, so that something can happen meanwhile."""
    return written(Image.effect_noise((2500, 2500), 90).resize((5000, 5000)), "JPEG", quality=40)


@cache
def heavy() -> bytes:
    """Make one of 25 million clear pixels: 100 MB, and as much for what it is laid on."""
    return png_of(5000, 5000, 8, 6, (b"\0" + b"\x80\x40\x20\x7f" * 5000) * 5000)


@pytest.fixture
async def one() -> AsyncIterator[ImageWorkers]:
    async with ImageWorkers(processes=1, waiting=1) as pool:
        yield pool


def children() -> list[int]:
    """Process ids of the children that decode for this process."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            command = status.with_name("cmdline").read_text()
            parent = int(status.read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            continue
        if parent == os.getpid() and "image_process" in command:
            found.append(int(status.parent.name))
    return found


async def child_of(pool: ImageWorkers) -> int:
    """Start the child if need be and name it."""
    await pool.clean(written(corners(), "PNG"))
    (child,) = children()
    return child


async def next_child(old: int) -> int:
    """Wait for the child that takes the old one's place."""
    for _ in range(500):
        if new := [child for child in children() if child != old]:
            return new[0]
        await asyncio.sleep(0.01)
    raise AssertionError("no new child came")


async def test_answers_as_the_rules_do(one: ImageWorkers) -> None:
    for photo in (laden_jpeg(6), written(corners(), "PNG"), written(corners("RGBA"), "WEBP")):
        assert await one.clean(photo) == clean_image(photo)
    with pytest.raises(ImageRefused) as refused:
        await one.clean(b"<html>")
    assert refused.value.reason == "not_an_image"
    with pytest.raises(ImageRefused):
        await one.clean(b"")
    assert await one.clean(laden_jpeg()) == clean_image(laden_jpeg())


@linux
async def test_one_process_serves_many_and_ends_with_the_pool() -> None:
    async with ImageWorkers(processes=2, waiting=20) as pool:
        assert children() == []
        photos = await asyncio.gather(*(pool.clean(laden_jpeg()) for _ in range(12)))
        assert len({photo.sha256 for photo in photos}) == 1
        assert len(children()) == 2
    assert children() == []
    with pytest.raises(WorkerLost):
        await pool.clean(laden_jpeg())


async def test_more_than_may_wait_are_sent_away_and_nobody_else(one: ImageWorkers) -> None:
    first = asyncio.create_task(one.clean(slow()))
    second = asyncio.create_task(one.clean(laden_jpeg()))
    await asyncio.sleep(0)
    with pytest.raises(Busy):
        await one.clean(laden_jpeg())
    assert (await first).width == 5000
    assert (await second).width == 64
    assert (await one.clean(laden_jpeg())).width == 64


@linux
@pytest.mark.parametrize("death", [signal.SIGKILL, signal.SIGSEGV])
async def test_a_child_killed_on_the_way_costs_no_photo(one: ImageWorkers, death: signal.Signals) -> None:
    child = await child_of(one)
    photo = asyncio.create_task(one.clean(slow()))
    await asyncio.sleep(0.2)
    os.kill(child, death)
    assert (await photo).width == 5000
    assert children() != [child]


@linux
async def test_a_child_killed_while_idle_is_replaced(one: ImageWorkers) -> None:
    child = await child_of(one)
    os.kill(child, signal.SIGKILL)
    assert (await one.clean(laden_jpeg())).width == 64


@linux
async def test_killed_twice_is_for_the_sender_to_try_again(one: ImageWorkers) -> None:
    first = await child_of(one)
    photo = asyncio.create_task(one.clean(slow()))
    os.kill(first, signal.SIGKILL)
    os.kill(await next_child(first), signal.SIGKILL)
    with pytest.raises(WorkerLost):
        await photo


@linux
async def test_a_photo_that_crashes_a_fresh_child_is_refused(one: ImageWorkers) -> None:
    photo = asyncio.create_task(one.clean(slow()))
    os.kill(await next_child(0), signal.SIGSEGV)
    with pytest.raises(ImageRefused):
        await photo
    assert (await one.clean(laden_jpeg())).width == 64


@linux
async def test_a_photo_that_uses_up_its_processor_time_is_refused(one: ImageWorkers) -> None:
    child = await child_of(one)
    photo = asyncio.create_task(one.clean(slow()))
    await asyncio.sleep(0.1)
    os.kill(child, signal.SIGXCPU)  # what the kernel sends at the limit
    with pytest.raises(ImageRefused) as refused:
        await photo
    assert refused.value.reason == "too_complex"
    assert (await one.clean(laden_jpeg())).width == 64


@linux
async def test_a_child_that_hangs_is_given_up_and_replaced() -> None:
    async with ImageWorkers(processes=1, timeout_s=2.0) as pool:
        child = await child_of(pool)
        os.kill(child, signal.SIGSTOP)
        with pytest.raises(WorkerLost):
            await pool.clean(laden_jpeg())
        assert (await pool.clean(laden_jpeg())).width == 64
        assert child not in children()


@linux
async def test_a_sender_who_leaves_mixes_up_no_answers(one: ImageWorkers) -> None:
    await child_of(one)
    photo = asyncio.create_task(one.clean(slow()))
    await asyncio.sleep(0.1)
    photo.cancel()
    with pytest.raises(asyncio.CancelledError):
        await photo
    assert await one.clean(laden_jpeg()) == clean_image(laden_jpeg())
    assert len(children()) == 1


@linux
async def test_the_child_is_bounded_and_knows_no_secret(
    one: ImageWorkers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEDLJUS_DATABASE_URL", "postgresql://secret")
    child = Path("/proc") / str(await child_of(one))
    limits = dict(
        (line[:26].strip(), line[26:].split()[0]) for line in (child / "limits").read_text().splitlines()
    )
    assert int(limits["Max address space"]) == 512 * 1024 * 1024
    assert limits["Max file size"] == limits["Max core file size"] == "0"
    assert int(limits["Max cpu time"]) <= 7
    assert "secret" not in (child / "environ").read_text()


@linux
async def test_the_largest_photo_stays_under_300_mb(one: ImageWorkers) -> None:
    child = Path("/proc") / str(await child_of(one))
    assert (await one.clean(heavy())).width == 5000
    (peak,) = (line.split()[1] for line in (child / "status").read_text().splitlines() if "VmHWM" in line)
    assert int(peak) < 300 * 1024


@linux
async def test_memory_that_does_not_suffice_refuses_the_photo(
    one: ImageWorkers, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # The child's own bound, lowered from outside as an administrator would.
    wrapper = tmp_path / "python"
    wrapper.write_text(f'#!/bin/sh\nulimit -v 160000\nexec {sys.executable} "$@"\n')
    wrapper.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(wrapper))
    with pytest.raises(ImageRefused) as refused:
        await one.clean(heavy())
    assert refused.value.reason == "too_complex"
    assert (await one.clean(laden_jpeg())).width == 64
