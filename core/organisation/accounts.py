"""Accounts as administrators see them: find one, list a scope, and tell whose they are to manage."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, or_, select

from ..store import tables
from .permissions import DENY, grantable, may
from .units import in_scope
from .values import Actor, Grant, Scope

_ACCOUNTS = tables.accounts.c


@dataclass(frozen=True)
class Account:
    """A person's account as administrators see it; the password is never among it."""

    account: str
    name: str
    unit: str
    grants: tuple[Grant, ...] = ()
    must_change: bool = True
    disabled_at: str | None = None
    created_at: str = ""
    language: str = "zh-CN"
    large_type: bool = False


@dataclass(frozen=True)
class NewAccount:
    """An account to be made; a role is held at the account's own unit unless its grant names another."""

    account: str
    name: str
    unit: str
    grants: tuple[Grant, ...] = ()


def fold_account(written: str) -> str:
    """Return the one spelling of an account: NFKC, no spaces around, small letters."""
    return unicodedata.normalize("NFKC", written).strip().lower()


def find_account(connection: Connection, account: str) -> Account | None:
    """Return the account with its grants, or ``None``."""
    found = _read(connection, select(tables.accounts).where(_ACCOUNTS.account == fold_account(account)))
    return found[0] if found else None


def list_accounts(
    connection: Connection, scope: Scope, *, q: str = "", after: str = "", limit: int | None = None
) -> tuple[Account, ...]:
    """Return the accounts of the scope's units in order of account, those after ``after`` only.

    ``q`` keeps accounts and names that contain it.
    """
    query = select(tables.accounts).where(in_scope(_ACCOUNTS.unit, scope), _ACCOUNTS.account > after)
    if q:
        query = query.where(
            or_(
                _ACCOUNTS.account.contains(q.lower(), autoescape=True),
                _ACCOUNTS.name.contains(q, autoescape=True),
            )
        )
    return _read(connection, query.order_by(_ACCOUNTS.account).limit(limit))


def manages(actor: Actor, found: Account) -> bool:
    """Tell whether the actor may reset or disable it: in scope, no role the actor could not give."""
    return (
        may(actor, "account.manage", found.unit)
        and actor.account != found.account
        and all(grantable(actor, g.role, g.unit) for g in found.grants if not g.role.startswith(DENY))
    )


def _read(connection: Connection, query: Select[Any]) -> tuple[Account, ...]:
    rows = connection.execute(query).all()
    grants: defaultdict[str, list[Grant]] = defaultdict(list)
    for grant in _read_grants(connection, [row.account for row in rows]):
        grants[grant.account].append(Grant(grant.role, grant.unit))
    return tuple(
        Account(
            row.account,
            row.name,
            row.unit,
            tuple(grants[row.account]),
            row.must_change,
            row.disabled_at,
            row.created_at,
            row.language,
            row.large_type,
        )
        for row in rows
    )


def _read_grants(connection: Connection, accounts: list[str]) -> Iterable[Any]:
    held = tables.grants.c
    # In portions: an engine takes only so many parameters in one statement.
    for start in range(0, len(accounts), 500):
        query = select(tables.grants).where(held.account.in_(accounts[start : start + 500]))
        yield from connection.execute(query.order_by(held.account, held.role, held.unit))
