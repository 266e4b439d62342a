"""Selections of the desk that people save for themselves."""

from alembic import op

from migrations.walls import wall

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table; whose a selection is, is part of its key."""
    op.execute("""
        CREATE TABLE views (
          municipality_id uuid NOT NULL,
          person_id uuid NOT NULL,
          id uuid NOT NULL,
          name text NOT NULL,
          query text NOT NULL,
          version bigint NOT NULL DEFAULT 1,
          created_at timestamptz NOT NULL DEFAULT now(),
          PRIMARY KEY (municipality_id, person_id, id),
          FOREIGN KEY (municipality_id, person_id) REFERENCES people (municipality_id, id)
        )
    """)
    wall("views", "SELECT, INSERT, UPDATE, DELETE")


def downgrade() -> None:
    op.execute("DROP TABLE views")
