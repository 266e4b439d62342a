"""create_app(): the API, its pages and what stands round them."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from api.access import register_routes as registers
from api.access import routes as access
from api.access.actors import public
from api.access.confirmations import routes as confirmations
from api.access.entry import Entry
from api.access.factors import routes as factors
from api.access.provider import routes as provider
from api.access.provider.client import Providers
from api.attachments import routes as attachments
from api.cases import routes as cases
from api.duplicates import routes as duplicates
from api.extracts import routes as extracts
from api.handovers import routes as handovers
from api.incidents import routes as incidents
from api.integration.exports import routes as exports
from api.integration.ogc import routes as ogc
from api.integration.webhooks import routes as webhooks
from api.journal import routes as journal
from api.journal.wake import Wake
from api.kit import errors, pages, personal_data
from api.kit.db import Database
from api.kit.env import Settings, read_settings
from api.kit.http import Guard
from api.kit.logs import configure_logs
from api.kit.metrics import Measured
from api.kit.openapi import describe
from api.kit.outbound import Outbound
from api.kit.roles import refuse_powerful_role
from api.kit.seal import Seal
from api.lists import routes as lists
from api.operations import routes as operations
from api.operations.contract import INFO, SAID
from api.operations.figures import Figures
from api.places import routes as places
from api.places.imports import routes as imports
from api.reactions import House, wire
from api.retention import routes as retention
from api.situation import routes as situation
from api.views import routes as views

# In the order they are asked, route by route: first what a shift's end sends thousands of.
ROUTERS = (
    incidents.facts,
    incidents.router,
    duplicates.router,  # before cases: its path would be read as an id
    cases.facts,
    cases.router,
    attachments.router,
    journal.router,
    access.router,
    registers.router,
    places.router,
    imports.router,
    factors.router,
    confirmations.router,
    provider.router,
    lists.router,
    views.router,
    retention.router,
    extracts.router,
    situation.router,
    handovers.router,
    webhooks.router,
    exports.router,
    operations.api_router,
    operations.router,
    ogc.router,
    handovers.pages,
)
_COLLECT_AFTER = 10_000  # new objects that may need it; by default 700
# The contract is a file of the repository; a redirect would lead wherever a Host header says.
_PLAIN: Any = {"docs_url": None, "redoc_url": None, "openapi_url": None, "redirect_slashes": False}
# Nothing listens to the framework's own telemetry: kit/metrics counts, and a look for listeners costs.
_TELEMETRY: Any = {"tracing": False, "metrics": False, "logs": False}


def create_app(settings: Settings) -> FastAPI:
    """The application on a database that is migrated. Nothing is opened before its lifespan."""
    if settings.database_url is None:
        raise ValueError("an API process needs LEDLJUS_DATABASE_URL")
    database, wake = Database(settings.database_url), Wake(settings.database_url)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await database.open()
        await refuse_powerful_role(database)
        await wake.open()
        yield
        await wake.close()
        await app.state.photos.workers.close()
        await database.close()

    app = FastAPI(title="Ledljus", lifespan=lifespan, telemetry=_TELEMETRY, **_PLAIN)
    house = wire(settings, database, wake)
    _hold(app, settings, database, house)
    errors.install(app)
    for router in ROUTERS:
        # Not include_router: it looks for each request's route twice, and asks every router before its own.
        app.router.routes.extend(router.routes)
    pages.install(app, public())
    app.add_middleware(Guard, origins=frozenset({settings.public_origin}), tiles=settings.tile_origin)
    app.add_middleware(Measured)
    app.openapi = lambda: openapi(app)  # type: ignore[method-assign]
    return app


def _hold(app: FastAPI, settings: Settings, database: Database, house: House) -> None:
    """Put where routes find it what the process has."""
    secure = not settings.loopback_only
    app.state.cookie_name = "__Host-ledljus" if secure else "ledljus"
    app.state.settings, app.state.database = settings, database
    app.state.journal, app.state.incidents, app.state.photos = (
        house.journal,
        house.incidents,
        house.photos,
    )
    app.state.webhooks = house.webhooks
    app.state.house, app.state.figures = house, Figures(database, settings.data_dir)
    outbound = Outbound(loopback=settings.outbound_loopback)
    seal = Seal(house.journal.keys.seal)
    app.state.entry = Entry(database, seal, house.changed, settings.public_origin, outbound)
    app.state.providers = Providers(outbound)
    app.state.limiter = MovingWindowRateLimiter(MemoryStorage())


def openapi(app: FastAPI) -> dict[str, Any]:
    """The API's description, as openapi.yaml holds it."""
    return describe(app, INFO, SAID)


def from_environment() -> FastAPI:
    """What an API process started by uvicorn runs."""
    configure_logs()
    app = create_app(read_settings())
    personal_data.prepare()
    # What is loaded now stays: the collector need not walk through it again for every few requests.
    gc.freeze()
    gc.set_threshold(_COLLECT_AFTER)
    return app
