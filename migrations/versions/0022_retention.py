"""Gallring: rules by decision, legal holds, and the log of what was erased."""

from alembic import op

from migrations.walls import wall

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

# An erasure names what is gone and by which rule, and nothing of what it was: it outlives everything.
TABLES = """
CREATE TABLE retention_rules (
  municipality_id uuid NOT NULL REFERENCES municipalities (id),
  id uuid NOT NULL,
  what text NOT NULL CHECK (what IN ('positions', 'texts', 'photos', 'reports', 'police_news',
    'held_facts', 'letters', 'devices', 'accounts')),
  after_days integer NOT NULL CHECK (after_days > 0),
  decision_no text NOT NULL CHECK (decision_no <> ''),
  decided_on date NOT NULL,
  legal_basis text,
  closed boolean NOT NULL DEFAULT false,
  version bigint NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (municipality_id, id)
);
CREATE UNIQUE INDEX retention_rules_what_key ON retention_rules (municipality_id, what) WHERE NOT closed;
CREATE TABLE legal_holds (
  municipality_id uuid NOT NULL REFERENCES municipalities (id),
  id uuid NOT NULL,
  incident_id uuid NOT NULL,
  receipt_no text NOT NULL,
  reference text NOT NULL CHECK (reference <> ''),
  closed boolean NOT NULL DEFAULT false,
  version bigint NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (municipality_id, id)
);
CREATE INDEX legal_holds_incident_index ON legal_holds (municipality_id, incident_id) WHERE NOT closed;
CREATE TABLE erasures (
  municipality_id uuid NOT NULL,
  id uuid NOT NULL,
  part text NOT NULL CHECK (part IN ('text', 'position', 'photos', 'incident', 'held_fact', 'letter',
    'device', 'account')),
  rule_id uuid NOT NULL,
  said_in uuid NOT NULL,
  erased_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (municipality_id, id, part)
);
CREATE INDEX erasures_time_index ON erasures (erased_at)
"""
# Ids are of version 7, as those that people's own clients make.
MOVE = """
INSERT INTO retention_rules (municipality_id, id, what, after_days, decision_no, decided_on)
SELECT municipality_id,
  (lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0')
    || '7' || left(md5(random()::text), 3) || '8' || left(md5(random()::text), 15))::uuid,
  rule ->> 'what', (rule ->> 'after_days')::integer, rule ->> 'decision_no', (rule ->> 'decided_on')::date
FROM settings, jsonb_array_elements(body -> 'retention') AS rule
"""


def upgrade() -> None:
    """Make the tables, and let the decisions that stood in the settings be their first rows."""
    for statement in TABLES.split(";\n"):
        op.execute(statement)
    wall("retention_rules", "SELECT, INSERT, UPDATE")
    wall("legal_holds", "SELECT, INSERT, UPDATE")
    wall("erasures", "SELECT", "SELECT, INSERT")
    op.execute(MOVE)
    op.execute("UPDATE settings SET body = body - 'retention'")


def downgrade() -> None:
    """Give the settings back the decisions they can hold; what was erased stays so."""
    op.execute(
        """
        UPDATE settings s SET body = body || jsonb_build_object('retention', (
          SELECT jsonb_agg(jsonb_build_object('what', what, 'after_days', after_days,
            'decision_no', decision_no, 'decided_on', decided_on))
          FROM retention_rules r WHERE r.municipality_id = s.municipality_id AND NOT closed
            AND what IN ('positions', 'texts', 'photos')))
        WHERE EXISTS (SELECT FROM retention_rules r WHERE r.municipality_id = s.municipality_id
          AND NOT closed AND what IN ('positions', 'texts', 'photos'))
        """
    )
    op.execute("DROP TABLE erasures, legal_holds, retention_rules")
