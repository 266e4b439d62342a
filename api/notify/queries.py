"""Every SELECT of deliveries."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import select

from api.kit.clock import to_wire
from api.kit.db import Connection, Row, fetch, fetch_one
from api.notify.models import Delivery

_SHOWN = ("channel", "state", "attempts", "result")


async def locked(connection: Connection, municipality_id: UUID, delivery_id: UUID) -> Row | None:
    """One delivery, locked until the transaction ends."""
    return await fetch_one(
        connection,
        select(Delivery)
        .where(Delivery.municipality_id == municipality_id, Delivery.id == delivery_id)
        .with_for_update(),
    )


async def deliveries_of(
    connection: Connection, municipality_id: UUID, record_ids: Collection[UUID]
) -> dict[UUID, dict[str, Any]]:
    """What became of the messages that records sent, by record."""
    if not record_ids:
        return {}
    rows = await fetch(
        connection,
        select(Delivery).where(
            Delivery.municipality_id == municipality_id, Delivery.record_id.in_(record_ids)
        ),
    )
    return {row["record_id"]: _shown(row) for row in rows}


def _shown(row: Row) -> dict[str, Any]:
    at = row["settled_at"] or row["attempted_at"] or row["created_at"]
    return {**{name: row[name] for name in _SHOWN}, "at": to_wire(at)}
