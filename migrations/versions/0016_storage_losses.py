"""A device remembers the last time its phone's storage was thrown away by the browser."""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; nothing was lost before anybody could tell."""
    op.execute("ALTER TABLE devices ADD COLUMN storage_loss jsonb")


def downgrade() -> None:
    """Forget the losses; their records stand in the journal."""
    op.execute("ALTER TABLE devices DROP COLUMN storage_loss")
