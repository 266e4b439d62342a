"""Passwords by argon2id, off the event loop and few at a time."""

import asyncio

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 8
LONGEST = 256
_hasher = PasswordHasher()  # the library's defaults follow RFC 9106's low-memory profile
# Verified when there is no such account, so that its absence takes as long as a wrong password: a hash of
# the same cost that no password has. Made of its parts, for to compute one would delay every start.
_COST = f"m={_hasher.memory_cost},t={_hasher.time_cost},p={_hasher.parallelism}"
_NOBODY = f"$argon2id$v=19${_COST}${'A' * 22}${'A' * 43}"
_turns = asyncio.Semaphore(2)


def fit_password(password: str) -> str:
    """The password as given. Raises ValueError on an unfit length."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise ValueError(f"a password has {SHORTEST} to {LONGEST} characters")
    return password


async def hash_password(password: str) -> str:
    """An argon2id hash with its parameters and salt."""
    async with _turns:
        return await asyncio.to_thread(_hasher.hash, password)


async def is_right(password: str, stored: str | None) -> bool:
    """Whether the password fits; takes the same time for an account that is not there."""
    async with _turns:
        return await asyncio.to_thread(_verify, password, stored)


def _verify(password: str, stored: str | None) -> bool:
    try:
        _hasher.verify(stored or _NOBODY, password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None
