"""The driver under a connection: the way of statements that run for every submission."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection


def driver_of(connection: Connection) -> Any:
    """Return the sqlite3 or psycopg connection; both execute with positional values and give a cursor.

    SQLAlchemy's own way costs more for each of these statements than the engine's work.
    """
    return connection.connection.driver_connection


def written_for(engine: str, sql: str) -> str:
    """Return the statement with ``?`` for each value as the driver of that SQL dialect takes it."""
    return sql.replace("?", "%s") if engine == "postgresql" else sql


@lru_cache(maxsize=512)
def name_values(engine: str, sql: str) -> str:
    """Return the statement with ``:name`` for each value as the driver of that SQL dialect takes it."""
    return re.sub(r"(?<!:):(\w+)", r"%(\1)s", sql) if engine == "postgresql" else sql
