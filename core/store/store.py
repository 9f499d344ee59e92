"""The store: short read snapshots for many threads, and writes that are durable when they return."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal, TypeVar

from sqlalchemy import Connection

from .engines import Engines, build_engines
from .migrate import bring_up_to_date
from .recalling import begin_keeping
from .writer import NO_TURNS, Ticket, Turns, Writer

T = TypeVar("T")
_REST = 8  # connections kept open between reads


class Store:
    """One database, shared by the threads of a process; every process may open it. Made by ``open_store``.

    place  file or server, as messages name it
    turns  how the threads of a server share the processor: the caller of ``write`` steps aside until its
           commit is durable, and the writer takes a turn for a group
    """

    def __init__(self, build: Callable[[], Engines]) -> None:
        self._build = build
        self.turns: Turns = NO_TURNS
        self._lock = threading.Lock()
        self._open()

    def _open(self) -> None:
        self._engines = self._build()
        self._writer = Writer(self._engines.writer, self._engines.place, lambda: self.turns)
        self._process = os.getpid()
        self._resting: deque[Connection] = deque()

    @property
    def place(self) -> str:
        """The database file or server."""
        return self._engines.place

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection that sees one moment of the database and cannot change it. Keep it short."""
        self._notice_fork()
        connection = self._begin_reading()
        try:
            yield connection
        finally:
            self._end_reading(connection)

    def write(self, job: Callable[[Connection], T]) -> T:
        """Return the job's result once its commit is durable.

        The job runs in the writer thread, in a savepoint of a transaction shared with whatever else is
        waiting: an exception undoes only this job and is raised here. Nothing is stored when a ``StoreError``
        (``StoreFull``, ``StoreBusy``, ``StoreUnreachable``) is raised. Chain heads and counters must be read
        inside the job: no other process writes until the commit.
        """
        self._notice_fork()
        with self.turns.step_aside():
            return self._writer.submit(job)

    def send(self, job: Callable[[Connection], object], tell: Callable[[Ticket], object]) -> None:
        """Take a job on as ``write`` does, but return at once.

        ``tell`` is called in the writer's thread when the job's commit is durable or it failed, and must
        neither wait nor raise; the ticket's ``outcome`` then gives what ``write`` would have.
        """
        self._notice_fork()
        self._writer.send(job, tell)

    def write_alone(self, job: Callable[[Connection], T]) -> T:
        """Like ``write``, in a transaction of its own: for changes of tables and for long batches."""
        self._notice_fork()
        return self._writer.submit(job, alone=True)

    def close(self) -> None:
        """Finish the writes that wait, then close every connection. Later writes raise ``StoreClosed``."""
        self._writer.close()
        while self._resting:
            self._resting.pop().close()
        self._engines.dispose()

    def _begin_reading(self) -> Connection:
        """Return a connection at its moment, a resting one if any: opening costs more than most reads."""
        try:
            connection = self._resting.pop()
        except IndexError:
            connection = self._engines.reader.connect()
            begin_keeping(connection)
        self._engines.begin_moment(connection)
        return connection

    def _end_reading(self, connection: Connection) -> None:
        if self._engines.end_moment(connection) and len(self._resting) < _REST:
            self._resting.append(connection)
        else:
            connection.close()

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
