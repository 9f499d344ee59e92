"""Connections, made in one place so that every pragma and isolation level is set once."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url

from .errors import StoreBusy, StoreUnreachable
from .recalling import note_version

PATIENCE = 30.0  # seconds a writer waits for another process
WRITER_LOCK = 0x6C697A68  # any fixed number: the advisory lock that PostgreSQL writers share


@dataclass(frozen=True)
class Engines:
    """The two ways into one database: short read-only snapshots, and the writer's transactions.

    place         file or server, as errors name it (never with a password)
    begin_moment  fixes what a reading connection sees
    end_moment    lets go of it, and tells whether the connection may rest until the next read
    """

    reader: Engine
    writer: Engine
    place: str
    begin_moment: Callable[[Connection], object]
    end_moment: Callable[[Connection], bool]

    def dispose(self, *, close: bool = True) -> None:
        """Drop every pooled connection; ``close=False`` in a forked child, whose parent still uses them."""
        self.reader.dispose(close=close)
        self.writer.dispose(close=close)


def build_engines(url: str, synchronous: str) -> Engines:
    """Return the engines of a ``sqlite:///`` or ``postgresql+psycopg://`` address."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite_engines(parsed, synchronous)
    if parsed.get_backend_name() == "postgresql":
        return _postgres_engines(parsed, synchronous)
    raise ValueError(
        "store_url: 只支持 sqlite:/// 与 postgresql+psycopg://。 Allowed: sqlite:///, postgresql+psycopg://."
    )


def _sqlite_engines(url: URL, synchronous: str) -> Engines:
    place = url.database or ""
    _make_private_file(place)
    connect = {"check_same_thread": False, "isolation_level": None, "timeout": 10.0}
    reader = create_engine(url, connect_args=connect, pool_size=8, max_overflow=56)
    writer = create_engine(url, connect_args=connect, pool_size=1, max_overflow=4)
    event.listen(reader, "connect", _sqlite_pragmas(synchronous, "query_only=ON"))
    event.listen(writer, "connect", _sqlite_pragmas(synchronous, "busy_timeout=20", "cache_size=-16000"))
    event.listen(reader, "begin", _begin_once)
    event.listen(writer, "begin", lambda connection: _begin_immediate(connection, place))
    return Engines(reader, writer, place, _begin_moment, _end_moment)


def _begin_once(connection: Connection) -> None:
    """Begin without SQLAlchemy, whose way costs more than most reads; its statements join in."""
    driver = _driver(connection)
    if not driver.in_transaction:
        driver.execute("BEGIN")


def _begin_moment(connection: Connection) -> None:
    _begin_once(connection)
    note_version(connection)


def _end_moment(connection: Connection) -> bool:
    if connection.closed or connection.invalidated:
        return False
    if connection.in_transaction():
        connection.rollback()
    driver = _driver(connection)
    if driver.in_transaction:
        driver.rollback()
    return True


def _make_private_file(place: str) -> None:
    """Create the file readable by its owner only; SQLite gives -wal and -shm the same mode."""
    # A living database is never opened here: closing any descriptor of it would drop the POSIX locks that
    # this process's other connections hold, and another process would then remove the WAL under them.
    if os.path.exists(place):
        if not (os.path.isfile(place) and os.access(place, os.R_OK | os.W_OK)):
            raise StoreUnreachable(place)
        return
    try:
        os.close(os.open(place, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise StoreUnreachable(place) from error


def _sqlite_pragmas(synchronous: str, *more: str) -> Callable[[Any, Any], None]:
    pragmas = (
        "busy_timeout=10000",
        f"synchronous={synchronous}",
        "foreign_keys=ON",
        "temp_store=MEMORY",  # sorted rows hold personal fields: never in a temporary file
        "journal_size_limit=67108864",
        *more,
    )

    def set_pragmas(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA busy_timeout=10000")
        if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            connection.execute("PRAGMA journal_mode=WAL")
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    return set_pragmas


def _begin_immediate(connection: Connection, place: str) -> None:
    """Take the write lock; back off while another process holds it (SQLite's own waits grow to 100 ms)."""
    driver = _driver(connection)
    until = time.monotonic() + PATIENCE
    while True:
        try:
            driver.execute("BEGIN IMMEDIATE")
            return
        except Exception as error:
            if not str(getattr(error, "sqlite_errorname", "")).startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
                raise
            if time.monotonic() > until:
                raise StoreBusy(place) from error
        time.sleep(random.uniform(0.0005, 0.003))


def _postgres_engines(url: URL, synchronous: str) -> Engines:
    commit = "off" if synchronous == "OFF" else "on"
    connect = {"options": f"-c synchronous_commit={commit} -c timezone=UTC -c lock_timeout=30000"}
    engine = create_engine(url, connect_args=connect, pool_size=8, max_overflow=24, pool_pre_ping=True)
    snapshot = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    writer = create_engine(url, connect_args=connect, pool_size=1, max_overflow=4, pool_pre_ping=True)
    event.listen(writer, "begin", _lock_writers)
    place = f"{url.host or ''}/{url.database}"
    reader = engine.execution_options(**snapshot)
    # A server ends idle connections and the pool looks before it lends one, so none rests outside the pool.
    return Engines(reader, writer, place, lambda connection: connection.begin(), lambda connection: False)


def _lock_writers(connection: Connection) -> None:
    """Let one group at a time write, as SQLite does: groups that lock rows in any order cannot deadlock."""
    _driver(connection).execute("SELECT pg_advisory_xact_lock(%s)", (WRITER_LOCK,))


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection
