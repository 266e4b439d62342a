"""Two districts side by side, with a school in each."""

from dataclasses import dataclass

from api.kit.geo import area_geometry
from api.kit.ids import new_id
from api.places.models import Area, Site
from api.places.service import put_rows
from tests.api.access.town import Town


@dataclass(frozen=True)
class District:
    """Ids, as the wire writes them."""

    area: str
    site: str


async def districts(town: Town) -> tuple[District, District]:
    """The western (18.0 to 18.1 E) and the eastern one (18.1 to 18.2 E), both 58.5 to 58.6 N."""
    made = []
    for west in (18.0, 18.1):
        area = {"id": new_id(), "name": f"Stadsdel {west} {new_id()}", "kind": "district"}
        site = {"id": new_id(), "name": f"Skolan {west} {new_id()}", "kind": "school", "area_id": area["id"]}
        async with town.house.database.bound(town.id) as connection:
            rows = [area | {"geometry": _square(west)}]
            await put_rows(town.house.journal, connection, town.id, Area, rows)
            rows = [site | {"lat": 58.55, "lon": west + 0.02}]
            await put_rows(town.house.journal, connection, town.id, Site, rows)
        made.append(District(str(area["id"]), str(site["id"])))
    forget_places(town)
    return made[0], made[1]


def forget_places(town: Town) -> None:
    """As if a second had passed: the next fact reads the registers again."""
    town.house.incidents.places._kept.clear()


def _square(west: float) -> bytes:
    corners = [[west, 58.5], [west + 0.1, 58.5], [west + 0.1, 58.6], [west, 58.6], [west, 58.5]]
    return area_geometry({"type": "Polygon", "coordinates": [corners]})
