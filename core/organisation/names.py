"""The names of the people behind accounts, for pages that tell who did what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, select

from ..store.tables import accounts


def read_names(connection: Connection, wanted: Iterable[str]) -> Mapping[str, str]:
    """Return account -> name; an account that no longer exists stands for itself."""
    asked = sorted(set(wanted))
    query = select(accounts.c.account, accounts.c.name).where(accounts.c.account.in_(asked))
    found = {account: name for account, name in connection.execute(query)}
    return {account: found.get(account, account) for account in asked}
