"""What an administrator does to an account afterwards: reset, disable, enable, unlock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Connection, update

from ..store import Store, tables
from ..store.times import write_time
from .account_opening import slip_of
from .accounts import Account, find_account, fold_account, manages
from .attempts import forget_failures
from .passwords import keep_password
from .permissions import may
from .policy import Policy
from .refusals import Refused
from .sessions import end_sessions
from .slips import Slip, make_password
from .trail import attempt
from .values import Actor

Result = TypeVar("Result")


def reset_password(store: Store, account: str, *, actor: Actor, now: datetime, policy: Policy) -> Slip:
    """Give a new first password on a slip, end the account's sessions and lift its lock; may refuse."""
    first = make_password()
    kept = policy.hashing.hash_password(first)

    def reset(connection: Connection, found: Account) -> Slip:
        keep_password(connection, found.account, kept, now, must_change=True)
        end_sessions(connection, found.account)
        forget_failures(connection, found.account)
        return slip_of(connection, found, first, now)

    return _manage(store, account, "account.reset", reset, actor=actor, now=now)


def disable_account(store: Store, account: str, *, actor: Actor, now: datetime) -> None:
    """Disable the account and end its sessions; its records and history stay. May refuse."""

    def disable(connection: Connection, found: Account) -> None:
        _set(connection, found, disabled_at=write_time(now))
        end_sessions(connection, found.account)

    _manage(store, account, "account.disable", disable, actor=actor, now=now)


def enable_account(store: Store, account: str, *, actor: Actor, now: datetime) -> None:
    """Let a disabled account log in again, with its old password. May refuse."""
    _manage(
        store,
        account,
        "account.enable",
        lambda connection, found: _set(connection, found, disabled_at=None),
        actor=actor,
        now=now,
    )


def unlock_account(store: Store, account: str, *, actor: Actor, now: datetime) -> None:
    """Lift the lock after wrong attempts; for who holds ``account.unlock`` or manages the account."""

    def check(found: Account) -> bool:
        return may(actor, "account.unlock", found.unit) or manages(actor, found)

    def unlock(connection: Connection, found: Account) -> None:
        forget_failures(connection, found.account)

    _manage(store, account, "account.unlock", unlock, actor=actor, now=now, check=check)


def _manage(
    store: Store,
    account: str,
    action: str,
    work: Callable[[Connection, Account], Result],
    *,
    actor: Actor,
    now: datetime,
    check: Callable[[Account], bool] | None = None,
) -> Result:
    account = fold_account(account)

    def checked(connection: Connection) -> Result:
        found = find_account(connection, account)
        if found is None:
            raise Refused("account_unknown", account=account[:64])
        if not (check(found) if check else manages(actor, found)):
            raise Refused("account_foreign")
        return work(connection, found)

    with store.read() as connection:
        found = find_account(connection, account)
    about = account if found else "?"
    return attempt(store, actor, action, about, checked, now=now, unit=found.unit if found else "")


def _set(connection: Connection, found: Account, **values: object) -> None:
    connection.execute(
        update(tables.accounts).where(tables.accounts.c.account == found.account).values(**values)
    )
