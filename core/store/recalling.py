"""What a reading connection has read before and need not ask again."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from sqlalchemy import Connection

MOST = 1_000
_KEPT, _UNCHANGED = "kept", "unchanged"


def begin_keeping(connection: Connection) -> None:
    """Let a connection that only reads keep what it read."""
    connection.info.setdefault(_KEPT, {})


def kept_of(connection: Connection) -> dict[str, Any] | None:
    """Return what the connection keeps, each thing with what tells whether it is still true.

    ``None`` within a write, which may be changing it.
    """
    return connection.info.get(_KEPT)


def kept_at(connection: Connection, version: Hashable) -> dict[Hashable, Any]:
    """Return what was kept at that version of the database: of another nothing is left."""
    known = connection.info.get(_UNCHANGED)
    if known is None or known[0] != version or len(known[1]) >= MOST:
        known = connection.info[_UNCHANGED] = (version, {})
    return known[1]
