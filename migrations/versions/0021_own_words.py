"""The search index anew: what a merged report says no longer stands under its case."""

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let the follower begin again; each incident is found by its former words until it is indexed."""
    op.execute("DELETE FROM follower_cursors WHERE follower = 'incident_search'")


def downgrade() -> None:
    """The same: what runs then indexes as it did."""
    op.execute("DELETE FROM follower_cursors WHERE follower = 'incident_search'")
