"""How a person wants the pages: language and type size."""

from __future__ import annotations

from sqlalchemy import update

from ..store import Store, tables
from .values import Actor


def set_preferences(
    store: Store, actor: Actor, *, language: str | None = None, large_type: bool | None = None
) -> None:
    """Keep the actor's own language (``zh-CN`` or ``en``) and type size; no audit entry, nothing secret."""
    chosen = {"language": language if language in ("zh-CN", "en") else None, "large_type": large_type}
    values = {name: value for name, value in chosen.items() if value is not None}
    if values:
        mine = update(tables.accounts).where(tables.accounts.c.account == actor.account).values(**values)
        store.write(lambda connection: connection.execute(mine).rowcount)
