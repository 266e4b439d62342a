"""Which failures pass by themselves, and the answer a sender gets to them."""

import asyncpg

from api.kit.errors import Problem

# The fact is whole and the phone keeps it: deadlocks, lost connections, a full or busy server.
_PASSING: tuple[type[BaseException], ...] = (
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
    asyncpg.LockNotAvailableError,
    asyncpg.QueryCanceledError,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.InsufficientResourcesError,
    asyncpg.ReadOnlySQLTransactionError,
    asyncpg.PostgresIOError,
    asyncpg.InterfaceError,
    OSError,
    TimeoutError,
)


def is_transient(error: BaseException) -> bool:
    """Whether trying again may help. A DataError is an InterfaceError too, but never passes."""
    return isinstance(error, _PASSING) and not isinstance(error, asyncpg.DataError)


class ApplyFailed(Exception):
    """A feature's `apply` or a reaction raised; `name` is the error's type, never its text."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def unavailable(error: BaseException) -> Problem:
    """503: try again; nothing was confirmed."""
    return Problem(
        503,
        "try_again",
        f"The server cannot record just now ({type(error).__name__}). Keep it and try again.",
        headers={"Retry-After": "2"},
    )
