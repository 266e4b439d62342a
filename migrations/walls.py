"""The wall round every tenant table, as every migration builds it; frozen once published."""

from alembic import op

# NULLIF: a pooled connection's setting is '' after a transaction-local one ended, and ''::uuid raises.
BOUND = "municipality_id = NULLIF(current_setting('ledljus.municipality', true), '')::uuid"


def wall(table: str, app: str, worker: str = "SELECT, INSERT, UPDATE, DELETE") -> None:
    """Force row-level security on `table` and grant what the two roles may do with it.

    The app sees one municipality; the owner, who is no superuser, needs a policy of its own or
    data migrations would change no row; the worker bypasses row-level security by its role.
    """
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY {table}_app ON {table} TO ledljus_app USING ({BOUND}) WITH CHECK ({BOUND})")
    op.execute(f"CREATE POLICY {table}_owner ON {table} TO ledljus_owner USING (true) WITH CHECK (true)")
    op.execute(f"GRANT {app} ON {table} TO ledljus_app")
    op.execute(f"GRANT {worker} ON {table} TO ledljus_worker")


def unwalled(table: str, app: str, worker: str = "SELECT, INSERT, UPDATE, DELETE") -> None:
    """Grants of a table on the short tested list of those without a wall."""
    op.execute(f"GRANT {app} ON {table} TO ledljus_app")
    op.execute(f"GRANT {worker} ON {table} TO ledljus_worker")
