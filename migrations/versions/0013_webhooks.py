"""Receivers that are told of records, and what was sent to them."""

from alembic import op

from migrations.walls import wall

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TABLES = (
    """
    CREATE TABLE webhooks (
      municipality_id uuid NOT NULL REFERENCES municipalities (id),
      id uuid NOT NULL,
      name text NOT NULL,
      url text NOT NULL,
      kinds text[] NOT NULL,
      fields text[],
      scopes text[] NOT NULL,
      enabled boolean NOT NULL,
      secret_no bigint NOT NULL DEFAULT 1,
      former_until timestamptz,
      version bigint NOT NULL DEFAULT 1,
      created_at timestamptz NOT NULL DEFAULT now(),
      run bigint NOT NULL DEFAULT 0,
      wakes_at timestamptz,
      failures bigint NOT NULL DEFAULT 0,
      failing_since timestamptz,
      PRIMARY KEY (municipality_id, id)
    )
    """,
    """
    CREATE TABLE webhook_deliveries (
      municipality_id uuid NOT NULL,
      id uuid NOT NULL DEFAULT gen_random_uuid(),
      no bigint GENERATED ALWAYS AS IDENTITY,
      webhook_id uuid NOT NULL,
      record_id uuid NOT NULL,
      subject_id uuid NOT NULL,
      kind text NOT NULL,
      state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'failed')),
      replay boolean NOT NULL DEFAULT false,
      attempts bigint NOT NULL DEFAULT 0,
      created_at timestamptz NOT NULL DEFAULT now(),
      due_at timestamptz NOT NULL DEFAULT now(),
      tried_at timestamptz,
      status bigint,
      reason text,
      PRIMARY KEY (municipality_id, id),
      FOREIGN KEY (municipality_id, webhook_id) REFERENCES webhooks (municipality_id, id)
    )
    """,
    "CREATE INDEX webhook_deliveries_log_index ON webhook_deliveries (municipality_id, webhook_id, no)",
    # What is owed, in order, and about each subject; and what failed, which is counted.
    """
    CREATE INDEX webhook_deliveries_waiting_index
      ON webhook_deliveries (municipality_id, webhook_id, subject_id, no) WHERE state = 'waiting'
    """,
    """
    CREATE INDEX webhook_deliveries_failed_index
      ON webhook_deliveries (municipality_id, webhook_id, no) WHERE state = 'failed'
    """,
    "CREATE INDEX webhook_deliveries_past_index ON webhook_deliveries (created_at) WHERE state <> 'waiting'",
)


def upgrade() -> None:
    """Create both tables; the app adds what is to be sent again, the worker does the rest."""
    for statement in TABLES:
        op.execute(statement)
    wall("webhooks", "SELECT, INSERT, UPDATE")
    wall("webhook_deliveries", "SELECT, INSERT")
    op.execute("GRANT SELECT ON webhook_deliveries_no_seq TO ledljus_worker")


def downgrade() -> None:
    """Drop them with what waits in them."""
    op.execute("DROP TABLE webhook_deliveries, webhooks")
