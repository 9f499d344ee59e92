"""A draft belongs to its account: filler and reviewer may each have one open on the same record."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_TEXTS = ("id", "account", "form", "unit", "state", "begun_at", "saved_at")
_NUMBERS = ("version", "record_revision")


def upgrade() -> None:
    """Make the account a part of the key; every draft is kept."""
    text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    op.create_table(
        "drafts_by_both",
        *(sa.Column(name, text, nullable=False) for name in _TEXTS),
        *(sa.Column(name, sa.Integer(), nullable=name == "record_revision") for name in _NUMBERS),
        sa.PrimaryKeyConstraint("id", "account"),
    )
    names = ", ".join((*_TEXTS, *_NUMBERS))
    op.execute(f"INSERT INTO drafts_by_both ({names}) SELECT {names} FROM drafts")
    op.drop_table("drafts")
    op.rename_table("drafts_by_both", "drafts")
    op.create_index("drafts_by_account", "drafts", ["account", "saved_at"])
