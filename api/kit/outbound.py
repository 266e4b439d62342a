"""What this server sends to addresses that people typed: to public ones only, signed, and never led on."""

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import httpx
from standardwebhooks import Webhook

Address = IPv4Address | IPv6Address
Resolve = Callable[[str, int], Awaitable[Sequence[str]]]

CONNECT_S, LONGEST_S = 5.0, 15.0
MOST_BYTES = 1_000_000  # of an answer that is read
# IANA's special-purpose registries, multicast and what is reserved; Azure's metadata hides among public ones.
_REFUSED = [
    ip_network(network)
    for network in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "168.63.129.16/32", "169.254.0.0/16",
        "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
        "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
        "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
    )
]  # fmt: skip
# Of IPv6 nothing but this: mapped, translated, link-local and unique local addresses stand outside it.
_UNICAST_6 = ip_network("2000::/3")


class NotSent(Exception):
    """Nothing reached the receiver, or no answer came back; `reason` is one word of ours."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


async def resolve(host: str, port: int) -> list[str]:
    """Addresses of a name or number, as the operating system reads it. Raises OSError."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(one[4][0]) for one in found]


def is_public(address: Address) -> bool:
    """Whether the address is somebody's on the open network, neither ours nor a metadata service's."""
    if any(address in network for network in _REFUSED):
        return False
    return address.version == 4 or address in _UNICAST_6


def signature_headers(secrets: Sequence[str], message_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """The headers of Standard Webhooks, with a signature by each secret that counts now."""
    signatures = (Webhook(secret).sign(message_id, at, body.decode()) for secret in secrets)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


@dataclass(frozen=True)
class Outbound:
    """The way out. `loopback`: this machine may be reached too, and by http; for the demo and tests."""

    loopback: bool = False
    resolve: Resolve = resolve
    trusted: ssl.SSLContext | None = None

    def fault(self, text: str) -> str | None:
        """Why an address as written can never be sent to, or None; what its name leads to is seen later."""
        try:
            url = httpx.URL(text)
        except (httpx.InvalidURL, ValueError):
            return "is no address"
        if url.scheme != "https" and not (self.loopback and url.scheme == "http"):
            return "begins with https://"
        if not url.host or url.userinfo or url.fragment or "%" in url.host:
            return "names a host, without user, password or fragment"
        return None

    async def post(self, text: str, content: bytes, headers: dict[str, str]) -> int:
        """Send once, follow nothing; the status of the answer, whose body is not read. Raises NotSent."""
        return (await self._exchange("POST", text, content, headers, 0))[0]

    async def ask(self, method: str, text: str, content: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        """Ask once, follow nothing; (status, body of at most 1 MB). Raises NotSent."""
        return await self._exchange(method, text, content, headers, MOST_BYTES)

    async def _exchange(
        self, method: str, text: str, content: bytes, headers: dict[str, str], most: int
    ) -> tuple[int, bytes]:
        if self.fault(text) is not None:
            raise NotSent("bad_address")
        url = httpx.URL(text)
        try:
            async with asyncio.timeout(LONGEST_S):
                addresses = await self._addresses(url)
                named = {"User-Agent": "Ledljus", **headers}
                request = httpx.Request(method, url, content=content, headers=named)
                return await self._send(request, addresses, most)
        except TimeoutError as error:
            raise NotSent("timeout") from error

    async def _addresses(self, url: httpx.URL) -> list[Address]:
        """What the host is, resolved once and every address of it judged."""
        port = url.port or (443 if url.scheme == "https" else 80)
        try:
            texts = await self.resolve(url.host, port)
            found = [ip_address(text) for text in texts]
        except (OSError, UnicodeError, ValueError) as error:
            raise NotSent("unknown_host") from error
        if not found:
            raise NotSent("unknown_host")
        if not all(self._allowed(url, address) for address in found):
            raise NotSent("refused_address")
        return found

    def _allowed(self, url: httpx.URL, address: Address) -> bool:
        if self.loopback and address.is_loopback:
            return True
        return url.scheme == "https" and is_public(address)

    async def _send(
        self, request: httpx.Request, addresses: Sequence[Address], most: int
    ) -> tuple[int, bytes]:
        """To the first address that takes a connection, under the name that was asked for."""
        url, headers = request.url, request.headers  # which name the host already
        extensions = {"sni_hostname": url.host}
        timeout = httpx.Timeout(LONGEST_S, connect=CONNECT_S)
        async with httpx.AsyncClient(verify=self._ssl, timeout=timeout, trust_env=False) as client:
            for address in addresses:
                pinned = url.copy_with(host=str(address))
                try:
                    async with client.stream(
                        request.method,
                        pinned,
                        content=request.content,
                        headers=headers,
                        extensions=extensions,
                    ) as answer:
                        return answer.status_code, await _body(answer, most)
                except (httpx.ConnectError, httpx.ConnectTimeout):
                    continue
                except httpx.TimeoutException as error:
                    raise NotSent("timeout") from error
                except httpx.HTTPError as error:
                    raise NotSent("no_answer") from error
        raise NotSent("no_connection")

    @cached_property
    def _ssl(self) -> ssl.SSLContext:
        return self.trusted or ssl.create_default_context()


async def _body(answer: httpx.Response, most: int) -> bytes:
    """The body if it is wanted at all (`most` 0: unread). Raises NotSent for one that is too long."""
    body = b""
    if most:
        async for part in answer.aiter_bytes():
            body += part
            if len(body) > most:
                raise NotSent("too_large")
    return body
