"""A real SMTP server of a test's own, which also refuses, stalls and drops when told to."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.servers import free_port

OK = "250 OK"


@dataclass
class Postbox:
    """What arrived, and how the server behaves: SMTP answers to RCPT and DATA, or something worse.

    `drops` ends the connection after the message is taken and before that is said; `stalls_s` waits
    with the answer.
    """

    rcpt: str = OK
    data: str = OK
    drops: bool = False
    stalls_s: float = 0
    letters: list[EmailMessage] = field(default_factory=list)
    receivers: list[str] = field(default_factory=list)
    port: int = 0

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if self.rcpt == OK:
            envelope.rcpt_tos.append(address)
            self.receivers.append(address)
        return self.rcpt

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        if self.data == OK:
            letter = message_from_bytes(envelope.content, policy=default)
            assert isinstance(letter, EmailMessage)
            self.letters.append(letter)
        await asyncio.sleep(self.stalls_s)
        if self.drops:
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
        return self.data


def text_of(letter: EmailMessage) -> str:
    """The words of a letter."""
    body = letter.get_body(("plain",))
    assert isinstance(body, EmailMessage)
    return str(body.get_content())


@contextmanager
def postbox(**how: Any) -> Iterator[Postbox]:
    """Listen on a free port of this machine; `how` goes to the server (`tls_context`, …)."""
    box = Postbox(port=free_port())
    controller = Controller(box, hostname="127.0.0.1", port=box.port, **how)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()
