"""Reports merged into one case, and how much each needs the desk's look."""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

SHELVES = "CHECK (shelf IN ('reports', 'police', 'replaced'{more}))"
# What api/incidents/rules.py says of the reports that stand.
NEED = """
UPDATE incidents SET need = CASE WHEN severity = 'high' THEN 3
  WHEN (lat IS NULL OR precision = 'site') AND site_id IS NULL THEN 2
  WHEN flags <> '{}' THEN 1 ELSE 0 END
WHERE status = 'new' AND shelf = 'reports'
"""


def upgrade() -> None:
    """Widen the projection; a rebuild gives the same."""
    op.execute("ALTER TABLE incidents DROP CONSTRAINT incidents_shelf_check")
    op.execute(
        "ALTER TABLE incidents ADD CONSTRAINT incidents_shelf_check " + SHELVES.format(more=", 'merged'")
    )
    op.execute(
        "ALTER TABLE incidents ADD COLUMN merged_into uuid, ADD COLUMN joined smallint NOT NULL DEFAULT 0,"
        " ADD COLUMN need smallint"
    )
    op.execute(NEED)
    op.execute(
        "CREATE INDEX incidents_merged_index ON incidents (municipality_id, merged_into)"
        " WHERE merged_into IS NOT NULL"
    )
    op.execute(
        "CREATE INDEX incidents_need_index ON incidents (municipality_id, need DESC, received_at, id)"
        " WHERE need IS NOT NULL"
    )


def downgrade() -> None:
    """Merged reports stand in the lists again."""
    op.execute("ALTER TABLE incidents DROP COLUMN merged_into, DROP COLUMN joined, DROP COLUMN need")
    op.execute("UPDATE incidents SET shelf = 'reports' WHERE shelf = 'merged'")
    op.execute("ALTER TABLE incidents DROP CONSTRAINT incidents_shelf_check")
    op.execute("ALTER TABLE incidents ADD CONSTRAINT incidents_shelf_check " + SHELVES.format(more=""))
