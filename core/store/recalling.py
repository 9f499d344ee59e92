"""What a reading connection has read before and need not ask again."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from sqlalchemy import Connection

from .driver import driver_of

T = TypeVar("T")
_MOST = 1_000
_KEPT, _UNCHANGED = "kept", "unchanged"


def begin_keeping(connection: Connection) -> None:
    """Let a connection that only reads keep what it read."""
    connection.info.setdefault(_KEPT, {})


def kept_of(connection: Connection) -> dict[str, Any] | None:
    """Return what the connection keeps, each thing with what tells whether it is still true.

    ``None`` within a write, which may be changing it.
    """
    return connection.info.get(_KEPT)


def note_version(connection: Connection) -> None:
    """Drop what ``recall`` keeps if anybody, in any process, has written to the SQLite file since."""
    version = driver_of(connection).execute("PRAGMA data_version").fetchone()
    known = connection.info.get(_UNCHANGED)
    if known is None or known[0] != version:
        connection.info[_UNCHANGED] = (version, {})


def recall(connection: Connection, key: Hashable, read: Callable[[], T]) -> T:
    """Return what ``read`` gives, without asking again while the database stands as it did.

    Only SQLite can tell for less than the question costs; elsewhere, and within a write, it is asked.
    """
    known = connection.info.get(_UNCHANGED)
    if known is None:
        return read()
    kept = known[1]
    if key not in kept:
        if len(kept) >= _MOST:
            kept.clear()
        kept[key] = read()
    return kept[key]
