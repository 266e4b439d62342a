"""E-mail by the municipality's own SMTP server."""

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, parseaddr
from typing import Any
from uuid import UUID

import aiosmtplib

from api.kit.env import Settings
from api.notify.channels import Message, NotNow, Refused

_STEP_S = 30  # of one answer; an attempt has fewer than four steps that a server can hold up so long
_PERMANENT = 500  # RFC 5321 4.2.1: 4yz may pass, 5yz does not


class Email:
    """The channel, as the settings `LEDLJUS_SMTP_*` describe it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def send(self, delivery_id: UUID, message: Message) -> None:
        """Hand the message to the server. Raises NotNow, or Refused when the server says never."""
        if self._settings.smtp_host is None or self._settings.smtp_from is None:
            raise NotNow("no_smtp_server")
        try:
            await aiosmtplib.send(self._letter(delivery_id, message), **self._way())
        except aiosmtplib.SMTPRecipientsRefused as error:
            raise _refusal(error.recipients[0].code, "receiver") from error
        except (aiosmtplib.SMTPSenderRefused, aiosmtplib.SMTPDataError) as error:
            raise _refusal(error.code, "message") from error
        except (aiosmtplib.SMTPException, OSError) as error:
            # Also a wrong password or certificate: somebody mends it, and what waits is then sent.
            raise NotNow(type(error).__name__) from error

    def _way(self) -> dict[str, Any]:
        own = self._settings
        return {
            "hostname": own.smtp_host,
            "port": own.smtp_port,
            "username": own.smtp_username,
            "password": own.smtp_password,
            "use_tls": own.smtp_tls == "tls",
            "start_tls": own.smtp_tls == "starttls",
            "timeout": _STEP_S,
        }

    def _letter(self, delivery_id: UUID, message: Message) -> EmailMessage:
        sender = self._settings.smtp_from or ""
        letter = EmailMessage(policy=SMTP)
        letter["From"], letter["To"] = sender, message.to
        letter["Subject"] = " ".join(message.subject.split())
        letter["Date"] = formatdate(usegmt=True)
        letter["Message-ID"] = f"<{delivery_id}@{parseaddr(sender)[1].rpartition('@')[2]}>"
        letter["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's holiday answers to it
        letter.set_content(message.text)
        for one in message.enclosures:
            kind, _, subtype = one.media_type.partition("/")
            letter.add_attachment(one.content, maintype=kind, subtype=subtype, filename=one.name)
        return letter


def _refusal(code: int, what: str) -> Refused | NotNow:
    return Refused(f"{what}_refused") if code >= _PERMANENT else NotNow(f"{what}_not_now")
