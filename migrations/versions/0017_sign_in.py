"""Signing in by a provider, second factors, and the browsers that were asked for one."""

from alembic import op

from migrations.walls import wall

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE sign_in_settings (
  municipality_id uuid PRIMARY KEY REFERENCES municipalities (id),
  version bigint NOT NULL DEFAULT 1,
  second_factor_roles text[],
  provider jsonb,
  client_secret bytea
);
CREATE TABLE identities (
  municipality_id uuid NOT NULL REFERENCES municipalities (id),
  issuer text NOT NULL,
  subject text NOT NULL,
  person_id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (municipality_id, issuer, subject),
  UNIQUE (municipality_id, person_id),
  FOREIGN KEY (municipality_id, person_id) REFERENCES people (municipality_id, id)
);
CREATE TABLE second_factors (
  municipality_id uuid NOT NULL REFERENCES municipalities (id),
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('totp', 'passkey')),
  name text NOT NULL,
  key bytea NOT NULL,
  credential_id bytea,
  counter bigint NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  last_used_at timestamptz,
  PRIMARY KEY (municipality_id, id),
  UNIQUE (municipality_id, credential_id),
  FOREIGN KEY (municipality_id, person_id) REFERENCES people (municipality_id, id)
);
CREATE INDEX second_factors_person_index ON second_factors (municipality_id, person_id);
CREATE TABLE recovery_codes (
  municipality_id uuid NOT NULL REFERENCES municipalities (id),
  person_id uuid NOT NULL,
  fingerprint bytea NOT NULL,
  used_at timestamptz,
  PRIMARY KEY (municipality_id, person_id, fingerprint),
  FOREIGN KEY (municipality_id, person_id) REFERENCES people (municipality_id, id)
);
CREATE TABLE known_browsers (
  municipality_id uuid NOT NULL REFERENCES municipalities (id),
  person_id uuid NOT NULL,
  secret_hash bytea NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, person_id, secret_hash),
  FOREIGN KEY (municipality_id, person_id) REFERENCES people (municipality_id, id)
);
CREATE TABLE spent_tickets (
  municipality_id uuid NOT NULL REFERENCES municipalities (id),
  digest bytea NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (municipality_id, digest)
);
ALTER TABLE tokens ADD COLUMN confirmed_at timestamptz NOT NULL DEFAULT now();
ALTER TABLE tokens ADD COLUMN provider_session bytea;
"""
OWN = ("second_factors", "recovery_codes", "known_browsers")


def upgrade() -> None:
    """Add the tables behind their walls; whoever is signed in stays so."""
    for statement in TABLES.split(";\n"):
        if statement.strip():
            op.execute(statement)
    for table in ("sign_in_settings", "identities"):
        wall(table, "SELECT, INSERT, UPDATE")
    for table in OWN:
        wall(table, "SELECT, INSERT, UPDATE, DELETE")
    wall("spent_tickets", "SELECT, INSERT")


def downgrade() -> None:
    """Take them away: passwords alone let people in again."""
    op.execute("ALTER TABLE tokens DROP COLUMN provider_session, DROP COLUMN confirmed_at")
    op.execute(
        "DROP TABLE spent_tickets, known_browsers, recovery_codes, second_factors, identities,"
        " sign_in_settings"
    )
