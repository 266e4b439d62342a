"""Municipalities, organisations, people, devices, tokens."""

from alembic import op

from migrations.walls import unwalled, wall

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE municipalities (
  id uuid PRIMARY KEY,
  slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  name text NOT NULL,
  time_zone text NOT NULL DEFAULT 'Europe/Stockholm',
  demo boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE login_domains (
  domain text PRIMARY KEY CHECK (domain = lower(domain)),
  municipality_id uuid NOT NULL REFERENCES municipalities (id)
);
CREATE TABLE settings (
  municipality_id uuid PRIMARY KEY REFERENCES municipalities (id),
  version bigint NOT NULL DEFAULT 1,
  body jsonb NOT NULL DEFAULT '{}'
);
CREATE TABLE register_versions (
  municipality_id uuid NOT NULL REFERENCES municipalities (id),
  register text NOT NULL,
  version bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (municipality_id, register)
);
CREATE TABLE organisations (
  municipality_id uuid NOT NULL REFERENCES municipalities (id),
  id uuid NOT NULL,
  name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('municipality_unit', 'guard_company', 'police', 'school',
    'housing_company', 'shop', 'association', 'rescue_service', 'other')),
  version bigint NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (municipality_id, id)
);
CREATE TABLE people (
  municipality_id uuid NOT NULL REFERENCES municipalities (id),
  id uuid NOT NULL,
  username text NOT NULL CHECK (username = lower(username)),
  name text NOT NULL,
  organisation_id uuid,
  roles text[] NOT NULL,
  password_hash text,
  ends_on date,
  disabled_at timestamptz,
  version bigint NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (municipality_id, id),
  UNIQUE (municipality_id, username),
  FOREIGN KEY (municipality_id, organisation_id) REFERENCES organisations (municipality_id, id)
);
CREATE TABLE devices (
  municipality_id uuid NOT NULL REFERENCES municipalities (id),
  id uuid NOT NULL,
  phone_id uuid NOT NULL,
  person_id uuid NOT NULL,
  label text NOT NULL,
  app_version text NOT NULL,
  enrolled_at timestamptz NOT NULL DEFAULT now(),
  revoked_at timestamptz,
  last_contact_at timestamptz,
  status jsonb,
  PRIMARY KEY (municipality_id, id),
  FOREIGN KEY (municipality_id, person_id) REFERENCES people (municipality_id, id)
);
CREATE INDEX devices_phone_index ON devices (municipality_id, phone_id);
CREATE TABLE tokens (
  municipality_id uuid NOT NULL REFERENCES municipalities (id),
  id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('session', 'device', 'key')),
  token_hash bytea NOT NULL,
  person_id uuid,
  device_id uuid,
  name text NOT NULL DEFAULT '',
  scopes text[] NOT NULL DEFAULT '{}',
  window_s integer NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz,
  last_used_at timestamptz,
  PRIMARY KEY (municipality_id, id),
  UNIQUE (municipality_id, token_hash),
  CHECK ((kind = 'key') = (person_id IS NULL)),
  FOREIGN KEY (municipality_id, person_id) REFERENCES people (municipality_id, id),
  FOREIGN KEY (municipality_id, device_id) REFERENCES devices (municipality_id, id)
);
CREATE INDEX tokens_person_index ON tokens (municipality_id, person_id);
CREATE INDEX tokens_device_index ON tokens (municipality_id, device_id);
CREATE TABLE login_failures (
  municipality_id uuid NOT NULL REFERENCES municipalities (id),
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  bucket bytea NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (municipality_id, id)
);
CREATE INDEX login_failures_bucket_index ON login_failures (municipality_id, bucket, at);
"""


def upgrade() -> None:
    """Create the tables of `access/` behind their walls."""
    for statement in TABLES.split(";\n"):
        if statement.strip():
            op.execute(statement)
    unwalled("municipalities", "SELECT", "SELECT")
    unwalled("login_domains", "SELECT", "SELECT")
    for table in ("settings", "register_versions", "organisations", "people", "devices", "tokens"):
        wall(table, "SELECT, INSERT, UPDATE")
    wall("login_failures", "SELECT, INSERT, DELETE")


def downgrade() -> None:
    """Drop them again."""
    op.execute(
        "DROP TABLE login_failures, tokens, devices, people, organisations, register_versions,"
        " settings, login_domains, municipalities"
    )
