"""What a dump reads beside the tables, for the worker role that makes it."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """pg_dump reads every table and where every sequence stands, or it gives up."""
    op.execute("GRANT SELECT ON alembic_version TO ledljus_worker")
    op.execute("GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO ledljus_worker")


def downgrade() -> None:
    op.execute("REVOKE SELECT ON alembic_version FROM ledljus_worker")
    op.execute("REVOKE SELECT ON ALL SEQUENCES IN SCHEMA public FROM ledljus_worker")
