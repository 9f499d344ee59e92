"""The tables of the first release, and the triggers that keep the audit log append-only."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER = sa.BigInteger()
KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")
ABSENT = object()


def text(name: str, default: object = ABSENT, *, null: bool = False) -> sa.Column:
    """Return a text column, ``NOT NULL`` unless said otherwise."""
    return sa.Column(name, TEXT, nullable=null, server_default=None if default is ABSENT else str(default))


def number(name: str, kind: Any = sa.Integer, *, null: bool = False) -> sa.Column:
    """Return a column of whole numbers or truth values."""
    return sa.Column(name, kind, nullable=null)


def key(*names: str) -> sa.PrimaryKeyConstraint:
    """Return the primary key."""
    return sa.PrimaryKeyConstraint(*names)


def upgrade() -> None:
    """Make every fixed table."""
    _make_organisation()
    _make_records()
    _make_work()
    _make_audit()
    _guard_audit()


def _make_organisation() -> None:
    """Units, accounts and sessions."""
    op.create_table(
        "units",
        text("code"),
        text("name"),
        text("level"),
        text("parent", null=True),
        text("valid_from", null=True),
        text("valid_to", null=True),
        text("successors", "[]"),
        key("code"),
    )
    op.create_index("units_by_parent", "units", ["parent", "code"])
    op.create_table(
        "accounts",
        text("account"),
        text("name"),
        text("unit"),
        text("password_hash"),
        text("password_changed_at"),
        number("must_change", sa.Boolean),
        text("disabled_at", null=True),
        text("created_at"),
        text("language"),
        number("large_type", sa.Boolean),
        key("account"),
    )
    op.create_index("accounts_by_unit", "accounts", ["unit", "account"])
    op.create_table(
        "password_history",
        text("account"),
        text("password_hash"),
        text("changed_at"),
        key("account", "changed_at"),
    )
    op.create_table(
        "grants",
        text("account"),
        text("role"),
        text("unit"),
        text("granted_by"),
        text("granted_at"),
        key("account", "role", "unit"),
    )
    op.create_table(
        "sessions",
        text("token_hash"),
        text("account"),
        text("csrf"),
        text("created_at"),
        text("seen_at"),
        text("expires_at"),
        text("address"),
        key("token_hash"),
    )
    op.create_index("sessions_by_account", "sessions", ["account"])
    op.create_table(
        "login_failures",
        text("subject"),
        number("failures"),
        text("last_at"),
        text("locked_until", null=True),
        key("subject"),
    )


def _make_records() -> None:
    """Records with everything filled in or attached."""
    op.create_table(
        "records",
        text("id"),
        text("form"),
        number("version"),
        text("definition_hash"),
        text("township"),
        text("unit"),
        text("number"),
        text("state"),
        number("revision"),
        text("request_hash"),
        text("answers"),
        text("created_by"),
        text("captured_at"),
        text("received_at"),
        text("changed_at"),
        text("acted_at", null=True),
        text("deleted_at", null=True),
        key("id"),
        sa.UniqueConstraint("number", name="records_number"),
    )
    op.create_index("records_by_creator", "records", ["created_by", "received_at", "id"])
    op.create_index("records_by_form", "records", ["form", "township", "received_at", "id"])
    op.create_index("records_by_unit", "records", ["form", "unit", "received_at", "id"])
    op.create_table(
        "revisions",
        text("record"),
        number("revision"),
        number("version"),
        text("definition_hash"),
        text("answers"),
        text("request_hash"),
        text("actor"),
        text("captured_at"),
        text("received_at"),
        text("dropped", "[]"),
        key("record", "revision"),
    )
    op.create_table(
        "steps",
        sa.Column("step", KEY, primary_key=True, autoincrement=True),
        text("record"),
        number("revision"),
        text("do"),
        text("actor"),
        text("at"),
        text("reason", ""),
        text("pointers", "[]"),
    )
    op.create_index("steps_by_record", "steps", ["record", "step"])
    op.create_table(
        "drafts",
        text("id"),
        text("account"),
        text("form"),
        number("version"),
        text("unit"),
        number("record_revision", null=True),
        text("state"),
        text("begun_at"),
        text("saved_at"),
        key("id"),
    )
    op.create_index("drafts_by_account", "drafts", ["account", "saved_at"])
    op.create_table(
        "attachments",
        text("sha256"),
        text("township"),
        text("type"),
        number("size"),
        text("created_by"),
        text("created_at"),
        text("claimed_at", null=True),
        key("sha256", "township"),
    )
    op.create_table(
        "attachment_uses",
        text("sha256"),
        text("record"),
        key("sha256", "record"),
    )


def _make_work() -> None:
    """Deliveries, counters and kept definitions."""
    op.create_table(
        "outbox",
        sa.Column("delivery", KEY, primary_key=True, autoincrement=True),
        text("event"),
        text("township"),
        text("record"),
        text("content"),
        text("created_at"),
        text("delivered_at", null=True),
    )
    op.create_index(
        "outbox_waiting",
        "outbox",
        ["delivery"],
        sqlite_where=sa.text("delivered_at IS NULL"),
        postgresql_where=sa.text("delivered_at IS NULL"),
    )
    op.create_table(
        "plugin_failures",
        text("plugin"),
        number("failures_in_row"),
        text("last_reason"),
        text("last_at"),
        text("switched_off_at", null=True),
        key("plugin"),
    )
    op.create_table(
        "counters",
        text("name"),
        number("value", NUMBER),
        key("name"),
    )
    op.create_table(
        "form_indexes",
        text("form"),
        text("table_name"),
        text("columns"),
        text("state"),
        key("form"),
    )
    op.create_table(
        "definitions_kept",
        text("hash"),
        text("form"),
        number("document", sa.LargeBinary),
        text("kept_at"),
        key("hash"),
    )


def _make_audit() -> None:
    """The hash chains and their heads."""
    op.create_table(
        "audit",
        text("township"),
        number("seq", NUMBER),
        text("at"),
        text("actor"),
        text("role"),
        text("address"),
        text("action"),
        text("object"),
        text("version"),
        text("outcome"),
        text("detail"),
        text("previous"),
        text("hash"),
        key("township", "seq"),
    )
    op.create_index("audit_by_actor", "audit", ["actor", "at", "township", "seq"])
    op.create_index("audit_by_object", "audit", ["object", "at", "township", "seq"])
    op.create_index("audit_by_time", "audit", ["at", "township", "seq"])
    op.create_table(
        "audit_heads",
        text("township"),
        number("seq", NUMBER),
        text("hash"),
        key("township"),
    )


def _guard_audit() -> None:
    """Refuse UPDATE and DELETE on the audit log, whoever asks."""
    statements = _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRES
    for statement in statements:
        op.execute(statement)


_REFUSE = "BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END"
_SQLITE = (
    f"CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit {_REFUSE}",
    f"CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit {_REFUSE}",
    # INSERT OR REPLACE deletes without calling the trigger above.
    "CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit WHEN EXISTS "
    f"(SELECT 1 FROM audit WHERE township = NEW.township AND seq = NEW.seq) {_REFUSE}",
)
_POSTGRES = (
    """CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'audit is append-only'; END $$""",
    """CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only()""",
)
