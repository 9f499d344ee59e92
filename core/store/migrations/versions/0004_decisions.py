"""What the rules said of each revision."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_TEXTS = ("record", "rule_set", "hash", "event", "decided_at", "outcome", "trace")


def upgrade() -> None:
    """Make the table; records from before have no decision."""
    text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    op.create_table(
        "decisions",
        *(sa.Column(name, text, nullable=False) for name in _TEXTS),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("record", "revision", "rule_set"),
    )
