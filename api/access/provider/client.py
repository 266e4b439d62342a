"""What a provider says of itself and its keys, kept for an hour, and what it gives for a code."""

import base64
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus, urlencode

import orjson
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from pydantic import BaseModel, ConfigDict, ValidationError

from api.kit.outbound import NotSent, Outbound

KEPT_S = 3600.0
_AGAIN_S = 30.0  # unknown keys are looked for no more often, or forged tokens would make us ask and ask
# Signatures by a key pair only: no `none`, and no HMAC that a public key could be mistaken for.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
_ASYMMETRIC = ("RSA", "EC", "OKP")


class ProviderAway(Exception):
    """The provider does not answer, or not as one."""


class TokenRefused(Exception):
    """A token that does not say what it must; the reason is for our log only."""


class Metadata(BaseModel):
    """What is used of a provider's discovery document (OpenID Connect Discovery 1.0)."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    end_session_endpoint: str | None = None
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)
    authorization_response_iss_parameter_supported: bool = False


@dataclass(slots=True)
class _Known:
    metadata: Metadata
    keys: KeySet
    read_at: float
    asked_again_at: float = 0.0


@dataclass(frozen=True, slots=True)
class Client:
    """Us, as a provider knows us."""

    id: str
    secret: str | None
    redirect_uri: str


class Providers:
    """Every provider this process has to do with."""

    def __init__(self, outbound: Outbound) -> None:
        self._outbound = outbound
        self._known: dict[str, _Known] = {}

    async def metadata(self, issuer: str) -> Metadata:
        """What the provider says of itself. Raises ProviderAway."""
        return (await self._read(issuer)).metadata

    async def opened(self, issuer: str, token: str) -> jwt.Token:
        """A token whose signature is the provider's; its claims are still to be judged.

        A key that is not known yet is looked for once more, as keys are renewed. Raises TokenRefused,
        ProviderAway.
        """
        known = await self._read(issuer)
        try:
            return _decoded(token, known.keys)
        except InvalidKeyIdError:
            if time.monotonic() - known.asked_again_at < _AGAIN_S and known.asked_again_at:
                raise TokenRefused("unknown key") from None
        known.keys, known.asked_again_at = await self._keys(known.metadata), time.monotonic()
        try:
            return _decoded(token, known.keys)
        except InvalidKeyIdError:
            raise TokenRefused("unknown key") from None

    async def redeem(self, issuer: str, client: Client, code: str, verifier: str) -> dict[str, Any]:
        """The tokens a code stands for. Raises TokenRefused, ProviderAway."""
        metadata = await self.metadata(issuer)
        headers = {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}
        more = {
            "grant_type": "authorization_code", "code": code, "code_verifier": verifier,
            "redirect_uri": client.redirect_uri, "client_id": client.id,
        }  # fmt: skip
        if client.secret is not None:
            if "client_secret_post" in metadata.token_endpoint_auth_methods_supported:
                more["client_secret"] = client.secret
            else:
                headers["Authorization"] = _basic(client.id, client.secret)
        body = urlencode(more).encode()
        status, answer = await self._ask("POST", metadata.token_endpoint, body, headers)
        if status >= 500:
            raise ProviderAway
        told = _json(answer)
        if status != 200 or not isinstance(told.get("id_token"), str):
            raise TokenRefused("no tokens for the code")
        return told

    async def _read(self, issuer: str) -> _Known:
        known = self._known.get(issuer)
        if known is None or time.monotonic() - known.read_at > KEPT_S:
            metadata = await self._discovered(issuer)
            known = _Known(metadata, await self._keys(metadata), time.monotonic())
            self._known[issuer] = known
        return known

    async def _discovered(self, issuer: str) -> Metadata:
        told = await self._get(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
        try:
            metadata = Metadata.model_validate(told)
        except ValidationError as error:
            raise ProviderAway from error
        if metadata.issuer != issuer:  # another provider's document: its tokens would be taken for ours
            raise ProviderAway
        return metadata

    async def _keys(self, metadata: Metadata) -> KeySet:
        told = await self._get(metadata.jwks_uri)
        keys = [
            key for key in told.get("keys", ()) if isinstance(key, dict) and key.get("kty") in _ASYMMETRIC
        ]
        try:
            return KeySet.import_key_set({"keys": keys})
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise ProviderAway from error

    async def _ask(
        self, method: str, address: str, content: bytes, headers: dict[str, str]
    ) -> tuple[int, bytes]:
        try:
            return await self._outbound.ask(method, address, content, headers)
        except NotSent as error:
            raise ProviderAway from error

    async def _get(self, address: str) -> dict[str, Any]:
        status, body = await self._ask("GET", address, b"", {"Accept": "application/json"})
        if status != 200:
            raise ProviderAway
        return _json(body)


def _decoded(token: str, keys: KeySet) -> jwt.Token:
    try:
        return jwt.decode(token, keys, algorithms=ALGORITHMS)
    except InvalidKeyIdError:
        raise
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise TokenRefused(type(error).__name__) from error


def _basic(client_id: str, secret: str) -> str:
    pair = f"{quote_plus(client_id)}:{quote_plus(secret)}"  # RFC 6749 2.3.1 encodes both before joining
    return f"Basic {base64.b64encode(pair.encode()).decode()}"


def _json(body: bytes) -> dict[str, Any]:
    try:
        told = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise ProviderAway from error
    if not isinstance(told, dict):
        raise ProviderAway
    return told
