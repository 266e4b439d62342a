"""The seals on history: a chain of digests per municipality, written by the sealing follower."""

from alembic import op

from migrations.walls import wall

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the chain; the follower seals what stands already, from the first record on."""
    op.execute(
        """
        CREATE TABLE journal_seals (
          municipality_id uuid NOT NULL,
          number bigint NOT NULL CHECK (number > 0),
          epoch integer NOT NULL,
          txid bigint NOT NULL,
          seq bigint NOT NULL,
          records integer NOT NULL CHECK (records > 0),
          digest bytea NOT NULL,
          sealed_at timestamptz NOT NULL DEFAULT now(),
          PRIMARY KEY (municipality_id, number)
        )
        """
    )
    wall("journal_seals", "SELECT", "SELECT, INSERT")


def downgrade() -> None:
    """Take the chain away; its records stand."""
    op.execute("DROP TABLE journal_seals")
    op.execute("DELETE FROM follower_cursors WHERE follower = 'seals'")
