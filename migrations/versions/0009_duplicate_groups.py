"""Categories whose reports may tell of the same thing form a group."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the group; a category without one is compared with itself only."""
    op.execute(
        "ALTER TABLE categories ADD COLUMN duplicate_group text"
        " CHECK (duplicate_group ~ '^[a-z][a-z0-9_]{0,39}$')"
    )


def downgrade() -> None:
    """Drop it."""
    op.execute("ALTER TABLE categories DROP COLUMN duplicate_group")
