"""The one thread of a process that writes: it commits what is waiting as a group, each job in a savepoint."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from queue import Empty, SimpleQueue
from typing import Any, Protocol

from sqlalchemy import Connection, Engine

from .errors import StoreClosed, StoreError, translate_error

GROUP = 64  # jobs in one commit at most
GROUP_SECONDS = 0.005  # a group takes no further job after this long


class Ticket:
    """A job on its way, and whom to tell, in the writer's thread, once its commit is durable or it failed."""

    __slots__ = ("alone", "error", "job", "result", "tell")

    def __init__(
        self, job: Callable[[Connection], Any], tell: Callable[[Ticket], object], alone: bool = False
    ) -> None:
        self.job = job
        self.tell = tell
        self.alone = alone
        self.result: Any = None
        self.error: BaseException | None = None

    def outcome(self) -> Any:
        """Return the job's result, or raise its error; only to be asked after ``tell`` was called."""
        if self.error is not None:
            raise self.error
        return self.result


class Turns(Protocol):
    """How threads that compute agree on who does; see ``core.web.turn``."""

    def taken(self) -> AbstractContextManager[None]:
        """Hold the turn within the block."""
        ...

    def step_aside(self) -> AbstractContextManager[None]:
        """Let others have it within the block."""
        ...


class _NoTurns:
    """Every thread computes whenever it can: outside a server there are few."""

    def taken(self) -> AbstractContextManager[None]:
        return nullcontext()

    step_aside = taken


NO_TURNS = _NoTurns()


class Writer:
    """Carries out jobs in the order they came; its thread begins with the first job."""

    def __init__(self, engine: Engine, place: str, turns: Callable[[], Turns] = lambda: NO_TURNS) -> None:
        self._engine = engine
        self._place = place
        self._turns = turns
        self._queue: SimpleQueue[Ticket | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closed = False

    def submit(self, job: Callable[[Connection], Any], *, alone: bool = False) -> Any:
        """Return the job's result after its commit; see ``Store.write``."""
        if self._thread is threading.current_thread():
            raise RuntimeError("a job of the writer must use its own connection, not write again")
        told = threading.Lock()
        told.acquire()
        ticket = self.send(job, lambda _: told.release(), alone=alone)
        told.acquire()
        return ticket.outcome()

    def send(
        self, job: Callable[[Connection], Any], tell: Callable[[Ticket], object], *, alone: bool = False
    ) -> Ticket:
        """Take the job on without waiting; see ``Store.send``."""
        ticket = Ticket(job, tell, alone)
        with self._lock:
            if not self._closed:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._run, name="lizheng-writer", daemon=True)
                    self._thread.start()
                self._queue.put(ticket)
                return ticket
        ticket.error = StoreClosed(self._place)
        tell(ticket)
        return ticket

    def close(self) -> None:
        """Carry out what is waiting, then stop the thread."""
        with self._lock:
            self._closed = True
            thread = self._thread
            self._queue.put(None)
        if thread is not None:
            thread.join()

    def _run(self) -> None:
        ticket = self._queue.get()
        while ticket is not None:
            group: list[Ticket] = [ticket]
            ticket = self._commit(group)
            for done in group:
                done.tell(done)
            if ticket is _NONE_WAITING:
                ticket = self._queue.get()

    def _commit(self, group: list[Ticket]) -> Ticket | None:
        """Run and commit a group that begins with one job; return the ticket that must begin the next."""
        rest: Ticket | None = _NONE_WAITING
        try:
            with self._engine.connect() as connection:
                try:
                    connection.begin()
                    with self._turns().taken():
                        rest = self._run_group(connection, group)
                    connection.commit()
                except BaseException:
                    connection.invalidate()  # not to be trusted after a failed write or sync
                    raise
        except BaseException as error:
            for ticket in group:
                ticket.error = ticket.error or self._failure(error)
        return rest

    def _run_group(self, connection: Connection, group: list[Ticket]) -> Ticket | None:
        until = time.monotonic() + GROUP_SECONDS
        self._run_job(connection, group[0])
        while not group[0].alone and len(group) < GROUP and time.monotonic() < until:
            try:
                ticket = self._queue.get_nowait()
            except Empty:
                break
            if ticket is None or ticket.alone:
                return ticket
            group.append(ticket)
            self._run_job(connection, ticket)
        return _NONE_WAITING

    def _run_job(self, connection: Connection, ticket: Ticket) -> None:
        driver: Any = connection.connection.driver_connection
        driver.execute("SAVEPOINT job")
        try:
            ticket.result = ticket.job(connection)
            driver.execute("RELEASE SAVEPOINT job")
        except BaseException as error:
            ticket.error = translate_error(error, self._place)
            try:
                driver.execute("ROLLBACK TO SAVEPOINT job")
                driver.execute("RELEASE SAVEPOINT job")
            except Exception:
                # The engine gave up the whole transaction (disk full, lost server): nobody's work is left.
                raise error from None

    def _failure(self, error: BaseException) -> BaseException:
        """Return a fresh error for each caller: one exception must not be raised in several threads."""
        translated = translate_error(error, self._place)
        if isinstance(translated, StoreError):
            failure: StoreError = type(translated)(translated.place)
        else:
            failure = StoreError(self._place)
        failure.__cause__ = error
        return failure


_NONE_WAITING = Ticket(lambda connection: None, lambda ticket: None)
