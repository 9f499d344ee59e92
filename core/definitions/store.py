"""The definitions store: township forms, switches and parameters in one TinyDB file, shared by processes."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock
from tinydb import TinyDB
from tinydb.table import Document, Table

from ..registry.state import State
from .snapshot import read_state
from .storage import DamagedFile, DurableStorage, Tables, backup_of, read_tables, write_tables

Mark = tuple[int, int, int]
log = logging.getLogger("lizheng.definitions")


class Change:
    """One change in the making: TinyDB tables in memory, written together or not at all."""

    def __init__(self, tables: Tables) -> None:
        self._database = TinyDB(storage=DurableStorage, tables=tables)
        self.tables = tables

    def table(self, name: str) -> Table:
        """Return the TinyDB table of that name; its query cache is off, so no answer is stale."""
        return self._database.table(name, cache_size=0)

    def add(self, name: str, document: dict[str, Any]) -> int:
        """Append the document under the next number of the table and return that number."""
        table = self.table(name)
        number = max((one.doc_id for one in table), default=0) + 1
        table.insert(Document(document, doc_id=number))
        return number

    def state(self) -> State:
        """Return the state as this change has made it so far."""
        return read_state(self.content())

    def content(self) -> Tables:
        """Return every table as it stands in this change."""
        return self._database.storage.read() or {}

    def grow(self, counter: str) -> None:
        """Add one to a counter of the store (``version``, ``packs``)."""
        table = self.table("meta")
        counters = dict(table.get(doc_id=1) or {})
        table.upsert(Document({**counters, counter: counters.get(counter, 0) + 1}, doc_id=1))


class Definitions:
    """The store at one path. Any number of processes may read and change it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._guard = threading.RLock()
        self._lock = FileLock(f"{path}.lock", thread_local=False)
        self._cached: tuple[Mark, State] | None = None

    def read(self) -> State:
        """Return the newest state. Costs one ``stat`` while nothing changed.

        When the file is damaged the copy beside it is served, and ``State.damage`` and the log say so.
        Raises ``DamagedFile`` when both are damaged.
        """
        mark = self.mark()
        cached = self._cached
        if cached and cached[0] == mark:
            return cached[1]
        state = self._read_again()
        self._cached = (mark, state)
        return state

    def mark(self) -> Mark:
        """Return what tells one generation of the file from the next."""
        try:
            stat = self.path.stat()
        except FileNotFoundError:
            return (0, 0, 0)
        return (stat.st_mtime_ns, stat.st_size, stat.st_ino)

    @contextmanager
    def change(self) -> Iterator[Change]:
        """Give a change to fill; it is durable when the block ends, and forgotten when the block raises.

        One process and thread at a time: the lock is held from reading to renaming, so no change is lost.
        """
        with self._guard:
            if self._lock.is_locked:
                raise RuntimeError("a change inside a change would be lost; use the one that is open")
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self._lock:
                tables, damage = self._read_tables()
                change = Change(tables)
                yield change
                change.grow("version")
                if damage:
                    self._set_aside()
                write_tables(self.path, change.content())

    def _read_again(self) -> State:
        tables, damage = self._read_tables()
        if damage:
            log.error("%s", damage)
        return read_state(tables, damage)

    def _read_tables(self) -> tuple[Tables, str]:
        copy = backup_of(self.path)
        try:
            if self.path.exists() or not copy.exists():
                return read_tables(self.path), ""
            damage = f"{self.path}: missing"
        except DamagedFile as error:
            if not copy.exists():
                raise
            damage = str(error)
        return read_tables(copy), damage

    def _set_aside(self) -> None:
        if self.path.exists():
            self.path.replace(self.path.with_name(f"{self.path.name}.damaged-{self.path.stat().st_mtime_ns}"))


def open_definitions(path: Path) -> Definitions:
    """Return the store at this path; the file is made by the first change."""
    return Definitions(path)
