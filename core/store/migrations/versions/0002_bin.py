"""An index of what lies in the bin, so that the daily look for what is over reads nothing else."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the index; records that were never deleted are not in it."""
    deleted = sa.text("deleted_at IS NOT NULL")
    op.create_index(
        "records_in_bin", "records", ["deleted_at"], sqlite_where=deleted, postgresql_where=deleted
    )
