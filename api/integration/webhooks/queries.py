"""Every SELECT of webhooks and their deliveries, and how each is shown."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from api.integration.webhooks.models import Delivery, Webhook
from api.kit.clock import to_wire
from api.kit.db import Connection, Row, fetch, fetch_one
from api.kit.errors import Problem, not_found
from api.kit.listing import Listing, Order, Shown, page

_MOMENTS = ("former_until", "failing_since", "created_at", "due_at", "tried_at")


def _count(state: str) -> Any:
    counted = select(func.count()).where(
        Delivery.municipality_id == Webhook.municipality_id,
        Delivery.webhook_id == Webhook.id,
        Delivery.state == state,
    )
    return counted.correlate(Webhook).scalar_subquery().label(state)


def _webhooks(municipality_id: UUID) -> Select[Any]:
    columns: tuple[Any, ...] = (
        Webhook.id, Webhook.name, Webhook.url, Webhook.kinds, Webhook.fields, Webhook.scopes, Webhook.enabled,
        Webhook.secret_no, Webhook.former_until, Webhook.failures, Webhook.failing_since, Webhook.created_at,
        Webhook.version,
    )  # fmt: skip
    counted = select(*columns, _count("waiting"), _count("failed"))
    return counted.where(Webhook.municipality_id == municipality_id)


async def webhooks_page(
    connection: Connection, municipality_id: UUID, wanted: Listing
) -> tuple[list[Shown], str | None]:
    """A page of receivers, by name."""
    order = Order(Webhook.name, Webhook.id)
    return await page(connection, _webhooks(municipality_id), order, (Webhook.name, Webhook.url), wanted)


async def webhook_shown(connection: Connection, municipality_id: UUID, webhook_id: UUID) -> dict[str, Any]:
    """One receiver. Raises 404."""
    row = await fetch_one(connection, _webhooks(municipality_id).where(Webhook.id == webhook_id))
    if row is None:
        raise not_found()
    return shown(row)


def shown(row: Mapping[str, Any] | Row) -> Shown:
    """A row of either table on the wire."""
    moments = {name: to_wire(row[name]) for name in _MOMENTS if name in row and row[name] is not None}
    return {**row, **moments}


def deliveries(municipality_id: UUID, webhook_id: UUID) -> Select[Any]:
    """What was and will be sent to one receiver."""
    return select(Delivery).where(
        Delivery.municipality_id == municipality_id, Delivery.webhook_id == webhook_id
    )


async def deliveries_page(
    connection: Connection, municipality_id: UUID, webhook_id: UUID, state: str | None, at: Listing
) -> tuple[list[Row], str | None]:
    """A page of one receiver's deliveries, newest first. Raises 404, and 422 for a cursor not of ours."""
    await webhook_shown(connection, municipality_id, webhook_id)
    found = deliveries(municipality_id, webhook_id).order_by(Delivery.no.desc())
    if state is not None:
        found = found.where(Delivery.state == state)
    if at.cursor is not None:
        if not at.cursor.isdecimal() or len(at.cursor) > 18:
            raise Problem(422, "bad_cursor", "The cursor is not one of ours.")
        found = found.where(Delivery.no < int(at.cursor))
    rows = await fetch(connection, found.limit(at.limit + 1).offset(at.offset))
    following = str(rows[at.limit - 1]["no"]) if len(rows) > at.limit else None
    return rows[: at.limit], following


def delivery_shown(row: Row) -> dict[str, Any]:
    """One delivery on the wire."""
    inner = ("municipality_id", "webhook_id", "no")
    return {name: value for name, value in shown(row).items() if name not in inner}
