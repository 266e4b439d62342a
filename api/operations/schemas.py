"""What the API says of itself on the wire."""

from datetime import date

from api.kit.schema import Wire


class ApiInfo(Wire):
    """Name, version, release, documentation and status, as the national profile asks (VER.06)."""

    name: str
    version: str
    released: date
    documentation: str
    status: str
