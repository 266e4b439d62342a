"""What waits is found by indexes of its own, and rare statuses, sources and areas without walking a table."""

from alembic import op
from shapely import from_wkb
from sqlalchemy import text

from migrations.walls import wall

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_OPEN = "status IN ('new', 'triaged', 'in_progress')"
_BY_TIME = "(municipality_id, shelf, occurred_at DESC, id DESC)"
_NEEDS = {
    "flagged": f"flags <> '{{}}' AND {_OPEN}",
    "handed_over": f"handed_over IS NOT NULL AND fixed_at IS NULL AND {_OPEN}",
}
_STATUS = "(municipality_id, shelf, status, occurred_at DESC, id DESC)"
_AWAITED = """
CREATE TABLE awaited_attachments (
  municipality_id uuid NOT NULL,
  attachment_id uuid NOT NULL,
  record_id uuid NOT NULL,
  sha256 bytea NOT NULL,
  PRIMARY KEY (municipality_id, attachment_id, record_id),
  FOREIGN KEY (municipality_id, record_id, attachment_id)
    REFERENCES attachment_declarations (municipality_id, record_id, attachment_id) ON DELETE CASCADE
)
"""
_BOX = ("west", "south", "east", "north")


def upgrade() -> None:
    """Add them; which photos have not come is a table of its own, and where areas lie stands beside them."""
    for name, waits in _NEEDS.items():
        op.execute(f"CREATE INDEX incidents_{name}_index ON incidents {_BY_TIME} WHERE {waits}")
    op.execute("DROP INDEX incidents_open_index")
    op.execute(f"CREATE INDEX incidents_status_index ON incidents {_STATUS}")
    op.execute(
        "CREATE INDEX incidents_source_index"
        " ON incidents (municipality_id, shelf, source, occurred_at DESC, id DESC)"
        " WHERE source NOT IN ('field', 'police')"  # these have most rows, or a shelf of their own
    )
    _keep_awaited()
    _keep_boxes()


def downgrade() -> None:
    """As it was."""
    op.execute(f"ALTER TABLE areas {', '.join(f'DROP COLUMN {side}' for side in _BOX)}")
    op.execute("DROP TABLE awaited_attachments")
    for name in ("source", "status", *_NEEDS):
        op.execute(f"DROP INDEX incidents_{name}_index")
    op.execute(f"CREATE INDEX incidents_open_index ON incidents {_STATUS} WHERE {_OPEN}")


def _keep_awaited() -> None:
    op.execute(_AWAITED)
    op.execute(
        "INSERT INTO awaited_attachments SELECT municipality_id, attachment_id, record_id, sha256"
        " FROM attachment_declarations d WHERE NOT EXISTS (SELECT FROM attachments a"
        " WHERE a.municipality_id = d.municipality_id AND a.id = d.attachment_id"
        " AND a.sent_sha256 = d.sha256)"
    )
    wall("awaited_attachments", "SELECT, INSERT, DELETE")


def _keep_boxes() -> None:
    """Where each area lies, in degrees; none for what is no geometry, which nothing shows."""
    op.execute(f"ALTER TABLE areas {', '.join(f'ADD COLUMN {side} double precision' for side in _BOX)}")
    connection = op.get_bind()
    put = text(
        "UPDATE areas SET west = :west, south = :south, east = :east, north = :north"
        " WHERE municipality_id = :town AND id = :id"
    )
    for town, area_id, wkb in connection.execute(text("SELECT municipality_id, id, geometry FROM areas")):
        geometry = from_wkb(wkb, on_invalid="ignore")
        if geometry is not None and not geometry.is_empty:
            sides = dict(zip(_BOX, geometry.bounds, strict=True))
            connection.execute(put, {**sides, "town": town, "id": area_id})
