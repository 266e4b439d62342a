"""Registers that people edit: checkpoints that close, tiles with a version, a key's own facts found."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what is empty or the same for every row that stands."""
    op.execute("ALTER TABLE checkpoints ADD COLUMN closed_at timestamptz")
    op.execute("ALTER TABLE tiles ADD COLUMN version bigint NOT NULL DEFAULT 1")
    op.execute(
        "CREATE INDEX journal_keys_index ON journal (municipality_id, author_id, received_at)"
        " WHERE author_kind = 'key'"
    )


def downgrade() -> None:
    """Take it away; a closed checkpoint is then open again."""
    op.execute("DROP INDEX journal_keys_index")
    op.execute("ALTER TABLE tiles DROP COLUMN version")
    op.execute("ALTER TABLE checkpoints DROP COLUMN closed_at")
