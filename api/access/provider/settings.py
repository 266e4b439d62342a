"""The register of how a municipality's people sign in."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from api.access import register_queries as registers
from api.access.entry import Entry
from api.access.factors.queries import demanding_roles
from api.access.models import LoginDomain, Municipality
from api.access.provider.models import SignInSettings
from api.access.provider.schemas import ProviderPut, SignInSettingsPut
from api.access.register_schemas import MUNICIPAL
from api.access.registers import Editing
from api.kit.db import Connection, Row, fetch, fetch_one, from_json
from api.kit.errors import refused_field
from api.kit.http import API
from api.kit.seal import Seal, SealBroken
from api.kit.versions import Condition, put_row

REDIRECT = f"{API}/session/provider/callback"


@dataclass(frozen=True, slots=True)
class Provider:
    """A municipality's provider with its secret open (None: it needs none)."""

    municipality_id: UUID
    settings: ProviderPut


def _sealed_for(municipality_id: UUID, issuer: str) -> str:
    return f"client secret {municipality_id} {issuer}"  # another issuer never gets it


async def provider_of(connection: Connection, seal: Seal, municipality_id: UUID) -> Provider | None:
    """The provider of a municipality, behind its wall."""
    row = await _row(connection, municipality_id)
    if row is None or row["provider"] is None:
        return None
    settings = ProviderPut.model_validate(from_json(row["provider"]))
    if row["client_secret"] is not None:
        try:
            secret = seal.open(row["client_secret"], _sealed_for(municipality_id, settings.issuer)).decode()
        except SealBroken:  # the server's secret was changed: the provider will say no
            secret = None
        settings = settings.model_copy(update={"client_secret": secret})
    return Provider(municipality_id, settings)


async def municipality_of(connection: Connection, domain: str) -> UUID | None:
    """The municipality a domain belongs to; without one the only municipality there is."""
    if domain:
        found = select(LoginDomain.municipality_id.label("id")).where(LoginDomain.domain == domain)
    else:
        found = select(Municipality.id).limit(2)
    rows = await fetch(connection, found)
    return rows[0]["id"] if len(rows) == 1 else None


async def settings_shown(
    connection: Connection, municipality_id: UUID, slug: str, origin: str
) -> dict[str, Any]:
    """The settings with what to register at the provider."""
    row = await _row(connection, municipality_id)
    provider = None if row is None or row["provider"] is None else from_json(row["provider"])
    if provider is not None and row is not None:
        provider |= {"has_client_secret": row["client_secret"] is not None}
    return {
        "second_factor_roles": sorted(await demanding_roles(connection, municipality_id)),
        "provider": provider,
        "redirect_uri": origin + REDIRECT,
        "post_logout_redirect_uri": f"{origin}/",
        "backchannel_logout_uri": f"{origin}{API}/session/provider/{slug}/logout",
        "version": 0 if row is None else row["version"],
    }


async def put_settings(editing: Editing, entry: Entry, sent: SignInSettingsPut, wanted: Condition) -> None:
    """Replace the settings. Raises 412, and 422 for an address, domain or organisation that cannot be."""
    connection, municipality_id = editing.connection, editing.municipality_id
    if sent.provider is not None:
        await _check(editing, entry, sent.provider)
    await connection.execute(
        "INSERT INTO sign_in_settings (municipality_id, version) VALUES ($1, 0) ON CONFLICT DO NOTHING",
        municipality_id,
    )
    values = {
        "second_factor_roles": [str(role) for role in sent.second_factor_roles],
        "provider": sent.provider and sent.provider.model_dump(mode="json", exclude={"client_secret"}),
        "client_secret": await _secret(connection, entry.seal, municipality_id, sent.provider),
    }
    keys = {"municipality_id": municipality_id}
    await put_row(connection, SignInSettings, keys, values, Condition(wanted.version or 0))
    said = {
        "second_factor_roles": values["second_factor_roles"],
        "issuer": sent.provider and sent.provider.issuer,
        "client_secret_set": sent.provider is not None and sent.provider.client_secret is not None,
    }
    await editing.say("sign_in_settings.changed", municipality_id, said)


async def _check(editing: Editing, entry: Entry, provider: ProviderPut) -> None:
    fault = entry.outbound.fault(provider.issuer)
    if fault is not None:
        raise refused_field("provider.issuer", fault)
    domains = await registers.domains(editing.connection, editing.municipality_id)
    if not set(provider.domains) <= set(domains):
        reason = f"are domains of the municipality: {', '.join(domains)}"
        raise refused_field("provider.domains", reason)
    if provider.organisation_id is None:
        return
    kind = await registers.organisation_kind(
        editing.connection, editing.municipality_id, provider.organisation_id
    )
    if kind != MUNICIPAL:
        raise refused_field("provider.organisation_id", "is a unit of the municipality's own")


async def _secret(
    connection: Connection, seal: Seal, municipality_id: UUID, provider: ProviderPut | None
) -> bytes | None:
    """What to keep of the client secret; the one that stands stays only with its issuer."""
    if provider is None:
        return None
    if provider.client_secret is not None:
        return seal.close(provider.client_secret.encode(), _sealed_for(municipality_id, provider.issuer))
    standing = await _row(connection, municipality_id)
    if standing is None or standing["provider"] is None:
        return None
    same = from_json(standing["provider"])["issuer"] == provider.issuer
    return bytes(standing["client_secret"]) if same and standing["client_secret"] is not None else None


async def _row(connection: Connection, municipality_id: UUID) -> Row | None:
    return await fetch_one(
        connection,
        select(SignInSettings.version, SignInSettings.provider, SignInSettings.client_secret).where(
            SignInSettings.municipality_id == municipality_id
        ),
    )
