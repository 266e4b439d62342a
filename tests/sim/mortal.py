"""A server that dies, as by a power cut, at one point of its work: `mortal POINT PASSES run --port …`."""

import os
import signal
import sys
import threading
from collections.abc import Awaitable, Callable
from itertools import count
from pathlib import Path
from typing import Any

from api.cli import main
from api.journal.service import Journal

Method = Callable[..., Awaitable[Any]]


class Death:
    """Kills this process and every one of its group at the given pass."""

    def __init__(self, passes: int) -> None:
        self._left = count(passes, -1)

    def pass_by(self) -> None:
        """Die, if it is time."""
        if next(self._left) <= 0:
            os.killpg(0, signal.SIGKILL)

    def soon(self) -> None:
        """Die a moment after it is time, wherever that finds us."""
        if next(self._left) == 0:
            threading.Timer(os.urandom(1)[0] / 1000, os.killpg, (0, signal.SIGKILL)).start()


def before(method: Method, then: Callable[[], None]) -> Method:
    """The method, with something done first."""

    async def changed(*arguments: Any) -> Any:
        then()
        return await method(*arguments)

    return changed


def after(method: Method, then: Callable[[], None]) -> Method:
    """The method, with something done when it has its result."""

    async def changed(*arguments: Any) -> Any:
        result = await method(*arguments)
        then()
        return result

    return changed


def plant(point: str, death: Death) -> None:
    """Put death at a point of F9; `together` is one transaction, `_within` what is done inside it."""
    at: Any = Journal
    if point == "before_begin":
        at.together = before(at.together, death.pass_by)
    elif point == "after_insert":
        at._insert = after(at._insert, death.pass_by)
    elif point == "before_commit":
        at._within = after(at._within, death.pass_by)
    elif point == "after_commit":
        at.together = after(at.together, death.pass_by)
    elif point == "any_time":
        at.together = before(at.together, death.soon)
    else:
        _die_at_rename(death, first=point == "before_rename")


def _die_at_rename(death: Death, *, first: bool) -> None:
    rename = Path.rename

    def renamed(self: Path, target: Any) -> Any:
        if first:
            death.pass_by()
        result = rename(self, target)
        death.pass_by()
        return result

    Path.rename = renamed  # type: ignore[method-assign]


if __name__ == "__main__":
    plant(sys.argv[1], Death(int(sys.argv[2])))
    sys.argv[1:] = sys.argv[3:]
    main()
