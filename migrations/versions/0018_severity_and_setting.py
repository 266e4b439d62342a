"""Lists of one severity, or of one kind of place."""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

# Most reports say neither: without these a rare one is looked for through the whole list.
_INDEXES = ("severity", "setting")


def upgrade() -> None:
    """Add the indexes, of the reports that say so only."""
    for column in _INDEXES:
        op.execute(
            f"CREATE INDEX incidents_{column}_index"
            f" ON incidents (municipality_id, shelf, {column}, occurred_at DESC, id DESC)"
            f" WHERE {column} IS NOT NULL"
        )


def downgrade() -> None:
    """Take them away."""
    for column in _INDEXES:
        op.execute(f"DROP INDEX incidents_{column}_index")
