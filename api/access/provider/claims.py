"""What a token must say to be believed (OpenID Connect Core 3.1.3.7, Back-Channel Logout 2.6)."""

from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError

from api.access.provider.client import TokenRefused

SKEW_S = 60
_LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"


def id_claims(
    token: jwt.Token, issuer: str, client_id: str, nonce: str, access_token: str | None
) -> dict[str, Any]:
    """The claims of an ID token that is for us, of now, and for this question. Raises TokenRefused."""
    params = {"client_id": client_id, "nonce": nonce, "access_token": access_token}
    return _validated(token, issuer, client_id, params)


def logout_claims(token: jwt.Token, issuer: str, client_id: str) -> dict[str, Any]:
    """The claims of a logout token: `sub` or `sid`, and a `jti` to spend. Raises TokenRefused."""
    told = dict(token.claims)
    named = isinstance(told.get("sub"), str) or isinstance(told.get("sid"), str)
    events = told.get("events")
    if not named or "nonce" in told or not isinstance(told.get("jti"), str):
        raise TokenRefused("no logout token")
    if not isinstance(events, dict) or not isinstance(events.get(_LOGOUT_EVENT), dict):
        raise TokenRefused("no logout token")
    # Whom it is about may stand in `sid` alone, which an ID token never allows.
    claims = jwt.Token(token.header, {"sub": told.get("sid"), **told})
    return {**_validated(claims, issuer, client_id, {"client_id": client_id}), "sub": told.get("sub")}


def _validated(token: jwt.Token, issuer: str, client_id: str, params: dict[str, Any]) -> dict[str, Any]:
    wanted = {
        "iss": {"essential": True, "value": issuer},
        "aud": {"essential": True, "value": client_id},
        "sub": {"essential": True},
    }
    claims = CodeIDToken(token.claims, token.header, wanted, params)
    try:
        claims.validate(leeway=SKEW_S)
    except (JoseError, ValueError, TypeError) as error:
        raise TokenRefused(f"{type(error).__name__} {getattr(error, 'claim', '')}".strip()) from error
    return dict(claims)
