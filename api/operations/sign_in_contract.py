"""What the contract says of signing in: its steps, second factors, and a municipality's provider."""

from typing import Any

from api.kit.openapi import Said
from api.operations import examples as e
from api.operations.confirmation_contract import RESET_WAITS

_INVALID = "The body is not as documented: `errors` names fields and reasons, never what was sent."
_GONE = "There is no such object, or the asker may not see it."
_OFTEN = "Too many attempts for this account or from this address; `Retry-After` says when."
_CONFIRM = "Give the password once more first (`confirm_needed`), or the permission is missing."
_LOCAL = "The account is the municipality's provider's (`not_local`)."

_TICKET = "AQxwZ0m3Q2tVb1J5aGZ4dE5sUEVrUm9hV2d5c2VjcmV0"
_CHALLENGE = "7mF0cH5vZ3ktc3RhcnMtb3Zlci1samlua3Zpaw"
_CREDENTIAL: dict[str, Any] = {
    "id": "kV1nZ2xqdXM",
    "rawId": "kV1nZ2xqdXM",
    "type": "public-key",
    "response": {"clientDataJSON": "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0In0", "userHandle": "AZAeOlwA"},
    "clientExtensionResults": {},
}
SECOND_STEP = {"ticket": _TICKET, "methods": ["passkey", "recovery", "totp"]}
_QUESTION = {
    "ticket": _TICKET,
    "options": {"challenge": _CHALLENGE, "rpId": "ledljus.example", "userVerification": "required"},
}
_FACTOR = {
    "id": "01934f00-12ab-7d11-8a01-5c3e9f7b6a20",
    "kind": "totp",
    "name": "Appen i min telefon",
    "created_at": "2024-11-20T16:04:40.000Z",
    "last_used_at": None,
}
_CODES = ["K7Q2-M4XB-9PTW", "D3RV-8HNC-5YKA"]

_PROVIDER: dict[str, Any] = {
    "label": "Ljusviks kommun",
    "issuer": "https://inloggning.ljusvik.example",
    "client_id": "ledljus",
    "domains": ["ljusvik.example"],
    "groups_claim": "groups",
    "roles": [{"group": "Trygghet Samordnare", "role": "coordinator"}],
    "organisation_id": None,
}
_ROLES = ["admin", "coordinator", "safety_chief", "technician"]
_SETTINGS_PUT = {
    "second_factor_roles": _ROLES,
    "provider": _PROVIDER | {"client_secret": "k4pPa-3xeMpel-sOm-leVeranToren-ger"},
}
_API = "https://ledljus.example/api/v1"
_SETTINGS = {
    "second_factor_roles": _ROLES,
    "provider": _PROVIDER | {"has_client_secret": True},
    "redirect_uri": f"{_API}/session/provider/callback",
    "post_logout_redirect_uri": "https://ledljus.example/",
    "backchannel_logout_uri": f"{_API}/session/provider/ljusvik/logout",
    "version": 3,
}

SIGN_IN: dict[str, Said] = {
    "create_session": Said(
        {
            201: ("Signed in: the token in the body, or as a cookie, never both.", e.SESSION_CREATED),
            202: ("The password is right, and this browser is new: show a second factor.", SECOND_STEP),
        },
        e.SIGN_IN,
        {401: "The username or the password is wrong; which is not told.", 422: _INVALID, 429: _OFTEN},
    ),
    "create_session_by_code": Said(
        {201: ("Signed in; this browser is known from now on.", e.SESSION_CREATED)},
        {"ticket": _TICKET, "code": "492039", "cookie": False},
        {401: "The code is wrong or used, or it took too long.", 422: _INVALID, 429: _OFTEN},
    ),
    "ask_for_passkey": Said(
        {200: ("A question any passkey of ours can answer.", _QUESTION)}, problems={429: _OFTEN}
    ),
    "create_session_by_passkey": Said(
        {201: ("Signed in; this browser is known from now on.", e.SESSION_CREATED)},
        {"ticket": _TICKET, "credential": _CREDENTIAL, "cookie": False},
        {401: "It signs nobody in; why is not told.", 422: _INVALID, 429: _OFTEN},
    ),
    "confirm_session": Said(
        {204: ("Factors may be changed for ten minutes.", None)},
        {"password": "ljusvik-demo"},
        {409: _LOCAL, 422: "The password is wrong.", 429: _OFTEN},
    ),
    "read_session": Said({200: ("The session, which slides by being used.", e.SESSION)}),
    "delete_session": Said({204: ("The credential is refused from now on.", None)}),
    "delete_sessions": Said({204: ("Every session of the person is refused from now on.", None)}),
    "list_factors": Said(
        {
            200: (
                "What the person may show, and whether one must stay.",
                {"items": [_FACTOR], "recovery_codes_left": 9, "required": True, "local": True},
            )
        }
    ),
    "begin_totp": Said(
        {
            200: (
                "A secret that is kept when its first code comes.",
                {
                    "ticket": _TICKET,
                    "secret": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
                    "address": "otpauth://totp/Ledljus%20Ljusvik:vaktare%40ljusvik.example?secret=JBSWY3DP",
                    "picture": "data:image/svg+xml;charset=utf-8,%3Csvg/%3E",
                },
            )
        },
        problems={403: _CONFIRM, 409: _LOCAL},
    ),
    "begin_passkey": Said(
        {200: ("What the browser makes a passkey with.", _QUESTION)}, problems={403: _CONFIRM, 409: _LOCAL}
    ),
    "add_factor": Said(
        {201: ("Kept; with the first one come recovery codes.", _FACTOR | {"recovery_codes": _CODES})},
        {"kind": "totp", "ticket": _TICKET, "name": "Appen i min telefon", "code": "492039"},
        {403: _CONFIRM, 409: f"{_LOCAL} Or it is kept already, or there are ten.", 422: _INVALID},
    ),
    "renew_recovery_codes": Said(
        {200: ("Ten codes, shown this once.", {"codes": _CODES})},
        problems={403: _CONFIRM, 409: f"{_LOCAL} Or there is no factor (`no_factor`)."},
    ),
    "rename_factor": Said({204: ("Renamed.", None)}, {"name": "Tjänstedatorn"}, {404: _GONE, 422: _INVALID}),
    "delete_factor": Said(
        {204: ("Removed.", None)},
        problems={403: _CONFIRM, 404: _GONE, 409: "It is the last one, and the role needs one."},
    ),
    "reset_factors": Said(
        {
            204: ("Nothing is left to show; every session has ended.", None),
            202: ("An administrator's: it waits for a second person.", RESET_WAITS),
        },
        {"reason": "Tappade telefonen i hamnen."},
        {404: _GONE, 422: _INVALID},
    ),
    "end_person_sessions": Said(
        {204: ("Every session of the person is refused from now on.", None)},
        {"reason": "Glömde logga ut på biblioteket."},
        {404: _GONE, 422: _INVALID},
    ),
    "read_sign_in_methods": Said(
        {
            200: (
                "The provider's button, or none.",
                {"provider": {"label": "Ljusviks kommun", "domain": "ljusvik.example"}},
            )
        },
        problems={422: _INVALID, 429: _OFTEN},
    ),
    "read_sign_in_settings": Said({200: ("The settings; version 0 before anybody set any.", _SETTINGS)}),
    "put_sign_in_settings": Said({200: ("Changed.", _SETTINGS)}, _SETTINGS_PUT, {422: _INVALID}),
}
