"""Stored photos are told apart by their bytes too, not by the id their sender chose alone."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Widen the key; every row that stands keeps its place."""
    op.execute("ALTER TABLE attachments DROP CONSTRAINT attachments_pkey")
    op.execute("ALTER TABLE attachments ADD PRIMARY KEY (municipality_id, id, sent_sha256)")


def downgrade() -> None:
    """Keep the first photo of each id, as was the rule before."""
    op.execute(
        "DELETE FROM attachments a USING attachments b WHERE a.municipality_id = b.municipality_id"
        " AND a.id = b.id AND (a.stored_at, a.sent_sha256) > (b.stored_at, b.sent_sha256)"
    )
    op.execute("ALTER TABLE attachments DROP CONSTRAINT attachments_pkey")
    op.execute("ALTER TABLE attachments ADD PRIMARY KEY (municipality_id, id)")
