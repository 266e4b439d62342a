"""What the phone keeps to work without network: collected from what each feature gives."""

from typing import Any

from api.access.actors import Reading
from api.access.queries import municipality, settings_body
from api.places.queries import kit_areas, kit_categories, kit_sites, role_tiles
from api.retention.queries import kit_rules


async def field_kit(reading: Reading) -> dict[str, Any]:
    """Categories with phrases, tiles of the role, areas, sites with checkpoints, numbers, hours, gallring."""
    connection, actor = reading.connection, reading.actor
    own = await settings_body(connection, actor.municipality_id)
    place = await municipality(connection, actor.municipality_id)
    return {
        "municipality": dict(place or {}),
        "duty_phone": own.get("duty_phone"),
        "tiles": await role_tiles(connection, actor.municipality_id, actor.roles),
        "categories": await kit_categories(connection, actor.municipality_id),
        "areas": await kit_areas(connection, actor.municipality_id),
        "sites": await kit_sites(connection, actor.municipality_id),
        "numbers": own.get("numbers", []),
        "hours": own.get("hours", {}),
        "retention": await kit_rules(connection, actor.municipality_id),
    }
