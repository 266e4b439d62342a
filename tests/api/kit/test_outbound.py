"""Nothing is sent to an address that is not somebody's on the open network, however it is written."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from api.kit import outbound
from api.kit.outbound import NotSent, Outbound, is_public, resolve

PORT = "{port}"  # where a listener on this machine waits to be reached
LOCAL = (  # this machine, in every spelling that some reader of addresses takes
    "127.0.0.1", "127.0.0.2", "127.255.255.254", "127.1", "127.0.1", "2130706433", "017700000001",
    "0x7f000001", "0x7f.0.0.1", "0x7f.1", "0177.0.0.1", "0177.1", "127.0x0.0.01", "00000177.0.0.1",
    "0", "0.0.0.0", "0x0", "localhost", "LOCALHOST", "localhost.", "[::1]", "[0:0:0:0:0:0:0:1]",  # noqa: S104 never bound to
    "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:127.0.0.1]", "[::127.0.0.1]",
    "[64:ff9b::127.0.0.1]", "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]", "[2001:0:7f00:1::]",
    "①②⑦.⓪.⓪.①", "127。0。0。1", "127%2e0%2e0%2e1", "%31%32%37.0.0.1", "local%68ost",
)  # fmt: skip
PRIVATE = (
    "10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.254", "192.168.1.1", "0xc0a80101",
    "3232235777", "100.64.0.1", "100.127.255.254", "169.254.1.1", "192.0.0.8", "192.0.2.1",
    "192.88.99.1", "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.7", "224.0.0.1",
    "239.255.255.250", "240.0.0.1", "255.255.255.255", "[fc00::1]", "[fd12:3456::1]", "[fe80::1]",
    "[fe80::1%25lo]", "[fec0::1]", "[ff02::1]", "[2001:db8::1]", "[3fff::1]", "[5f00::1]",
    "[100::1]", "[::ffff:10.0.0.1]", "[::ffff:192.168.1.1]", "[64:ff9b::10.0.0.1]",
    "[2002:c0a8:101::1]",
)  # fmt: skip
METADATA = (
    "169.254.169.254", "0xa9fea9fe", "2852039166", "[::ffff:169.254.169.254]", "[fd00:ec2::254]",
    "100.100.100.200", "168.63.129.16", "192.0.0.192", "169.254.170.2",
)  # fmt: skip
FORGED = (
    "http://127.0.0.1:{port}/", "http://example.com/", "ftp://example.com/", "file:///etc/passwd",
    "gopher://127.0.0.1:{port}/", "//127.0.0.1:{port}/", "127.0.0.1:{port}", "https://",
    "https:///x", "https://user@127.0.0.1:{port}/", "https://example.com@127.0.0.1:{port}/",
    "https://example.com:x@127.0.0.1:{port}/", "https://127.0.0.1:{port}#@example.com/",
    "https://127.0.0.1:{port}\\@example.com/", "https://example.com:443:{port}/",
    "https://exa mple.com/", "https://127.0.0.1\t:{port}/", "https://[127.0.0.1]:{port}/",
    "https://127.0.0.1:99999/", "javascript:alert(1)", "",
)  # fmt: skip
CORPUS = [f"https://{host}:{PORT}/hook" for host in (*LOCAL, *PRIVATE, *METADATA)] + list(FORGED)


class Trap:
    """A listener on every address of this machine that counts whoever comes."""

    def __init__(self) -> None:
        self.visits = 0

    async def met(self, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.visits += 1
        writer.close()


@asynccontextmanager
async def trapped() -> AsyncIterator[tuple[Trap, int]]:
    trap = Trap()
    async with await asyncio.start_server(trap.met, "0.0.0.0", 0) as server:  # noqa: S104
        port = server.sockets[0].getsockname()[1]
        async with await asyncio.start_server(trap.met, "::", port):
            yield trap, port


def test_the_corpus_is_large_enough() -> None:
    assert len(set(CORPUS)) >= 80


async def test_nothing_of_the_corpus_is_reached() -> None:
    async with trapped() as (trap, port):
        for text in CORPUS:
            with pytest.raises(NotSent) as refused:
                await Outbound().post(text.replace(PORT, str(port)), b"{}", {})
            assert refused.value.reason in {"bad_address", "refused_address", "unknown_host"}, text
        assert trap.visits == 0


async def test_the_trap_would_have_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbound, "is_public", lambda _address: True)
    async with trapped() as (trap, port):
        for host in ("127.0.0.1", "0x7f.1", "[::1]", "localhost"):
            with pytest.raises(NotSent):
                await Outbound().post(f"https://{host}:{port}/", b"{}", {})
        assert trap.visits >= 4


@pytest.mark.parametrize("address", ["93.184.215.14", "1.1.1.1", "2606:4700::1111", "2a00:1450:400f::5e"])
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "answer",
    [
        "127.0.0.1", "10.0.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",  # noqa: S104 never bound to
        "::1", "::", "fe80::1", "fe80::1%eth0", "fd00:ec2::254", "ff02::1",
        "::ffff:169.254.169.254", "::ffff:0:10.0.0.1", "::127.0.0.1",  # mapped, translated, compatible
        "64:ff9b::a00:1", "64:ff9b::169.254.169.254", "64:ff9b:1::a00:1", "64:ff9b::5db8:d70e",  # NAT64
        "2002:a9fe:a9fe::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2",  # 6to4, Teredo
        "", "none",
    ],
)  # fmt: skip
async def test_a_name_that_leads_there_is_refused_as_the_address_is(answer: str) -> None:
    async def leading(_host: str, _port: int) -> list[str]:
        return [answer]

    with pytest.raises(NotSent, match=r"refused_address|unknown_host"):
        await Outbound(resolve=leading).post("https://receiver.example/", b"{}", {})


async def test_one_refused_address_among_several_refuses_the_name() -> None:
    async def mixed(_host: str, _port: int) -> list[str]:
        return ["93.184.215.14", "10.0.0.1"]

    with pytest.raises(NotSent, match="refused_address"):
        await Outbound(resolve=mixed).post("https://receiver.example/", b"{}", {})


async def test_a_name_is_asked_for_once_and_what_was_judged_is_what_is_called(tmp_path: Path) -> None:
    """A resolver that answers otherwise the second time (DNS rebinding) is never asked twice."""
    answers = iter(["127.0.0.1", "127.0.0.2"])

    async def rebinding(_host: str, _port: int) -> list[str]:
        return [next(answers)]

    async with receiving(tmp_path, "receiver.example") as (port, seen, trusted):
        sender = Outbound(loopback=True, resolve=rebinding, trusted=trusted)
        assert await sender.post(f"https://receiver.example:{port}/hook?x=1", b"{}", {}) == 204
    (request,) = seen
    assert request.startswith(b"POST /hook?x=1 HTTP/1.1\r\n")
    assert f"host: receiver.example:{port}".encode() in request.lower()
    assert next(answers) == "127.0.0.2"


async def test_a_certificate_for_another_name_is_no_receiver(tmp_path: Path) -> None:
    async with receiving(tmp_path, "somebody-else.example") as (port, seen, trusted):
        sender = Outbound(loopback=True, resolve=_here, trusted=trusted)
        with pytest.raises(NotSent, match="no_connection"):
            await sender.post(f"https://receiver.example:{port}/", b"{}", {})
    assert seen == []


async def test_this_machine_by_http_only_when_the_process_is_told_so() -> None:
    async with trapped() as (trap, port):
        with pytest.raises(NotSent, match="no_answer"):
            await Outbound(loopback=True).post(f"http://127.0.0.1:{port}/", b"{}", {})
        assert trap.visits == 1
        for text in ("http://10.0.0.1/", "http://93.184.215.14/", "https://192.168.1.1/"):
            with pytest.raises(NotSent, match="refused_address"):
                await Outbound(loopback=True).post(text, b"{}", {})


async def test_who_never_answers_is_waited_for_and_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbound, "LONGEST_S", 0.3)

    async def silent(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(2)
        writer.close()

    async with await asyncio.start_server(silent, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(NotSent, match="timeout"):
            await Outbound(loopback=True).post(f"http://127.0.0.1:{port}/", b"{}", {})


async def test_the_system_s_resolver_reads_numbers_as_connecting_would() -> None:
    assert await resolve("2130706433", 443) == ["127.0.0.1"]


async def _here(_host: str, _port: int) -> list[str]:
    return ["127.0.0.1"]


@asynccontextmanager
async def receiving(folder: Path, name: str) -> AsyncIterator[tuple[int, list[bytes], ssl.SSLContext]]:
    """A receiver on this machine with a certificate of its own for `name`, and who trusts it."""
    certificate, key = _certificate(folder, name)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    seen: list[bytes] = []

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(take, "127.0.0.1", 0, ssl=context) as server:
        trusted = ssl.create_default_context(cafile=str(certificate))
        yield server.sockets[0].getsockname()[1], seen, trusted


def _certificate(folder: Path, name: str) -> Iterator[Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, private = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    (folder / "certificate").write_bytes(made.public_bytes(pem))
    (folder / "key").write_bytes(key.private_bytes(pem, private, serialization.NoEncryption()))
    yield folder / "certificate"
    yield folder / "key"
