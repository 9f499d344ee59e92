"""Receipt numbers that can be read over the telephone: FX-260226-0417."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from ..store.times import county_day
from ..work.rows import run_sql


def take_number(connection: Connection, prefix: str, now: datetime) -> str:
    """Return the next number of that prefix on that day of Asia/Shanghai: 1, 2, 3 ... without a gap.

    Forms that share a prefix share the counter, because a number is unique in the county. The counter is
    read and moved on inside the caller's transaction, so a rolled back record gives its number back.
    """
    day = county_day(now).strftime("%y%m%d")
    return f"{prefix}-{day}-{_count(connection, f'number:{prefix}:{day}'):04d}"


def _count(connection: Connection, name: str) -> int:
    row = run_sql(
        connection,
        "INSERT INTO counters (name, value) VALUES (?, 1) "
        "ON CONFLICT (name) DO UPDATE SET value = counters.value + 1 RETURNING value",
        name,
    )
    assert row is not None  # RETURNING gives the row in both branches
    return row[0]
