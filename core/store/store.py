"""The store: short read snapshots for many threads, and writes that are durable when they return."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Literal, TypeVar

from sqlalchemy import Connection

from .engines import Engines, build_engines
from .migrate import bring_up_to_date
from .writer import Writer

T = TypeVar("T")


class Store:
    """One database, shared by the threads of a process; every process may open it. Made by ``open_store``.

    place          file or server, as messages name it
    while_waiting  entered by the caller of ``write`` until its commit is durable: a server lets others work
    """

    def __init__(self, build: Callable[[], Engines]) -> None:
        self._build = build
        self.while_waiting: Callable[[], AbstractContextManager[None]] = nullcontext
        self._lock = threading.Lock()
        self._open()

    def _open(self) -> None:
        self._engines = self._build()
        self._writer = Writer(self._engines.writer, self._engines.place)
        self._process = os.getpid()

    @property
    def place(self) -> str:
        """The database file or server."""
        return self._engines.place

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection that sees one moment of the database and cannot change it. Keep it short."""
        self._notice_fork()
        with self._engines.reader.connect() as connection:
            yield connection

    def write(self, job: Callable[[Connection], T]) -> T:
        """Return the job's result once its commit is durable.

        The job runs in the writer thread, in a savepoint of a transaction shared with whatever else is
        waiting: an exception undoes only this job and is raised here. Nothing is stored when a ``StoreError``
        (``StoreFull``, ``StoreBusy``, ``StoreUnreachable``) is raised. Chain heads and counters must be read
        inside the job: no other process writes until the commit.
        """
        self._notice_fork()
        with self.while_waiting():
            return self._writer.submit(job)

    def write_alone(self, job: Callable[[Connection], T]) -> T:
        """Like ``write``, in a transaction of its own: for changes of tables and for long batches."""
        self._notice_fork()
        return self._writer.submit(job, alone=True)

    def close(self) -> None:
        """Finish the writes that wait, then close every connection. Later writes raise ``StoreClosed``."""
        self._writer.close()
        self._engines.dispose()

    def _notice_fork(self) -> None:
        """Open anew in a forked child: threads and connections do not survive a fork."""
        if self._process == os.getpid():
            return
        with self._lock:
            if self._process != os.getpid():
                self._engines.dispose(close=False)
                self._open()


def open_store(url: str, *, synchronous: Literal["FULL", "NORMAL", "OFF"] = "FULL") -> Store:
    """Return the store at ``sqlite:///path`` or ``postgresql+psycopg://...``, its tables up to date.

    ``synchronous`` is weakened by tests only. Raises ``StoreNewer`` when a newer program made the tables,
    ``StoreUnreachable`` when the place cannot be opened.
    """
    store = Store(lambda: build_engines(url, synchronous))
    try:
        bring_up_to_date(store)
    except BaseException:
        store.close()
        raise
    return store
