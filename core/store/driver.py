"""The driver under a connection: the way of statements that run for every submission."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection


def driver_of(connection: Connection) -> Any:
    """Return the sqlite3 or psycopg connection; both execute with positional values and give a cursor.

    SQLAlchemy's own way costs more for each of these statements than the engine's work.
    """
    return connection.connection.driver_connection
