"""Receipt numbers that can be read over the telephone: FX-260226-0417."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from ..store.tables import counters

SHANGHAI = ZoneInfo("Asia/Shanghai")


def take_number(connection: Connection, prefix: str, now: datetime) -> str:
    """Return the next number of that prefix on that day of Asia/Shanghai: 1, 2, 3 ... without a gap.

    Forms that share a prefix share the counter, because a number is unique in the county. The counter is
    read and moved on inside the caller's transaction, so a rolled back record gives its number back.
    """
    day = now.astimezone(SHANGHAI).strftime("%y%m%d")
    return f"{prefix}-{day}-{_count(connection, f'number:{prefix}:{day}'):04d}"


def _count(connection: Connection, name: str) -> int:
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    upsert = (
        insert(counters)
        .values(name=name, value=1)
        .on_conflict_do_update(index_elements=[counters.c.name], set_={"value": counters.c.value + 1})
        .returning(counters.c.value)
    )
    return connection.execute(upsert).scalar_one()
