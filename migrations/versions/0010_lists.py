"""Lists by when they came in, and a search that stops looking when it has seen enough."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

# As in 0005, but with a limit: the words that most reports have are found by walking the list.
_SEARCH = """
CREATE FUNCTION search_incidents({taken}) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  SELECT s.incident_id FROM public.incident_search s
  WHERE s.municipality_id = NULLIF(current_setting('ledljus.municipality', true), '')::uuid
    AND s.document @@ websearch_to_tsquery('pg_catalog.swedish', wanted){limit}
$$
"""


def upgrade() -> None:
    """Add the index, and give the one definer function its limit."""
    op.execute(
        "CREATE INDEX incidents_received_index"
        " ON incidents (municipality_id, shelf, received_at DESC, id DESC)"
    )
    _replace("wanted text, most integer", "\n  LIMIT most")


def downgrade() -> None:
    """Take them away."""
    _replace("wanted text", "")
    op.execute("DROP INDEX incidents_received_index")


def _replace(taken: str, limit: str) -> None:
    """The worker, whose function it is, may be acted as by the owner."""
    op.execute("GRANT CREATE ON SCHEMA public TO ledljus_worker")
    op.execute("SET LOCAL ROLE ledljus_worker")
    op.execute("DROP FUNCTION public.search_incidents")
    op.execute(_SEARCH.format(taken=taken, limit=limit))
    op.execute("REVOKE ALL ON FUNCTION public.search_incidents FROM PUBLIC")
    op.execute("GRANT EXECUTE ON FUNCTION public.search_incidents TO ledljus_app")
    op.execute("RESET ROLE")
    op.execute("REVOKE CREATE ON SCHEMA public FROM ledljus_worker")
