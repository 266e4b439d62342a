"""HTTP for a municipality's provider: the browser's way there and back, its logout, and the settings."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from api.access import queries
from api.access.actors import Reading, public, reads
from api.access.permissions import Permission
from api.access.provider import service
from api.access.provider.client import ProviderAway, Providers, TokenRefused
from api.access.provider.schemas import SignInMethods, SignInSettingsPut, SignInSettingsRead
from api.access.provider.settings import put_settings, settings_shown
from api.access.register_routes import editing
from api.access.routes import cookie, entry_of, limit_address, set_cookies
from api.kit.errors import Problem, not_found
from api.kit.http import API, body_bytes
from api.kit.schema import Text
from api.kit.versions import Conditional, register_response

router = APIRouter(prefix=API, tags=["identity provider"])
P = Permission
_LONGEST_TOKEN = 64 * 1024
_Anybody = Annotated[None, public()]
_Domain = Annotated[Text, Query(max_length=253, description="What stands after @ in a username.")]


def _providers(request: Request) -> Providers:
    providers: Providers = request.app.state.providers
    return providers


def _attempt_cookie(request: Request, name: str) -> dict[str, Any]:
    return cookie(request, f"{request.app.state.cookie_name}-provider-{name}")


@router.get("/sign-in-methods", response_model=SignInMethods)
async def read_sign_in_methods(request: Request, _: _Anybody, domain: _Domain = "") -> Any:
    """Whether people of a domain sign in by their municipality's own provider."""
    limit_address(request)
    provider = await service.provider_for(entry_of(request), domain.lower())
    if provider is None:
        return {"provider": None}
    settings = provider.settings
    return {"provider": {"label": settings.label, "domain": domain.lower() or settings.domains[0]}}


@router.get("/session/provider", include_in_schema=False)
async def go_to_provider(
    request: Request, _: _Anybody, domain: _Domain, back: str = "/", fresh: bool = False
) -> Response:
    """Send the browser to the provider of a domain."""
    limit_address(request)
    provider = await service.provider_for(entry_of(request), domain.lower())
    page = service.own_page(back)
    if provider is None:
        return RedirectResponse(service.told_at(page, "begin_again"), 303)
    try:
        departure = await service.depart(entry_of(request), _providers(request), provider, page, fresh)
    except ProviderAway:
        return RedirectResponse(service.told_at(page, "provider_away"), 303)
    response = RedirectResponse(departure.address, 303)
    flags = _attempt_cookie(request, departure.name)
    response.set_cookie(value=departure.ticket, max_age=service.AWAY_S, **flags)
    return response


@router.get("/session/provider/callback", include_in_schema=False)
async def come_from_provider(request: Request, _: _Anybody) -> Response:
    """Take the browser back, with a session or with the reason why there is none."""
    limit_address(request)
    query = request.query_params
    flags = _attempt_cookie(request, service.attempt_name(query.get("state", "")))
    ticket = request.cookies.get(flags["key"], "")
    session, page = await service.arrive(entry_of(request), _providers(request), query, ticket)
    response = RedirectResponse(page, 303)
    response.delete_cookie(**flags)
    if session is not None:
        set_cookies(request, response, (request.app.state.cookie_name, session.token))
    return response


@router.get("/session/provider/leave", include_in_schema=False)
async def leave_provider(request: Request, _: _Anybody, domain: _Domain) -> Response:
    """Send the browser to where its session at the provider ends too."""
    limit_address(request)
    address = await service.leave_address(entry_of(request), _providers(request), domain.lower())
    return RedirectResponse(address, 303)


@router.post("/session/provider/{slug}/logout", include_in_schema=False)
async def log_out_by_provider(request: Request, _: _Anybody, slug: str) -> Response:
    """A provider's word that somebody has left there (OpenID Connect Back-Channel Logout)."""
    limit_address(request)
    form = service.form_of(await body_bytes(request, _LONGEST_TOKEN))
    async with request.app.state.database.bound(None) as connection:
        place = await queries.municipality_by_slug(connection, slug)
    if place is None:
        raise not_found()
    try:
        await service.end_by_provider(
            entry_of(request), _providers(request), place["id"], form.get("logout_token", "")
        )
    except (TokenRefused, ProviderAway) as error:
        raise Problem(400, "logout_refused", "This logout token ends nothing.") from error
    return Response(status_code=200)


@router.get("/sign-in-settings", response_model=SignInSettingsRead)
async def read_sign_in_settings(
    request: Request, reading: Annotated[Reading, reads(P.SETTINGS_WRITE)]
) -> Response:
    """How the municipality's people sign in."""
    return register_response(await _shown(request, reading))


@router.put("/sign-in-settings", response_model=SignInSettingsRead)
async def put_sign_in_settings(
    request: Request,
    reading: Annotated[Reading, reads(P.SETTINGS_WRITE)],
    wanted: Conditional,
    sent: SignInSettingsPut,
) -> Response:
    """Change how the municipality's people sign in."""
    await put_settings(editing(request, reading), entry_of(request), sent, wanted)
    return register_response(await _shown(request, reading))


async def _shown(request: Request, reading: Reading) -> dict[str, Any]:
    place = await queries.municipality(reading.connection, reading.actor.municipality_id)
    slug = "" if place is None else place["slug"]
    origin = entry_of(request).origin
    return await settings_shown(reading.connection, reading.actor.municipality_id, slug, origin)
