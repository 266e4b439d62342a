"""A map's box that is judged inside its index, and a search that is planned for the words it is asked."""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

# Planned once for all words, PostgreSQL reads every report in which a frequent one stands before it gives
# the first (110 ms of a million); planned for its own words, a search stops at its limit (9 ms). The bodies
# of functions in SQL are never planned so before PostgreSQL 18.
_SEARCH = """
CREATE FUNCTION search_incidents(wanted text, most integer) RETURNS SETOF uuid
LANGUAGE {language} STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp{planned}
AS $$ {before}
  SELECT s.incident_id FROM public.incident_search s
  WHERE s.municipality_id = NULLIF(current_setting('ledljus.municipality', true), '')::uuid
    AND s.document @@ websearch_to_tsquery('pg_catalog.swedish', wanted)
  LIMIT most{after}
$$
"""


def upgrade() -> None:
    """Let the cells' indexes hold the coordinates too: what lies beside the box costs no look at its row."""
    _index_cells(", lat, lon")
    planned = " SET plan_cache_mode = force_custom_plan"
    _replace(language="plpgsql", planned=planned, before="BEGIN RETURN QUERY", after="; END")


def downgrade() -> None:
    """As they were."""
    _replace(language="sql", planned="", before="", after="")
    _index_cells("")


def _index_cells(coordinates: str) -> None:
    for size in ("s", "m", "l"):
        op.execute(f"DROP INDEX incidents_cell_{size}_index")
        op.execute(
            f"CREATE INDEX incidents_cell_{size}_index ON incidents"
            f" (municipality_id, cell_{size}, occurred_at DESC, id DESC{coordinates})"
            f" WHERE cell_{size} IS NOT NULL"
        )


def _replace(**parts: str) -> None:
    """The worker, whose function it is, may be acted as by the owner."""
    op.execute("GRANT CREATE ON SCHEMA public TO ledljus_worker")
    op.execute("SET LOCAL ROLE ledljus_worker")
    op.execute("DROP FUNCTION public.search_incidents")
    op.execute(_SEARCH.format(**parts))
    op.execute("REVOKE ALL ON FUNCTION public.search_incidents FROM PUBLIC")
    op.execute("GRANT EXECUTE ON FUNCTION public.search_incidents TO ledljus_app")
    op.execute("RESET ROLE")
    op.execute("REVOKE CREATE ON SCHEMA public FROM ledljus_worker")
