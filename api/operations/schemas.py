"""What the API says of itself, and of a municipality that is about to begin, on the wire."""

from datetime import date
from typing import Literal

from api.kit.schema import Wire


class ApiInfo(Wire):
    """Name, version, release, documentation and status, as the national profile asks (VER.06)."""

    name: str
    version: str
    released: date
    documentation: str
    status: str


class SetupPoint(Wire):
    """One thing that is needed; `unknown` is what the server cannot see of itself."""

    name: str
    state: Literal["ok", "missing", "unknown"]


class SetupCheck(Wire):
    """Everything that is needed before a municipality begins."""

    items: list[SetupPoint]
