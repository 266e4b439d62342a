"""Every route says who may use it, in the code and in the contract that is checked in."""

import pytest
import yaml
from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.routing import Mount

from api.access.permissions import Permission
from api.app import create_app
from api.kit.env import Settings
from api.kit.openapi import Operation, operations
from tests.architecture.project import ROOT
from tests.authorisation.matrix import ROWS, SHELL

PUBLIC = {
    "POST /api/v1/session",  # signing in, and its other ways and steps
    "POST /api/v1/session/code",
    "POST /api/v1/session/passkey-question",
    "POST /api/v1/session/passkey",
    "GET /api/v1/sign-in-methods",
    "GET /api/v1/session/provider",
    "GET /api/v1/session/provider/callback",
    "GET /api/v1/session/provider/leave",
    "POST /api/v1/session/provider/{slug}/logout",
    "GET /api/v1/api-info",
    "GET /api/v1/map-tiles",
    "GET /healthz",
    "GET /readyz",
    "GET /metrics",
    "GET /.well-known/security.txt",
    "GET /atersvar/{token}",  # receivers of hand-overs have no account, but a link
    "POST /atersvar/{token}",
}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    """An application that is never started."""
    settings = Settings(
        database_url="postgresql:///nowhere",
        secret="kX9v-Tq2mB7_wLz4RjY8hN5cPfG1dS6a",
        data_dir=tmp_path_factory.mktemp("data"),
    )
    return create_app(settings)


def test_every_route_names_a_permission(app: FastAPI) -> None:
    named = {str(permission) for permission in Permission}
    unnamed = [one.path for one in operations(app) if one.permission not in named]
    assert unnamed == []


def test_no_route_is_passed_over(app: FastAPI) -> None:
    """What the framework serves is what the test above looked at, and the built app's files."""
    seen = {one.path for one in operations(app)}
    for route in iter_route_contexts(app.routes):
        if isinstance(route.original_route, APIRoute):
            assert route.path_format in seen
        else:
            assert isinstance(route.original_route, Mount) and route.name == "built"
    assert len(seen) > 10


def test_only_what_must_be_is_open_to_everybody(app: FastAPI) -> None:
    open_to_all = {_named(one) for one in operations(app) if one.permission == Permission.PUBLIC}
    assert {name for name in open_to_all if not _is_shell(name)} == PUBLIC


def test_the_contract_has_every_operation_with_its_permission(app: FastAPI) -> None:
    contract = yaml.safe_load((ROOT / "openapi.yaml").read_text(encoding="utf-8"))
    written = {
        f"{method.upper()} {path}": operation["x-permission"]
        for path, shown in contract["paths"].items()
        for method, operation in shown.items()
    }
    assert written == {_named(one): one.permission for one in operations(app) if one.documented}


def test_every_route_says_whose_objects_each_role_reaches(app: FastAPI) -> None:
    """By its row in the matrix, which tests/authorisation asks of the server."""
    assert {name for name in map(_named, operations(app)) if not _is_shell(name)} == set(ROWS)


def test_what_is_not_in_the_contract_is_for_machines_and_browsers(app: FastAPI) -> None:
    hidden = {_named(one) for one in operations(app) if not one.documented}
    of_its_own = {name for name in hidden if name.startswith("GET /ogc")}  # described at /ogc/api
    assert {name for name in hidden - of_its_own if not _is_shell(name)} == {
        "GET /healthz", "GET /readyz", "GET /metrics", "GET /.well-known/security.txt",
        "GET /atersvar/{token}", "POST /atersvar/{token}",
        "GET /api/v1/session/provider", "GET /api/v1/session/provider/callback",
        "GET /api/v1/session/provider/leave", "POST /api/v1/session/provider/{slug}/logout",
    }  # fmt: skip


def _named(operation: Operation) -> str:
    return f"{operation.method} {operation.path}"


def _is_shell(name: str) -> bool:
    return SHELL.fullmatch(name) is not None
