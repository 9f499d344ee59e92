"""Wrong attempts to log in, counted per account and per address, and the locks they bring."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from ..store import tables
from ..store.times import read_time, write_time
from .policy import Policy
from .refusals import LoginRefused

_FAILURES = tables.login_failures


def find_lock(
    connection: Connection, account: str, address: str, now: datetime, policy: Policy
) -> LoginRefused | None:
    """Return why nobody may try now, for this account or from this address; ``None`` when one may."""
    for code, subject in (("locked", f"account:{account}"), ("throttled", f"address:{address}")):
        left = _time_left(connection, subject, now, policy)
        if left > timedelta(0):
            return LoginRefused(code, minutes=-(-left // timedelta(minutes=1)))
    return None


def count_failure(connection: Connection, account: str, address: str, now: datetime, policy: Policy) -> None:
    """Count one wrong attempt for both; the last one allowed locks."""
    _count(connection, f"account:{account}", policy.failures, now, policy)
    _count(connection, f"address:{address}", policy.address_failures, now, policy)


def forget_failures(connection: Connection, account: str) -> None:
    """Lift the account's lock and set its wrong attempts to none."""
    connection.execute(delete(_FAILURES).where(_FAILURES.c.subject == f"account:{account}"))


def sweep_failures(connection: Connection, now: datetime, policy: Policy) -> None:
    """Forget attempts and locks that no longer matter, so that guessed names do not fill the table."""
    connection.execute(delete(_FAILURES).where(_FAILURES.c.last_at < write_time(now - 2 * policy.lock)))


def _time_left(connection: Connection, subject: str, now: datetime, policy: Policy) -> timedelta:
    row = connection.execute(select(_FAILURES).where(_FAILURES.c.subject == subject)).one_or_none()
    # A clock set back must not lengthen a lock: one begun further ahead than a lock lasts does not count.
    if row is None or row.locked_until is None or read_time(row.last_at) > now + policy.lock:
        return timedelta(0)
    return read_time(row.locked_until) - now


def _count(connection: Connection, subject: str, allowed: int, now: datetime, policy: Policy) -> None:
    mine = _FAILURES.c.subject == subject
    row = connection.execute(select(_FAILURES).where(mine).with_for_update()).one_or_none()
    fresh = row is None or abs(now - read_time(row.last_at)) > policy.lock
    failures = 1 if fresh or row is None else row.failures + 1
    locked = write_time(now + policy.lock) if failures >= allowed else None
    values = {"failures": failures, "last_at": write_time(now), "locked_until": locked}
    if row is None:
        connection.execute(insert(_FAILURES).values(subject=subject, **values))
    else:
        connection.execute(update(_FAILURES).where(mine).values(**values))
