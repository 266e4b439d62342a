"""The log of messages to people outside, and the links that receivers of hand-overs answer by."""

from alembic import op

from migrations.walls import wall

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE deliveries (
  municipality_id uuid NOT NULL,
  id uuid NOT NULL,
  channel text NOT NULL CHECK (channel IN ('email')),
  purpose text NOT NULL,
  record_id uuid NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sending', 'accepted', 'failed')),
  attempts integer NOT NULL DEFAULT 0,
  attempted_at timestamptz,
  result text,
  created_at timestamptz NOT NULL DEFAULT now(),
  settled_at timestamptz,
  PRIMARY KEY (municipality_id, id)
);
CREATE INDEX deliveries_record_index ON deliveries (municipality_id, record_id);
CREATE TABLE reply_links (
  municipality_id uuid NOT NULL,
  id uuid NOT NULL,
  incident_id uuid NOT NULL,
  token_hash bytea NOT NULL,
  answers integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz,
  PRIMARY KEY (municipality_id, id),
  UNIQUE (municipality_id, token_hash)
)
"""


def upgrade() -> None:
    """Create both behind the wall; the worker notes what became of a message."""
    for statement in TABLES.split(";\n"):
        op.execute(statement)
    wall("deliveries", "SELECT, INSERT")
    wall("reply_links", "SELECT, INSERT, UPDATE")


def downgrade() -> None:
    op.execute("DROP TABLE reply_links, deliveries")
