"""A person changes the own password: the old one is asked, former ones may not return, sessions end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from ..discovery.values import PluginRole
from ..store import Store
from .attempts import count_failure, find_lock
from .passwords import former_passwords, keep_password
from .policy import Policy, check_password
from .refusals import Refused
from .sessions import Session, end_sessions, open_session
from .trail import attempt
from .values import Actor


def change_password(
    store: Store,
    actor: Actor,
    old: str,
    new: str,
    *,
    now: datetime,
    policy: Policy,
    roles: Mapping[str, PluginRole] | None = None,
) -> Session:
    """Return a new session after the change; every other session of the account has ended.

    Raises ``Refused``: ``password_wrong`` (counted like a wrong log-in), ``locked``, ``password_short``,
    ``password_long``, ``password_plain``, ``password_common``, ``password_used``.
    """
    with store.read() as connection:
        lock = find_lock(connection, actor.account, actor.address, now, policy)
        former = former_passwords(connection, actor.account, policy.history)
    refused: Refused | None = lock or _judge(former, actor, old, new, policy)
    kept = "" if refused else policy.hashing.hash_password(new)

    def change(connection: Connection) -> Session:
        if refused:
            if refused.code == "password_wrong":
                count_failure(connection, actor.account, actor.address, now, policy)
            raise refused
        if former_passwords(connection, actor.account, 1) != former[:1]:
            raise Refused("password_wrong")
        keep_password(connection, actor.account, kept, now, must_change=False)
        end_sessions(connection, actor.account)
        return open_session(
            connection, actor.account, address=actor.address, now=now, policy=policy, roles=roles
        )

    return attempt(store, actor, "password.change", actor.account, change, now=now)


def _judge(former: tuple[str, ...], actor: Actor, old: str, new: str, policy: Policy) -> Refused | None:
    verify, longest = policy.hashing.verify, policy.max_length + 1
    if not verify(former[0] if former else None, old[:longest]):
        return Refused("password_wrong")
    try:
        check_password(policy, new, account=actor.account, name=actor.name)
    except Refused as refused:
        return refused
    if any(verify(kept, new) for kept in former):
        return Refused("password_used", limit=policy.history)
    return None
