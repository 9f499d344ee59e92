"""Rows written and read through the driver: the way of a submission, where every statement counts.

Building a statement with SQLAlchemy costs several times what the engine needs to run it (a submission took
three times as much of the one writer's time before).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection

from ..store.driver import driver_of, written_for


def insert_row(connection: Connection, table: str, values: Mapping[str, Any]) -> None:
    """Insert one row; ``table`` and the names of ``values`` are ours, never a caller's text."""
    sql = _insertion(table, tuple(values), connection.dialect.name)
    driver_of(connection).execute(sql, tuple(values.values()))


def run_sql(connection: Connection, sql: str, *values: Any) -> tuple[Any, ...] | None:
    """Run one statement with ``?`` for each value and return its first row, if it gives any."""
    cursor = driver_of(connection).execute(written_for(connection.dialect.name, sql), values)
    return cursor.fetchone() if cursor.description else None


@lru_cache(maxsize=256)
def _insertion(table: str, names: tuple[str, ...], engine: str) -> str:
    columns, holes = ", ".join(f'"{name}"' for name in names), ", ".join("?" * len(names))
    return written_for(engine, f"INSERT INTO {table} ({columns}) VALUES ({holes})")
