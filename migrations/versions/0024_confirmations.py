"""Dangerous acts that wait for a second person."""

from alembic import op

from migrations.walls import wall

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

TABLE = """
CREATE TABLE confirmations (
  municipality_id uuid NOT NULL REFERENCES municipalities (id),
  id uuid NOT NULL,
  act text NOT NULL
    CHECK (act IN ('person.change', 'person.reset_factors', 'webhook.rotate', 'incidents.export')),
  permission text NOT NULL,
  subject_id uuid,
  subject text NOT NULL,
  wanted jsonb NOT NULL,
  told jsonb NOT NULL,
  reason text NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'confirmed', 'refused', 'done')),
  asked_by uuid NOT NULL,
  asked_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  decided_by uuid,
  decided_at timestamptz,
  refusal text,
  done_at timestamptz,
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, asked_by) REFERENCES people (municipality_id, id),
  FOREIGN KEY (municipality_id, decided_by) REFERENCES people (municipality_id, id),
  CHECK (asked_by <> decided_by OR state NOT IN ('confirmed', 'done'))
)
"""


def upgrade() -> None:
    """Add the table behind its wall; nobody confirms an act of their own, whatever a program does."""
    op.execute(TABLE)
    op.execute(
        "CREATE INDEX confirmations_asked_index ON confirmations (municipality_id, asked_at DESC, id DESC)"
    )
    wall("confirmations", "SELECT, INSERT, UPDATE")


def downgrade() -> None:
    """Take it away."""
    op.execute("DROP TABLE confirmations")
