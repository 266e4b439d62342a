"""What a channel is given, and how it says no."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A picture that goes along."""

    name: str
    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody is to read; `to` is an address of the channel's kind."""

    to: str = field(repr=False)
    subject: str = field(repr=False)
    text: str = field(repr=False)
    enclosures: tuple[Enclosure, ...] = ()


class Undelivered(Exception):
    """It was not sent. `code` is a stable name, never a server's words, which quote addresses."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Refused(Undelivered):
    """It never will be: trying again changes nothing."""


class NotNow(Undelivered):
    """It may be later."""


# The id is the delivery's, the same at every attempt, so that a receiver can tell a repetition. Raises
# Undelivered; returns when the message has been taken over.
Channel = Callable[[UUID, Message], Awaitable[None]]
