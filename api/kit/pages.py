"""The phone's and the desk's app: built files, and one shell for its four addresses."""

from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.responses import FileResponse
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Match, Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

DIST = Path(__file__).resolve().parents[2] / "pwa" / "dist"
PATHS = ("/", "/desk", "/lagesbild", "/admin")


class _Built(StaticFiles):
    """Files with a hash in their name never change; all others are asked for each time."""

    def file_response(self, full_path, stat_result, scope: Scope, status_code: int = 200):  # type: ignore[no-untyped-def]
        """The file with how long it may be kept."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        hashed = "/assets/" in scope["path"]
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if hashed else "no-cache"
        return response


class _Files(Mount):
    """Everywhere but under /api/, where a wrong method is told as such and not as a missing file."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether a path is a file's."""
        if scope["path"].startswith("/api/"):
            return Match.NONE, {}
        return super().matches(scope)


def install(app: FastAPI, public: Any) -> None:
    """Serve the app when it is built; without it there is the API alone.

    `public` is the dependency that marks a route as open to everybody.
    """
    if not (DIST / "index.html").exists():
        return

    async def shell(_: None = public) -> FileResponse:
        return FileResponse(DIST / "index.html", headers={"Cache-Control": "no-cache"})

    for path in PATHS:
        app.add_api_route(path, shell, methods=["GET"], include_in_schema=False)
        if path != "/":
            app.add_api_route(path + "/{rest:path}", shell, methods=["GET"], include_in_schema=False)
    # A third of the bytes on a bad line; a worker and its hashed files are fetched once each version.
    built = GZipMiddleware(_Built(directory=DIST), compresslevel=6)
    app.router.routes.append(_Files("/", built, name="built"))
