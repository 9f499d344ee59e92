"""Roles given to and taken from an account, each with its audit entry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import Connection, delete, insert

from ..discovery.values import PluginRole
from ..store import Store, tables
from ..store.times import write_time
from .accounts import Account, find_account, fold_account
from .granting import check_grants
from .permissions import grantable, may
from .refusals import Refused
from .trail import attempt
from .values import Actor, Grant


def grant_role(
    store: Store,
    account: str,
    grant: Grant,
    *,
    actor: Actor,
    now: datetime,
    roles: Mapping[str, PluginRole] | None = None,
) -> None:
    """Give the account this role at this unit; what it already holds stays as it is. May refuse.

    A restriction is a role ``deny:<permission>``: it takes that permission at the unit and below.
    """

    def give(connection: Connection, found: Account) -> None:
        check_grants(connection, actor, found.grants, (grant,), roles or {})
        if grant not in found.grants:
            row = {"account": found.account, "role": grant.role, "unit": grant.unit}
            row |= {"granted_by": actor.account, "granted_at": write_time(now)}
            connection.execute(insert(tables.grants).values(**row))

    _change(store, account, "account.grant", grant, give, actor=actor, now=now)


def revoke_role(store: Store, account: str, grant: Grant, *, actor: Actor, now: datetime) -> None:
    """Take this role at this unit away; nothing happens when it is not held. May refuse."""

    def take(connection: Connection, found: Account) -> None:
        if not grantable(actor, grant.role, grant.unit):
            raise Refused("role_foreign", role=grant.role, unit=grant.unit)
        held = tables.grants.c
        connection.execute(
            delete(tables.grants).where(
                held.account == found.account, held.role == grant.role, held.unit == grant.unit
            )
        )

    _change(store, account, "account.revoke", grant, take, actor=actor, now=now)


def _change(
    store: Store,
    account: str,
    action: str,
    grant: Grant,
    work: Callable[[Connection, Account], None],
    *,
    actor: Actor,
    now: datetime,
) -> None:
    account = fold_account(account)

    def checked(connection: Connection) -> None:
        found = find_account(connection, account)
        if found is None or not _reaches(actor, found):
            raise Refused("account_unknown", account=account[:64])
        if found.account == actor.account:
            raise Refused("own_grants")
        work(connection, found)

    with store.read() as connection:
        found = find_account(connection, account)
    place, about = (found.unit, account) if found else ("", "?")
    attempt(store, actor, action, about, checked, now=now, unit=place, role=grant.role, at_unit=grant.unit)


def _reaches(actor: Actor, found: Account) -> bool:
    return any(may(actor, permission, found.unit) for permission in ("account.grant", "account.manage"))
