"""Deliveries on the wire."""

from typing import Literal

from api.kit.schema import Moment, Wire


class DeliveryShown(Wire):
    """What became of a message; `result` is a stable name of what stands in its way."""

    channel: str
    state: Literal["waiting", "sending", "accepted", "failed"]
    attempts: int
    result: str | None
    at: Moment
