"""Log in, find who a token belongs to, log out. Tokens are kept only as their SHA-256."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, insert, or_, select, update

from ..discovery.values import PluginRole
from ..store import Store, StoreError, tables
from ..store.driver import driver_of, written_for
from ..store.recalling import recall
from ..store.times import read_time, write_time
from .accounts import fold_account
from .attempts import count_failure, find_lock, forget_failures, sweep_failures
from .permissions import build_permissions
from .policy import Policy
from .refusals import LoginRefused
from .trail import write_entry
from .values import Actor, Grant

__all__ = ["LoginRefused", "Session", "end_sessions", "find_session", "log_in", "log_out", "open_session"]

_SEEN_EVERY = timedelta(minutes=1)  # how exactly idleness is kept: one write a minute and session at most
_AHEAD = timedelta(minutes=5)  # a session used later than this from now was not: the clock was set back
_SESSIONS, _ACCOUNTS = tables.sessions.c, tables.accounts.c

# Asked at every request, and so written for the driver: to SQLAlchemy it costs twice as much.
_WHO = (
    "SELECT s.account, s.csrf, s.address, s.seen_at, s.expires_at, a.name, a.unit AS home, a.must_change, "
    "a.password_changed_at, a.disabled_at, a.language, a.large_type, g.role, g.unit FROM sessions s "
    "JOIN accounts a ON a.account = s.account LEFT JOIN grants g ON g.account = s.account "
    "WHERE s.token_hash = ? ORDER BY g.role, g.unit"
)


@dataclass(frozen=True)
class Session:
    """A log-in that succeeded.

    token       32 random bytes as text; this value is its only copy
    expires_at  the latest end; idleness may end it sooner
    """

    token: str
    actor: Actor
    expires_at: datetime


def log_in(
    store: Store,
    account: str,
    password: str,
    *,
    address: str,
    now: datetime,
    policy: Policy,
    roles: Mapping[str, PluginRole] | None = None,
) -> Session:
    """Return a new session for account and password; every try leaves one audit entry.

    Raises ``LoginRefused``: ``wrong`` (also for an account that does not exist, after the same work),
    ``locked``, ``throttled``, ``disabled``, ``busy``.
    """
    account = fold_account(account[:256])[:64]
    with store.read() as connection:
        lock = find_lock(connection, account, address, now, policy)
        row = _find(connection, account)
    kept = row.password_hash if row else None
    # While locked nothing is hashed: whoever keeps trying must not keep the processor busy.
    fits = lock is None and policy.hashing.verify(kept, password[: policy.max_length + 1])

    anew = policy.hashing.hash_password(password) if fits and kept and policy.hashing.is_stale(kept) else None

    def job(connection: Connection) -> Session | LoginRefused:
        answer = _decide(connection, account, kept if fits else None, address, now, policy, roles)
        if anew and isinstance(answer, Session):
            mine = update(tables.accounts).where(_ACCOUNTS.account == account)
            connection.execute(mine.values(password_hash=anew))
        return answer

    answer = store.write(job)
    if isinstance(answer, LoginRefused):
        raise answer
    return answer


def find_session(
    source: Store | Connection,
    token: str,
    *,
    now: datetime,
    policy: Policy,
    roles: Mapping[str, PluginRole] | None = None,
) -> Actor | None:
    """Return who the token belongs to, with roles as of now; ``None`` for an ended or unknown session.

    One indexed query. Given a store, use is noted at most once a minute and an ended session is removed.
    """
    if not token or len(token) > 128:
        return None
    token_hash = _hash(token)
    if isinstance(source, Connection):
        rows = _read_who(source, token_hash)
    else:
        with source.read() as connection:
            rows = recall(connection, ("who", token_hash), lambda: _read_who(connection, token_hash))
    if not rows or rows[0].disabled_at is not None:
        return None
    seen, alive = read_time(rows[0].seen_at), _is_alive(rows[0], now, policy)
    if not isinstance(source, Connection) and (not alive or now - seen >= _SEEN_EVERY):
        _note_use(source, token_hash, alive, now)
    return _actor_of(rows, now, policy, roles) if alive else None


def log_out(store: Store, actor: Actor, *, now: datetime) -> None:
    """End the session in which the actor acts; a copied cookie is worth nothing from here on."""

    def end(connection: Connection) -> None:
        mine = (_SESSIONS.account == actor.account) & (_SESSIONS.csrf == actor.csrf)
        connection.execute(delete(tables.sessions).where(mine))
        write_entry(connection, actor, "logout", actor.account, now=now)

    store.write(end)


def open_session(
    connection: Connection,
    account: str,
    *,
    address: str,
    now: datetime,
    policy: Policy,
    roles: Mapping[str, PluginRole] | None = None,
) -> Session:
    """Return a new session of a person whose password has just been checked, in the caller's transaction."""
    token = secrets.token_urlsafe(32)
    ends = now + policy.absolute
    row = {"token_hash": _hash(token), "account": account, "csrf": secrets.token_urlsafe(32)}
    row |= {"created_at": write_time(now), "seen_at": write_time(now), "expires_at": write_time(ends)}
    connection.execute(insert(tables.sessions).values(**row, address=address))
    rows = _read_who(connection, row["token_hash"])
    return Session(token, _actor_of(rows, now, policy, roles), ends)


def end_sessions(connection: Connection, account: str) -> None:
    """End every session of the account."""
    connection.execute(delete(tables.sessions).where(_SESSIONS.account == account))


def _decide(
    connection: Connection,
    account: str,
    fitting: str | None,
    address: str,
    now: datetime,
    policy: Policy,
    roles: Mapping[str, PluginRole] | None,
) -> Session | LoginRefused:
    """Decide anew inside the transaction: tries sent at the same moment are counted one after the other."""
    row = _find(connection, account)
    who = Actor(account if row else _veil(account), "", row.unit if row else _county(connection), (), address)
    refused = find_lock(connection, account, address, now, policy)
    if refused is None and (row is None or fitting is None or row.password_hash != fitting):
        count_failure(connection, account, address, now, policy)
        refused = LoginRefused("wrong")
    elif refused is None and row is not None and row.disabled_at is not None:
        refused = LoginRefused("disabled")
    if refused is not None:
        outcome = "failed" if refused.code == "wrong" else "refused"
        write_entry(connection, who, "login", who.account, now=now, outcome=outcome, code=refused.code)
        return refused
    forget_failures(connection, account)
    sweep_failures(connection, now, policy)
    _sweep_sessions(connection, now, policy)
    session = open_session(connection, account, address=address, now=now, policy=policy, roles=roles)
    write_entry(connection, session.actor, "login", account, now=now)
    return session


def _find(connection: Connection, account: str) -> Any:
    query = select(_ACCOUNTS.password_hash, _ACCOUNTS.unit, _ACCOUNTS.disabled_at)
    return connection.execute(query.where(_ACCOUNTS.account == account)).one_or_none()


def _veil(account: str) -> str:
    """Return a mark instead of a name nobody has: people type passwords and ID numbers into that field."""
    return f"?{hashlib.sha256(account.encode('utf-8', 'replace')).hexdigest()[:12]}"


def _county(connection: Connection) -> str:
    query = select(tables.units.c.code).where(tables.units.c.level == "county").order_by(tables.units.c.code)
    return connection.execute(query.limit(1)).scalar() or "000000"


def _sweep_sessions(connection: Connection, now: datetime, policy: Policy) -> None:
    idle = _SESSIONS.seen_at < write_time(now - policy.idle - _SEEN_EVERY)
    connection.execute(delete(tables.sessions).where(or_(_SESSIONS.expires_at < write_time(now), idle)))


class _Who(NamedTuple):
    """A row of ``_WHO``: the session, its person, and one of the person's grants."""

    account: str
    csrf: str
    address: str
    seen_at: str
    expires_at: str
    name: str
    home: str
    must_change: int
    password_changed_at: str
    disabled_at: str | None
    language: str
    large_type: int
    role: str | None
    unit: str | None


def _read_who(connection: Connection, token_hash: str) -> list[_Who]:
    rows = driver_of(connection).execute(written_for(connection.dialect.name, _WHO), (token_hash,)).fetchall()
    return list(map(_Who._make, rows))


def _is_alive(row: Any, now: datetime, policy: Policy) -> bool:
    seen = read_time(row.seen_at)
    return now < read_time(row.expires_at) and now - seen < policy.idle and seen - now < _AHEAD


def _note_use(store: Store, token_hash: str, alive: bool, now: datetime) -> None:
    mine = _SESSIONS.token_hash == token_hash
    if alive:
        change = update(tables.sessions).where(mine, _SESSIONS.seen_at < write_time(now))
        change = change.values(seen_at=write_time(now))
    else:
        change = delete(tables.sessions).where(mine)
    try:
        store.write(lambda connection: connection.execute(change).rowcount)
    except StoreError:
        # Reading goes on with a full disk: that a session was used is worth less than the page.
        return


def _actor_of(rows: Any, now: datetime, policy: Policy, roles: Mapping[str, PluginRole] | None) -> Actor:
    first = rows[0]
    grants = tuple(Grant(row.role, row.unit) for row in rows if row.role is not None)
    aged = policy.expiry is not None and now - read_time(first.password_changed_at) >= policy.expiry
    return Actor(
        account=first.account,
        name=first.name,
        unit=first.home,
        grants=grants,
        address=first.address,
        csrf=first.csrf,
        language="en" if first.language == "en" else "zh-CN",
        large_type=bool(first.large_type),
        must_change=bool(first.must_change) or aged,
        permissions=build_permissions(grants, roles),
    )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
