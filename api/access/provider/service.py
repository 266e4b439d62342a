"""To the provider and back: authorization code with PKCE, state and nonce in a cookie of ten minutes."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit
from uuid import UUID

import structlog
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from api.access.entry import Entry, Session, new_session, spend
from api.access.provider.claims import id_claims, logout_claims
from api.access.provider.client import Client, ProviderAway, Providers, TokenRefused
from api.access.provider.people import SignInRefused, person_of
from api.access.provider.settings import REDIRECT, Provider, municipality_of, provider_of
from api.access.registers import Editing
from api.kit.ids import new_secret
from api.kit.pages import PATHS
from api.kit.seal import SealBroken

log = structlog.get_logger()

AWAY_S = 600  # how long a person may take at the provider
LONGEST_BACK = 1000  # characters of the page to come back to
_PURPOSE = "provider"
_SCOPE = "openid profile email"


@dataclass(frozen=True, slots=True)
class Departure:
    """Where to send the browser, and the ticket it brings back, under a name of this attempt's."""

    address: str
    name: str
    ticket: str


def own_page(back: str) -> str:
    """The page to come back to, if it is one of the app's; else its first."""
    inside = back.startswith("/") and not back.startswith("//") and "\\" not in back and back.isprintable()
    path = urlsplit(back).path if inside and len(back) <= LONGEST_BACK else ""
    return back if any(path == own or (own != "/" and path.startswith(f"{own}/")) for own in PATHS) else "/"


def told_at(page: str, code: str) -> str:
    """The page with what became of signing in as `sign-in` among its query."""
    parts = urlsplit(page)
    query = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] != "sign-in"]
    return urlunsplit(parts._replace(query=urlencode([*query, ("sign-in", code)])))


def attempt_name(state: str) -> str:
    """What distinguishes one attempt's cookie from another tab's."""
    return hashlib.sha256(state.encode()).hexdigest()[:12]


async def provider_for(entry: Entry, domain: str) -> Provider | None:
    """The provider that lets in people of a domain; without a domain, the one there is."""
    async with entry.database.bound(None) as connection:
        place = await municipality_of(connection, domain)
    if place is None:
        return None
    async with entry.database.bound(place) as connection:
        provider = await provider_of(connection, entry.seal, place)
    return provider if provider and (not domain or domain in provider.settings.domains) else None


async def depart(entry: Entry, providers: Providers, provider: Provider, back: str, fresh: bool) -> Departure:
    """The way to the provider. `fresh`: whoever used this browser before is not taken for this person.

    Raises ProviderAway.
    """
    metadata = await providers.metadata(provider.settings.issuer)
    state, nonce, verifier = new_secret(), new_secret(), new_secret()
    address = prepare_grant_uri(
        metadata.authorization_endpoint,
        client_id=provider.settings.client_id,
        response_type="code",
        redirect_uri=entry.origin + REDIRECT,
        scope=_SCOPE,
        state=state,
        nonce=nonce,
        code_challenge=create_s256_code_challenge(verifier),
        code_challenge_method="S256",
        **({"prompt": "login"} if fresh else {}),
    )
    told = {
        "place": str(provider.municipality_id), "issuer": provider.settings.issuer, "state": state,
        "nonce": nonce, "verifier": verifier, "back": own_page(back),
    }  # fmt: skip
    return Departure(address, attempt_name(state), entry.seal.ticket(_PURPOSE, told))


async def arrive(
    entry: Entry, providers: Providers, query: Mapping[str, str], ticket: str
) -> tuple[Session | None, str]:
    """(session or None, page to go to) for what the provider sent the browser back with."""
    try:
        told = entry.seal.read_ticket(_PURPOSE, ticket, AWAY_S)
    except SealBroken:
        return None, told_at("/", "begin_again")
    try:
        return await _let_in(entry, providers, query, told, ticket), told_at(told["back"], "done")
    except SignInRefused as refused:
        code, reason = refused.code, ""
    except TokenRefused as refused:
        code, reason = "refused", str(refused)
    except ProviderAway:
        code, reason = "provider_away", ""
    log.warning("provider sign-in refused", code=code, reason=reason, municipality=UUID(told["place"]))
    return None, told_at(told["back"], code)


async def _let_in(
    entry: Entry, providers: Providers, query: Mapping[str, str], told: dict[str, Any], ticket: str
) -> Session:
    if not hmac.compare_digest(query.get("state", "").encode(), told["state"].encode()):
        raise SignInRefused("begin_again")
    place = UUID(told["place"])
    async with entry.database.bound(place) as connection:
        provider = await provider_of(connection, entry.seal, place)
        if provider is None or provider.settings.issuer != told["issuer"]:
            raise SignInRefused("begin_again")
        if not await spend(connection, place, ticket):
            raise SignInRefused("begin_again")
    claims = await _claims(entry, providers, provider, query, told)
    lock = hashlib.sha256(f"{provider.settings.issuer} {claims['sub']}".encode()).digest()
    async with entry.database.bound(place, [int.from_bytes(lock[:8], "big", signed=True)]) as connection:
        editing = Editing(connection, place, entry.changed)
        person_id = await person_of(editing, provider.settings, claims)
        told_session = _session_hash(provider.settings.issuer, claims.get("sid"))
        return await new_session(connection, place, person_id, provider_session=told_session)


async def _claims(
    entry: Entry, providers: Providers, provider: Provider, query: Mapping[str, str], told: dict[str, Any]
) -> dict[str, Any]:
    """The claims of the person the provider sent back. Raises SignInRefused, TokenRefused, ProviderAway."""
    settings = provider.settings
    metadata = await providers.metadata(settings.issuer)
    says_issuer = metadata.authorization_response_iss_parameter_supported
    if query.get("iss", "" if says_issuer else settings.issuer) != settings.issuer:  # RFC 9207
        raise TokenRefused("answer of another issuer")
    if "error" in query or "code" not in query:
        raise SignInRefused("cancelled" if query.get("error") == "access_denied" else "refused")
    client = Client(settings.client_id, settings.client_secret, entry.origin + REDIRECT)
    tokens = await providers.redeem(settings.issuer, client, query["code"], told["verifier"])
    token = await providers.opened(settings.issuer, tokens["id_token"])
    access_token = tokens.get("access_token")
    return id_claims(token, settings.issuer, settings.client_id, told["nonce"], access_token)


def _session_hash(issuer: str, sid: Any) -> bytes:
    """What a logout token's `sid` is found by; without one the provider ends all of a person's."""
    return hashlib.sha256(f"{issuer} {sid}".encode()).digest() if isinstance(sid, str) else b""


async def leave_address(entry: Entry, providers: Providers, domain: str) -> str:
    """Where to end the session at the provider too (RP-Initiated Logout); else the app's first page."""
    provider = await provider_for(entry, domain)
    home = f"{entry.origin}/"
    if provider is None:
        return home
    try:
        metadata = await providers.metadata(provider.settings.issuer)
    except ProviderAway:
        return home
    if metadata.end_session_endpoint is None:
        return home
    query = {"client_id": provider.settings.client_id, "post_logout_redirect_uri": home}
    joint = "&" if urlsplit(metadata.end_session_endpoint).query else "?"
    return f"{metadata.end_session_endpoint}{joint}{urlencode(query)}"


async def end_by_provider(entry: Entry, providers: Providers, place: UUID, logout_token: str) -> None:
    """End what a provider's logout token names (Back-Channel Logout 1.0); once. Raises TokenRefused.

    Raises ProviderAway too.
    """
    async with entry.database.bound(place) as connection:
        provider = await provider_of(connection, entry.seal, place)
    if provider is None:
        raise TokenRefused("no provider")
    issuer = provider.settings.issuer
    token = await providers.opened(issuer, logout_token)
    claims = logout_claims(token, issuer, provider.settings.client_id)
    session = _session_hash(issuer, claims.get("sid")) or None
    async with entry.database.bound(place) as connection:
        if not await spend(connection, place, f"logout {issuer} {claims['jti']}"):
            raise TokenRefused("used before")
        await connection.execute(
            "UPDATE tokens SET revoked_at = now() WHERE municipality_id = $1 AND revoked_at IS NULL"
            " AND kind = 'session' AND provider_session IS NOT NULL"
            " AND ($2::bytea IS NULL OR provider_session = $2)"
            " AND ($3::text IS NULL OR person_id = (SELECT person_id FROM identities"
            " WHERE municipality_id = $1 AND issuer = $4 AND subject = $3))",
            place, session, claims["sub"], issuer,
        )  # fmt: skip


def form_of(body: bytes) -> dict[str, str]:
    """The fields of a form as sent."""
    return dict(parse_qsl(body.decode("utf-8", errors="replace")))
