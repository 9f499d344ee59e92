"""The hashes an account has had, newest first; the first one is the one that counts."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from ..store import tables
from ..store.times import read_time, write_time

_HISTORY = tables.password_history.c
_KEPT = 24  # hashes kept at most; a policy looks at its own number of them


def former_passwords(connection: Connection, account: str, count: int) -> tuple[str, ...]:
    """Return the newest hashes of the account, the present one first."""
    query = select(_HISTORY.password_hash).where(_HISTORY.account == account)
    return tuple(connection.execute(query.order_by(_HISTORY.changed_at.desc()).limit(count)).scalars())


def keep_password(
    connection: Connection, account: str, kept: str, now: datetime, *, must_change: bool
) -> None:
    """Make this hash the account's present one."""
    moments = _moments(connection, account)
    # Always after the last: neither a clock set back nor one that stands still changes the order.
    at = write_time(max([now, *(read_time(moment) + timedelta(microseconds=1) for moment in moments[:1])]))
    connection.execute(
        update(tables.accounts)
        .where(tables.accounts.c.account == account)
        .values(password_hash=kept, password_changed_at=write_time(now), must_change=must_change)
    )
    connection.execute(
        insert(tables.password_history).values(account=account, password_hash=kept, changed_at=at)
    )
    if len(moments) >= _KEPT:
        old = _HISTORY.changed_at <= moments[_KEPT - 1]
        connection.execute(delete(tables.password_history).where(_HISTORY.account == account, old))


def _moments(connection: Connection, account: str) -> list[str]:
    query = select(_HISTORY.changed_at).where(_HISTORY.account == account)
    return list(connection.execute(query.order_by(_HISTORY.changed_at.desc())).scalars())
