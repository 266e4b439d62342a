"""Which failures pass by themselves, so that trying again may help."""

import asyncpg

# Two transactions in each other's way: one of them alone may pass at once.
CLASHES = (asyncpg.DeadlockDetectedError, asyncpg.SerializationError, asyncpg.LockNotAvailableError)
# Clashes, lost connections, a full, busy or leaving server: nothing is wrong with what was asked.
PASSING: tuple[type[Exception], ...] = (
    *CLASHES,
    asyncpg.QueryCanceledError,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.IdleInTransactionSessionTimeoutError,
    asyncpg.InsufficientResourcesError,
    asyncpg.ReadOnlySQLTransactionError,
    asyncpg.PostgresIOError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # what asyncpg makes of a server that dies while it speaks
    OSError,  # the network's, the disk's and every timeout
)


def is_transient(error: BaseException) -> bool:
    """Whether trying again may help. The driver's own DataError is an InterfaceError, but never passes."""
    return isinstance(error, PASSING) and not isinstance(error, ValueError)
