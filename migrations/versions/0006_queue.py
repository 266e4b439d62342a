"""The job queue's tables, by its own library, without its NOTIFY inside writing transactions."""

from alembic import op
from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment
from pgqueuer.domain.settings import DBSettings

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

QUEUES = ("", "urgent_")  # alarms and escorts have tables of their own, so nothing waits in common


def _run(script: str) -> None:
    # Several statements at once: only the driver's own simple query takes them.
    dbapi = op.get_bind().connection.dbapi_connection
    dbapi.run_async(lambda connection: connection.execute(script))  # type: ignore[union-attr]


def upgrade() -> None:
    """Install both queues; the app may only put jobs in, the worker does the rest."""
    for prefix in QUEUES:
        settings = DBSettings(prefix=prefix)
        _run(QueryBuilderEnvironment(settings).build_install_query())
        op.execute(f"DROP TRIGGER {settings.trigger} ON {settings.queue_table}")
        op.execute(f"GRANT INSERT, SELECT ON {settings.queue_table} TO ledljus_app")
        op.execute(f"GRANT USAGE ON SEQUENCE {settings.queue_table}_id_seq TO ledljus_app")
        op.execute(f"GRANT INSERT ON {settings.queue_table_log} TO ledljus_app")
        for table in (
            settings.queue_table,
            settings.queue_table_log,
            settings.statistics_table,
            settings.schedules_table,
        ):
            op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO ledljus_worker")
            op.execute(f"GRANT USAGE ON SEQUENCE {table}_id_seq TO ledljus_worker")


def downgrade() -> None:
    """Remove both queues with what waits in them."""
    for prefix in QUEUES:
        settings = DBSettings(prefix=prefix)
        _run(QueryBuilderEnvironment(settings).build_uninstall_query())
