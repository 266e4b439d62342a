"""The journal: envelopes, bodies, quarantine, epochs and followers' cursors."""

from alembic import op

from migrations.walls import unwalled, wall

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# No foreign key from a body to its record: one statement writes both, nothing deletes records, and
# the check cost a fifth of the write path, all of it on a database too new to have statistics.
TABLES = """
CREATE TABLE journal_epochs (
  epoch integer PRIMARY KEY,
  started_at timestamptz NOT NULL DEFAULT now(),
  reason text NOT NULL
);
INSERT INTO journal_epochs (epoch, reason) VALUES (1, 'installed');
CREATE TABLE journal (
  municipality_id uuid NOT NULL,
  id uuid NOT NULL,
  seq bigint GENERATED ALWAYS AS IDENTITY,
  epoch integer NOT NULL,
  txid bigint NOT NULL DEFAULT pg_current_xact_id()::text::bigint,
  kind text NOT NULL,
  subject_type text NOT NULL,
  subject_id uuid NOT NULL,
  author_kind text NOT NULL CHECK (author_kind IN ('person', 'key', 'system')),
  author_id uuid NOT NULL,
  organisation_id uuid,
  device_id uuid,
  v smallint NOT NULL,
  occurred_at timestamptz NOT NULL,
  saved_at timestamptz,
  received_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  clock_offset_ms bigint,
  digest_mac bytea NOT NULL,
  digest_key_id smallint NOT NULL,
  receipt_no text NOT NULL,
  source text NOT NULL,
  masked smallint NOT NULL DEFAULT 0,
  flags text[] NOT NULL DEFAULT '{}',
  attachments smallint NOT NULL DEFAULT 0,
  part_digests jsonb NOT NULL,
  episode integer,
  step integer,
  PRIMARY KEY (municipality_id, id)
);
CREATE INDEX journal_feed_index ON journal (municipality_id, epoch, txid, seq);
CREATE INDEX journal_subject_index ON journal (municipality_id, subject_id, seq);
CREATE UNIQUE INDEX journal_step_key ON journal (municipality_id, subject_id, episode, step)
  WHERE step IS NOT NULL;
CREATE TABLE journal_bodies (
  municipality_id uuid NOT NULL,
  record_id uuid NOT NULL,
  part text NOT NULL CHECK (part IN ('text', 'position')),
  body jsonb NOT NULL,
  PRIMARY KEY (municipality_id, record_id, part)
);
CREATE TABLE quarantine (
  municipality_id uuid NOT NULL,
  id uuid NOT NULL,
  fact_id uuid NOT NULL,
  kind text NOT NULL,
  subject_type text NOT NULL,
  subject_id uuid NOT NULL,
  reason text NOT NULL CHECK (reason IN ('id_conflict', 'apply_failed', 'newer_version')),
  error text NOT NULL DEFAULT '',
  author_kind text NOT NULL,
  author_id uuid NOT NULL,
  digest_mac bytea NOT NULL,
  envelope jsonb NOT NULL,
  body jsonb NOT NULL,
  received_at timestamptz NOT NULL,
  receipt_no text NOT NULL,
  state text NOT NULL DEFAULT 'held' CHECK (state IN ('held', 'released', 'rejected')),
  decided_by uuid,
  decided_at timestamptz,
  PRIMARY KEY (municipality_id, id)
);
CREATE UNIQUE INDEX quarantine_body_key
  ON quarantine (municipality_id, fact_id, author_id, subject_id, digest_mac);
CREATE INDEX quarantine_state_index ON quarantine (municipality_id, state, received_at, id);
CREATE TABLE follower_cursors (
  municipality_id uuid NOT NULL,
  follower text NOT NULL,
  epoch integer NOT NULL DEFAULT 0,
  txid bigint NOT NULL DEFAULT 0,
  seq bigint NOT NULL DEFAULT 0,
  moved_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (municipality_id, follower)
);
CREATE TABLE process_heartbeats (
  process_id uuid PRIMARY KEY,
  kind text NOT NULL,
  started_at timestamptz NOT NULL DEFAULT now(),
  beat_at timestamptz NOT NULL DEFAULT now()
);
"""


def upgrade() -> None:
    """Create the journal; history cannot be changed by any role that serves requests."""
    for statement in TABLES.split(";\n"):
        if statement.strip():
            op.execute(statement)
    wall("journal", "SELECT, INSERT", "SELECT, INSERT")
    wall("journal_bodies", "SELECT, INSERT", "SELECT, INSERT, DELETE")
    wall("quarantine", "SELECT, INSERT, UPDATE", "SELECT, INSERT, UPDATE")
    wall("follower_cursors", "SELECT")
    unwalled("journal_epochs", "SELECT", "SELECT, INSERT")
    unwalled("process_heartbeats", "SELECT")


def downgrade() -> None:
    """Drop the journal."""
    op.execute(
        "DROP TABLE process_heartbeats, follower_cursors, quarantine, journal_bodies, journal, journal_epochs"
    )
