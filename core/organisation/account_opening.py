"""A new account: what it must satisfy, and the slip with its first password."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, insert

from ..discovery.values import PluginRole
from ..store import Store, tables
from ..store.times import write_time
from .accounts import Account, NewAccount, find_account, fold_account
from .granting import check_grants
from .permissions import may
from .policy import Policy
from .refusals import Refused
from .slips import Slip, make_password
from .trail import attempt
from .units import find_unit
from .values import Actor

_NAMED = re.compile(r"[^\W_][\w.\-]{1,63}")
_ID_NUMBER = re.compile(r"[0-9]{17}[0-9x]|[0-9]{15}", re.ASCII)
_RESERVED = frozenset({"shell", "system", "anonymous"})


def create_account(
    store: Store,
    new: NewAccount,
    *,
    actor: Actor,
    now: datetime,
    policy: Policy,
    roles: Mapping[str, PluginRole] | None = None,
    password: str | None = None,
    must_change: bool = True,
) -> Slip:
    """Create the account with its roles and return its slip, the only place of the first password.

    ``password`` and ``must_change`` are for demo data; otherwise the password is random and must be changed.
    Raises ``Refused``; refusals are audited too.
    """
    first = password or make_password()
    kept = policy.hashing.hash_password(first)

    def make(connection: Connection) -> Slip:
        check_account(connection, new, actor, roles or {})
        insert_account(connection, new, kept, actor, now, must_change=must_change)
        return slip_of(connection, new, first, now)

    roles_given = [[grant.role, grant.unit] for grant in new.grants]
    about = fold_account(new.account)[:64]
    return attempt(store, actor, "account.create", about, make, now=now, unit=new.unit, roles=roles_given)


def check_account(
    connection: Connection, new: NewAccount, actor: Actor, roles: Mapping[str, PluginRole]
) -> None:
    """Raise ``Refused`` unless the actor may create exactly this account; its facts name the column."""
    folded = fold_account(new.account)
    if not _NAMED.fullmatch(folded) or _ID_NUMBER.fullmatch(folded) or folded in _RESERVED:
        raise Refused("account_malformed", column="account")
    if not new.name.strip():
        raise Refused("name_missing", column="name")
    if find_unit(connection, new.unit) is None:
        raise Refused("unit_unknown", column="unit", unit=new.unit[:40])
    if not may(actor, "account.manage", new.unit):
        raise Refused("unit_foreign", column="unit", unit=new.unit)
    if find_account(connection, folded):
        raise Refused("account_exists", column="account", account=folded)
    check_grants(connection, actor, (), new.grants, roles)


def insert_account(
    connection: Connection,
    new: NewAccount,
    kept: str,
    actor: Actor,
    now: datetime,
    *,
    must_change: bool = True,
) -> None:
    """Write a checked account with its grants and the first line of its password history."""
    at, account = write_time(now), fold_account(new.account)
    row = {"account": account, "name": new.name.strip(), "unit": new.unit, "password_hash": kept}
    row |= {"password_changed_at": at, "must_change": must_change, "created_at": at}
    connection.execute(insert(tables.accounts).values(**row, language="zh-CN", large_type=False))
    connection.execute(
        insert(tables.password_history).values(account=account, password_hash=kept, changed_at=at)
    )
    for grant in dict.fromkeys(new.grants):
        connection.execute(
            insert(tables.grants).values(
                account=account, role=grant.role, unit=grant.unit, granted_by=actor.account, granted_at=at
            )
        )


def slip_of(connection: Connection, new: NewAccount | Account, password: str, now: datetime) -> Slip:
    """Return the slip that hands over this first password."""
    unit = find_unit(connection, new.unit)
    return Slip(fold_account(new.account), new.name, new.unit, unit.name if unit else "", password, now)
