"""Areas, sites, checkpoints, categories, tiles and numbers to call."""

from alembic import op

from migrations.walls import wall

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE areas (
  municipality_id uuid NOT NULL REFERENCES municipalities (id),
  id uuid NOT NULL,
  name text NOT NULL,
  kind text NOT NULL DEFAULT 'district',
  geometry bytea NOT NULL,
  closed_at timestamptz,
  version bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (municipality_id, id),
  UNIQUE (municipality_id, name)
);
CREATE TABLE sites (
  municipality_id uuid NOT NULL REFERENCES municipalities (id),
  id uuid NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  address text NOT NULL DEFAULT '',
  lat double precision NOT NULL CHECK (lat BETWEEN -90 AND 90),
  lon double precision NOT NULL CHECK (lon BETWEEN -180 AND 180),
  area_id uuid,
  instructions text NOT NULL DEFAULT '',
  expected text[] NOT NULL DEFAULT '{}',
  closed_at timestamptz,
  version bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (municipality_id, id),
  UNIQUE (municipality_id, name),
  FOREIGN KEY (municipality_id, area_id) REFERENCES areas (municipality_id, id)
);
CREATE TABLE checkpoints (
  municipality_id uuid NOT NULL REFERENCES municipalities (id),
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  name text NOT NULL,
  code text NOT NULL CHECK (code ~ '^[0-9A-Z]{4,8}$'),
  lat double precision CHECK (lat BETWEEN -90 AND 90),
  lon double precision CHECK (lon BETWEEN -180 AND 180),
  version bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (municipality_id, id),
  UNIQUE (municipality_id, code),
  FOREIGN KEY (municipality_id, site_id) REFERENCES sites (municipality_id, id)
);
CREATE TABLE categories (
  municipality_id uuid NOT NULL REFERENCES municipalities (id),
  slug text NOT NULL CHECK (slug ~ '^[a-z][a-z0-9_]{0,39}$'),
  position smallint NOT NULL,
  name jsonb NOT NULL,
  icon text NOT NULL,
  place_fault boolean NOT NULL DEFAULT false,
  counted boolean NOT NULL DEFAULT true,
  active boolean NOT NULL DEFAULT true,
  radius_m integer NOT NULL,
  window_h integer NOT NULL,
  phrases jsonb NOT NULL DEFAULT '[]',
  version bigint NOT NULL DEFAULT 1,
  PRIMARY KEY (municipality_id, slug)
);
CREATE TABLE tiles (
  municipality_id uuid NOT NULL REFERENCES municipalities (id),
  role text NOT NULL,
  slugs text[] NOT NULL CHECK (cardinality(slugs) <= 8),
  PRIMARY KEY (municipality_id, role)
);
"""


def upgrade() -> None:
    """Create the registers of places."""
    for statement in TABLES.split(";\n"):
        if statement.strip():
            op.execute(statement)
    for table in ("areas", "sites", "checkpoints", "categories", "tiles"):
        wall(table, "SELECT, INSERT, UPDATE")


def downgrade() -> None:
    """Drop them."""
    op.execute("DROP TABLE tiles, categories, checkpoints, sites, areas")
