"""The fixed tables. Times are UTC text (``2026-02-26T06:20:00.000000Z``), so both engines sort them alike."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
    text,
)
from sqlalchemy import Text as AnyText

metadata = MetaData()
# Codes and times are compared byte by byte, whatever the language of the server: prefix ranges rely on it.
Text = AnyText().with_variant(AnyText(collation="C"), "postgresql")
# SQLite numbers rows by itself only for INTEGER; PostgreSQL needs the wider type.
BigKey = BigInteger().with_variant(Integer, "sqlite")

units = Table(
    "units",
    metadata,
    Column("code", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("level", Text, nullable=False),  # county | township | village | grid | department
    Column("parent", Text),
    Column("valid_from", Text),
    Column("valid_to", Text),
    Column("successors", Text, nullable=False, server_default="[]"),
    Index("units_by_parent", "parent", "code"),
)

accounts = Table(
    "accounts",
    metadata,
    Column("account", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("password_changed_at", Text, nullable=False),
    Column("must_change", Boolean, nullable=False, default=True),
    Column("disabled_at", Text),
    Column("created_at", Text, nullable=False),
    Column("language", Text, nullable=False, default="zh-CN"),
    Column("large_type", Boolean, nullable=False, default=False),
    Index("accounts_by_unit", "unit", "account"),
)

password_history = Table(
    "password_history",
    metadata,
    Column("account", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("changed_at", Text, nullable=False),
    PrimaryKeyConstraint("account", "changed_at"),
)

grants = Table(
    "grants",
    metadata,
    Column("account", Text, nullable=False),
    Column("role", Text, nullable=False),  # built-in role or plugin.role
    Column("unit", Text, nullable=False),
    Column("granted_by", Text, nullable=False),
    Column("granted_at", Text, nullable=False),
    PrimaryKeyConstraint("account", "role", "unit"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("account", Text, nullable=False),
    Column("csrf", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("seen_at", Text, nullable=False),
    Column("expires_at", Text, nullable=False),
    Column("address", Text, nullable=False),
    Index("sessions_by_account", "account"),
)

login_failures = Table(
    "login_failures",
    metadata,
    Column("subject", Text, primary_key=True),  # account:NAME or address:IP
    Column("failures", Integer, nullable=False),
    Column("last_at", Text, nullable=False),
    Column("locked_until", Text),
)

records = Table(
    "records",
    metadata,
    Column("id", Text, primary_key=True),
    Column("form", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("definition_hash", Text, nullable=False),
    Column("township", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("state", Text, nullable=False),  # submitted | returned | withdrawn | erased
    Column("revision", Integer, nullable=False),
    Column("request_hash", Text, nullable=False),
    Column("answers", Text, nullable=False),  # of the newest revision
    Column("created_by", Text, nullable=False),
    Column("captured_at", Text, nullable=False),
    Column("received_at", Text, nullable=False),
    Column("changed_at", Text, nullable=False),
    Column("acted_at", Text),  # when somebody other than the filler first acted
    Column("deleted_at", Text),
    UniqueConstraint("number", name="records_number"),
    Index("records_by_creator", "created_by", "received_at", "id"),
    Index("records_by_form", "form", "township", "received_at", "id"),
    Index("records_by_unit", "form", "unit", "received_at", "id"),
    Index(
        "records_in_bin",
        "deleted_at",
        sqlite_where=text("deleted_at IS NOT NULL"),
        postgresql_where=text("deleted_at IS NOT NULL"),
    ),
)

revisions = Table(
    "revisions",
    metadata,
    Column("record", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("definition_hash", Text, nullable=False),
    Column("answers", Text, nullable=False),
    Column("request_hash", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("captured_at", Text, nullable=False),
    Column("received_at", Text, nullable=False),
    Column("dropped", Text, nullable=False, server_default="[]"),
    PrimaryKeyConstraint("record", "revision"),
)

# What the rules said of a revision: enough to say why, and to say the same again (lizheng rules replay).
decisions = Table(
    "decisions",
    metadata,
    Column("record", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("rule_set", Text, nullable=False),
    Column("hash", Text, nullable=False),  # of the set, kept whole in definitions_kept
    Column("event", Text, nullable=False),
    Column("decided_at", Text, nullable=False),  # the moment the rules took for now
    Column("outcome", Text, nullable=False),  # JSON: effects, values, hidden, undecided
    Column("trace", Text, nullable=False),  # JSON: facts, parameters, calendar, steps
    PrimaryKeyConstraint("record", "revision", "rule_set"),
)

steps = Table(
    "steps",
    metadata,
    Column("step", BigKey, primary_key=True, autoincrement=True),
    Column("record", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("do", Text, nullable=False),  # return | withdraw | delete | undelete | erase | notice
    Column("actor", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    Column("pointers", Text, nullable=False, server_default="[]"),
    Index("steps_by_record", "record", "step"),
)

drafts = Table(
    "drafts",
    metadata,
    Column("id", Text, nullable=False),  # becomes the record's id, or is that of the record it corrects
    Column("account", Text, nullable=False),
    Column("form", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("unit", Text, nullable=False),
    Column("record_revision", Integer),  # set when the draft corrects a record
    Column("state", Text, nullable=False),  # what stands in the controls, as JSON
    Column("begun_at", Text, nullable=False),
    Column("saved_at", Text, nullable=False),
    PrimaryKeyConstraint("id", "account"),
    Index("drafts_by_account", "account", "saved_at"),
)

attachments = Table(
    "attachments",
    metadata,
    Column("sha256", Text, nullable=False),
    Column("township", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("claimed_at", Text),  # when a record first named it
    PrimaryKeyConstraint("sha256", "township"),
)

attachment_uses = Table(
    "attachment_uses",
    metadata,
    Column("sha256", Text, nullable=False),
    Column("record", Text, nullable=False),
    PrimaryKeyConstraint("sha256", "record"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("delivery", BigKey, primary_key=True, autoincrement=True),
    Column("event", Text, nullable=False),  # record_submitted | record_revised | state_changed
    Column("township", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("content", Text, nullable=False),  # JSON
    Column("created_at", Text, nullable=False),
    Column("delivered_at", Text),
    Index(
        "outbox_waiting",
        "delivery",
        sqlite_where=text("delivered_at IS NULL"),
        postgresql_where=text("delivered_at IS NULL"),
    ),
)

plugin_failures = Table(
    "plugin_failures",
    metadata,
    Column("plugin", Text, primary_key=True),
    Column("failures_in_row", Integer, nullable=False),
    Column("last_reason", Text, nullable=False),
    Column("last_at", Text, nullable=False),
    Column("switched_off_at", Text),
)

audit = Table(
    "audit",
    metadata,
    Column("township", Text, nullable=False),  # one chain each; the county's own chain under its 6 digits
    Column("seq", BigInteger, nullable=False),
    Column("at", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("object", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("outcome", Text, nullable=False),  # done | refused | failed
    Column("detail", Text, nullable=False),  # JSON: hashes and field names, never values of personal fields
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
    PrimaryKeyConstraint("township", "seq"),
    Index("audit_by_actor", "actor", "at", "township", "seq"),
    Index("audit_by_object", "object", "at", "township", "seq"),
    Index("audit_by_time", "at", "township", "seq"),
)

audit_heads = Table(
    "audit_heads",
    metadata,
    Column("township", Text, primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("hash", Text, nullable=False),
)

counters = Table(
    "counters",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", BigInteger, nullable=False),
)

form_indexes = Table(
    "form_indexes",
    metadata,
    Column("form", Text, primary_key=True),
    Column("table_name", Text, nullable=False),
    Column(
        "columns", Text, nullable=False
    ),  # JSON: {"own": [column, ...], "columns": [[path, kind, column], ...], "indexes": [...]}
    Column("state", Text, nullable=False),  # building | ready
)

definitions_kept = Table(
    "definitions_kept",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("form", Text, nullable=False),
    Column("document", LargeBinary, nullable=False),  # zlib of the whole effective definition
    Column("kept_at", Text, nullable=False),
)
