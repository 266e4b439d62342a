"""Photos: what facts declared, and what has arrived."""

from alembic import op

from migrations.walls import wall

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE attachment_declarations (
  municipality_id uuid NOT NULL,
  record_id uuid NOT NULL,
  attachment_id uuid NOT NULL,
  author_id uuid NOT NULL,
  receipt_no text NOT NULL,
  sha256 bytea NOT NULL CHECK (octet_length(sha256) = 32),
  media_type text NOT NULL,
  size integer NOT NULL,
  declared_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (municipality_id, record_id, attachment_id)
);
CREATE INDEX attachment_declarations_attachment_index
  ON attachment_declarations (municipality_id, attachment_id);
CREATE TABLE attachments (
  municipality_id uuid NOT NULL,
  id uuid NOT NULL,
  sent_sha256 bytea NOT NULL,
  stored_sha256 bytea NOT NULL,
  media_type text NOT NULL CHECK (media_type IN ('image/jpeg', 'image/png', 'image/webp')),
  size integer NOT NULL,
  width integer NOT NULL,
  height integer NOT NULL,
  stored_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (municipality_id, id)
);
"""


def upgrade() -> None:
    """Create both tables."""
    for statement in TABLES.split(";\n"):
        if statement.strip():
            op.execute(statement)
    wall("attachment_declarations", "SELECT, INSERT")
    wall("attachments", "SELECT, INSERT")


def downgrade() -> None:
    """Drop them."""
    op.execute("DROP TABLE attachments, attachment_declarations")
