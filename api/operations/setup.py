"""The set-up check: what a municipality needs before it begins, and whether it is there."""

from typing import Any
from uuid import UUID

from api.access.queries import settings_body
from api.kit.db import Connection, Row
from api.kit.env import Settings
from api.kit.geo import overlapping
from api.places.register_queries import open_areas

# An instance without a worker still takes reports; it says so instead of failing.
WORKERS = (
    "SELECT count(*) FROM process_heartbeats"
    " WHERE kind = 'worker' AND beat_at > now() - interval '20 seconds'"
)
_COUNTS = """
WITH staff AS (
  SELECT roles, ends_on FROM people
  WHERE municipality_id = $1 AND disabled_at IS NULL AND coalesce(ends_on, current_date) >= current_date)
SELECT
  (SELECT count(*) FROM sites WHERE municipality_id = $1 AND closed_at IS NULL) AS sites,
  (SELECT count(*) FROM categories WHERE municipality_id = $1 AND active AND counted) AS categories,
  (SELECT count(*) FROM retention_rules WHERE municipality_id = $1 AND NOT closed) AS retention,
  (SELECT count(*) FROM devices WHERE municipality_id = $1 AND revoked_at IS NULL) AS phones,
  (SELECT count(*) FROM staff WHERE 'admin' = ANY (roles) AND ends_on IS NULL) AS admins,
  (SELECT count(*) FROM staff WHERE roles && '{coordinator,field_secretary}') AS coordinators,
  (SELECT count(*) FROM staff WHERE 'operator' = ANY (roles)) AS operators,
  (SELECT count(*) FROM staff WHERE roles && '{host,guard,public_order_guard}') AS field_staff
"""
_ADMINS = 2  # one alone cannot let the other in again


async def setup_check(connection: Connection, municipality_id: UUID, env: Settings) -> list[dict[str, str]]:
    """Every point with `ok`, `missing`, or `unknown` for what no server can see of itself."""
    counts = await connection.fetchrow(_COUNTS, municipality_id)
    assert counts is not None  # noqa: S101 the statement always gives one row
    own = await settings_body(connection, municipality_id)
    areas = await open_areas(connection, municipality_id)
    workers = await connection.fetchval(WORKERS)
    found = {
        "areas": bool(areas),
        "areas_apart": not _overlap(areas),
        **{name: counts[name] > 0 for name in counts.keys()},
        "admins": counts["admins"] >= _ADMINS,
        **_decided(own),
        "smtp": env.smtp_host is not None,
        "https": env.public_origin.startswith("https://"),
        "worker": workers > 0,
    }
    items = [{"name": name, "state": "ok" if stands else "missing"} for name, stands in found.items()]
    return [*items, {"name": "backup", "state": "unknown"}]


def _overlap(areas: list[Row]) -> bool:
    others = [(row["id"], row["geometry"]) for row in areas]
    return any(overlapping(geometry, others[:place]) for place, (_, geometry) in enumerate(others))


def _decided(own: dict[str, Any]) -> dict[str, bool]:
    hours = own.get("hours") or {}
    decided = {"hours": bool(hours.get("night_button"))}
    return decided | {name: bool(own.get(name)) for name in ("duty_phone", "numbers", "cadence", "receivers")}
