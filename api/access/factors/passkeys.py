"""Passkeys (WebAuthn): discoverable, and with the person verified by the device itself."""

import json
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import webauthn
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers import base64url_to_bytes
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from webauthn.registration.verify_registration_response import VerifiedRegistration

_VERIFIED = UserVerificationRequirement.REQUIRED
_ID_BYTES = 16


class PasskeyRefused(Exception):
    """What the browser sent is no passkey of ours, or not for this question."""


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """Whom a passkey is for: a domain, and the one origin that may ask."""

    id: str
    origin: str


def relying_party(origin: str) -> RelyingParty:
    """The relying party of a public address. A passkey is for a name: on this machine `localhost`."""
    parts = urlsplit(origin)
    host = parts.hostname or ""
    try:
        ip_address(host)
    except ValueError:
        return RelyingParty(host, origin)
    port = f":{parts.port}" if parts.port else ""
    return RelyingParty("localhost", f"{parts.scheme}://localhost{port}")


def offered(
    party: RelyingParty, municipality_id: UUID, person_id: UUID, username: str, standing: list[bytes]
) -> tuple[bytes, dict[str, Any]]:
    """(challenge, options) to make a passkey with; the browser refuses a second one beside a standing one."""
    options = webauthn.generate_registration_options(
        rp_id=party.id,
        rp_name="Ledljus",
        user_id=municipality_id.bytes + person_id.bytes,
        user_name=username,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=_VERIFIED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in standing],
    )
    return options.challenge, json.loads(webauthn.options_to_json(options))


def asked(party: RelyingParty) -> tuple[bytes, dict[str, Any]]:
    """(challenge, options) to ask for any passkey with; nobody is named, so nobody is told of."""
    options = webauthn.generate_authentication_options(rp_id=party.id, user_verification=_VERIFIED)
    return options.challenge, json.loads(webauthn.options_to_json(options))


def made(party: RelyingParty, challenge: bytes, credential: dict[str, Any]) -> VerifiedRegistration:
    """What a new passkey is known by. Raises PasskeyRefused."""
    try:
        return webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, TypeError, KeyError) as error:
        raise PasskeyRefused from error


def passkey_of(credential: dict[str, Any]) -> tuple[UUID, UUID]:
    """(municipality, person) a passkey says it is of; nothing is proved yet. Raises PasskeyRefused."""
    try:
        handle = base64url_to_bytes(credential["response"]["userHandle"])
        return UUID(bytes=handle[:_ID_BYTES]), UUID(bytes=handle[_ID_BYTES:])
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise PasskeyRefused from error


def credential_id(credential: dict[str, Any]) -> bytes:
    """The id a passkey was kept under. Raises PasskeyRefused."""
    try:
        return base64url_to_bytes(credential["id"])
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise PasskeyRefused from error


def shown(
    party: RelyingParty, challenge: bytes, credential: dict[str, Any], key: bytes, counter: int
) -> VerifiedAuthentication:
    """A passkey's proof: signature, question, origin, its person verified, its count grown.

    Raises PasskeyRefused.
    """
    try:
        return webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            credential_public_key=key,
            credential_current_sign_count=counter,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, TypeError, KeyError) as error:
        raise PasskeyRefused from error
