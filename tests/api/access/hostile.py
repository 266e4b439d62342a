"""A provider that says what a test makes it say: right, or wrong in one way."""

import hmac
import json
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from joserfc import jwt
from joserfc.jwk import Key, RSAKey

from tests.servers import free_port

Claims = dict[str, Any]


@dataclass
class Hostile:
    """Its answers may be changed between the browser's way there and back."""

    issuer: str
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    alg: str = "RS256"
    signing: Key | None = None
    nonce: str = ""
    change: Callable[[Claims], Claims] = lambda claims: claims
    forms: list[dict[str, list[str]]] = field(default_factory=list)
    documents_read: int = 0

    def metadata(self) -> Claims:
        """Its discovery document."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/auth",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "authorization_response_iss_parameter_supported": True,
        }

    def token(self, claims: Claims) -> str:
        """A token by its key, or by the one a test gave it."""
        key = self.signing or self.key
        header = {"alg": self.alg, "kid": key.kid}
        if self.alg in ("none", "HS256"):  # no library of today makes these: they are the old attacks
            text = ".".join(_b64(json.dumps(part).encode()) for part in (header, claims))
            secret = self.key.as_pem(private=False)  # the public key, taken for the secret of an HMAC
            mac = hmac.digest(secret, text.encode(), "sha256") if self.alg == "HS256" else b""
            return f"{text}.{_b64(mac)}"
        return jwt.encode(header, claims, key, algorithms=[self.alg])

    def id_token(self) -> str:
        """What its token endpoint gives."""
        now = int(time.time())
        told = {
            "iss": self.issuer, "sub": "vera", "aud": "ledljus", "iat": now, "exp": now + 300,
            "nonce": self.nonce, "groups": ["Trygghet Värdar"], "sid": "one session",
            "preferred_username": f"vera{self.issuer[-5:]}@bergby.example",
        }  # fmt: skip
        return self.token(self.change(told))

    def answer(self, path: str, form: dict[str, list[str]] | None) -> Claims:
        """What stands at an address of its."""
        if form is not None:
            self.forms.append(form)
            return {"access_token": "opaque", "token_type": "Bearer", "id_token": self.id_token()}
        self.documents_read += 1
        return self.metadata() if "openid" in path else {"keys": [self.key.as_dict(private=False)]}


def _b64(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


@contextmanager
def hostile() -> Iterator[Hostile]:
    """The provider while it listens."""
    port = free_port()
    provider = Hostile(f"http://127.0.0.1:{port}")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say(provider.answer(self.path, None))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            self._say(provider.answer(self.path, parse_qs(body)))

        def _say(self, told: Claims) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(told).encode())

        def log_message(self, *_: object) -> None:
            return None

    with ThreadingHTTPServer(("127.0.0.1", port), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield provider
        server.shutdown()
        thread.join()
