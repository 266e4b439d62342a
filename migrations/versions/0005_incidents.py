"""The incidents' projection and its search."""

from alembic import op

from migrations.walls import wall

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# `shelf` says which list a row stands in: ordinary reports, police news, or none (replaced).
TABLES = """
CREATE TABLE incidents (
  municipality_id uuid NOT NULL,
  id uuid NOT NULL,
  shelf text NOT NULL CHECK (shelf IN ('reports', 'police', 'replaced')),
  category text NOT NULL,
  status text NOT NULL CHECK (status IN ('new', 'triaged', 'in_progress', 'resolved', 'dismissed')),
  source text NOT NULL,
  occurred_at timestamptz NOT NULL,
  occurred_until timestamptz,
  saved_at timestamptz,
  received_at timestamptz NOT NULL,
  lat double precision,
  lon double precision,
  accuracy_m double precision,
  precision text CHECK (precision IN ('point', 'site', 'municipality', 'county')),
  cell_s bigint,
  cell_m bigint,
  cell_l bigint,
  area_id uuid,
  site_id uuid,
  place text,
  setting text CHECK (setting IN ('public', 'semi_public', 'indoors')),
  note text,
  severity text CHECK (severity IN ('low', 'medium', 'high')),
  summoned text[] NOT NULL DEFAULT '{}',
  first_response jsonb NOT NULL DEFAULT '[]',
  cost_sek bigint,
  author_kind text NOT NULL,
  author_id uuid NOT NULL,
  organisation_id uuid,
  assigned_organisation_id uuid,
  assigned_person_id uuid,
  handed_over jsonb,
  fixed_at timestamptz,
  replaces uuid,
  replaced_by uuid,
  external jsonb,
  attachments jsonb NOT NULL DEFAULT '[]',
  receipt_no text NOT NULL,
  flags text[] NOT NULL DEFAULT '{}',
  masked integer NOT NULL DEFAULT 0,
  entries integer NOT NULL DEFAULT 0,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (municipality_id, id)
);
CREATE INDEX incidents_list_index ON incidents (municipality_id, shelf, occurred_at DESC, id DESC);
CREATE INDEX incidents_category_index
  ON incidents (municipality_id, shelf, category, occurred_at DESC, id DESC);
CREATE INDEX incidents_area_index
  ON incidents (municipality_id, shelf, area_id, occurred_at DESC, id DESC)
  WHERE area_id IS NOT NULL;
CREATE INDEX incidents_site_index
  ON incidents (municipality_id, shelf, site_id, occurred_at DESC, id DESC)
  WHERE site_id IS NOT NULL;
CREATE INDEX incidents_open_index
  ON incidents (municipality_id, shelf, status, occurred_at DESC, id DESC)
  WHERE status IN ('new', 'triaged', 'in_progress');
CREATE INDEX incidents_author_index
  ON incidents (municipality_id, author_id, occurred_at DESC, id DESC);
CREATE INDEX incidents_organisation_index
  ON incidents (municipality_id, shelf, organisation_id, occurred_at DESC, id DESC);
CREATE INDEX incidents_assigned_person_index
  ON incidents (municipality_id, assigned_person_id, occurred_at DESC, id DESC)
  WHERE assigned_person_id IS NOT NULL;
CREATE INDEX incidents_assigned_index
  ON incidents (municipality_id, assigned_organisation_id, occurred_at DESC, id DESC)
  WHERE assigned_organisation_id IS NOT NULL;
CREATE INDEX incidents_cell_s_index
  ON incidents (municipality_id, cell_s, occurred_at DESC, id DESC) WHERE cell_s IS NOT NULL;
CREATE INDEX incidents_cell_m_index
  ON incidents (municipality_id, cell_m, occurred_at DESC, id DESC) WHERE cell_m IS NOT NULL;
CREATE INDEX incidents_cell_l_index
  ON incidents (municipality_id, cell_l, occurred_at DESC, id DESC) WHERE cell_l IS NOT NULL;
CREATE TABLE incident_search (
  municipality_id uuid NOT NULL,
  incident_id uuid NOT NULL,
  document tsvector NOT NULL,
  PRIMARY KEY (municipality_id, incident_id)
);
CREATE INDEX incident_search_document_index ON incident_search USING gin (document);
"""

# Full-text operators are not leakproof, so under row-level security their index goes unused: the
# worker role, which bypasses it, owns the one function that searches, and that function asks for
# no municipality but takes the session's. It returns ids only.
SEARCH = """
CREATE FUNCTION search_incidents(wanted text) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT s.incident_id FROM public.incident_search s
  WHERE s.municipality_id = NULLIF(current_setting('ledljus.municipality', true), '')::uuid
    AND s.document @@ websearch_to_tsquery('pg_catalog.swedish', wanted)
$$
"""


def upgrade() -> None:
    """Create the projection, the search table and the one definer function."""
    for statement in TABLES.split(";\n"):
        if statement.strip():
            op.execute(statement)
    wall("incidents", "SELECT, INSERT, UPDATE")
    wall("incident_search", "SELECT")
    op.execute(SEARCH)
    op.execute("REVOKE ALL ON FUNCTION search_incidents(text) FROM PUBLIC")
    op.execute("GRANT EXECUTE ON FUNCTION search_incidents(text) TO ledljus_app")
    op.execute("GRANT CREATE ON SCHEMA public TO ledljus_worker")
    op.execute("ALTER FUNCTION search_incidents(text) OWNER TO ledljus_worker")
    op.execute("REVOKE CREATE ON SCHEMA public FROM ledljus_worker")


def downgrade() -> None:
    """Drop them; the owner may act as the worker, who owns the function."""
    op.execute("SET LOCAL ROLE ledljus_worker")
    op.execute("DROP FUNCTION search_incidents(text)")
    op.execute("RESET ROLE")
    op.execute("DROP TABLE incident_search, incidents")
