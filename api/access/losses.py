"""A phone whose browser threw its storage away: told once, kept on the device, recorded for a person."""

from uuid import UUID

from api.access.actors import Actor
from api.access.registers import Changed
from api.access.schemas import StorageLoss
from api.kit.db import Connection, to_json


async def note_loss(
    connection: Connection, actor: Actor, device_id: UUID, loss: StorageLoss, changed: Changed
) -> None:
    """Keep a loss on the actor's own device and record `device.storage_lost`; the same loss again is nothing.

    The row's lock lets only one of several at once find it new.
    """
    said = loss.model_dump(mode="json")
    new = await connection.fetchval(
        "UPDATE devices SET storage_loss = $3 WHERE municipality_id = $1 AND id = $2"
        " AND storage_loss ->> 'id' IS DISTINCT FROM $4 RETURNING true",
        actor.municipality_id, device_id, to_json(said), str(loss.id),
    )  # fmt: skip
    if new:
        await changed(connection, actor.municipality_id, "device.storage_lost", device_id, said, actor)
