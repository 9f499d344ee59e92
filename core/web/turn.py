"""One thread computes at a time: taking turns costs less than fighting for the interpreter."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

PATIENCE = 0.02  # seconds: whoever computes longer (an export, a large import) no longer holds up the others


class Turn:
    """The turn to compute, shared by the threads of a serving process.

    The interpreter runs one thread anyway. Left alone, threads take it from one another at every statement
    they send to the database, and each time costs more than the statement. A holder that exceeds ``patience``
    seconds keeps computing beside the others, and the turn begins anew without it, so that nobody waits for
    long and nothing can deadlock.
    """

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._lock = threading.Lock()
        self._mine = threading.local()
        self._holding = _Holding(self._take, self._give)

    def taken(self) -> AbstractContextManager[None]:
        """Hold the turn within the block."""
        return self._holding

    @contextmanager
    def step_aside(self) -> Iterator[None]:
        """Let others have the turn while this thread waits; without the turn nothing happens."""
        if getattr(self._mine, "lock", None) is None:
            yield
            return
        self._give()
        try:
            yield
        finally:
            self._take()

    def _take(self) -> None:
        while True:
            lock = self._lock
            if lock.acquire(timeout=self._patience):
                if lock is self._lock:
                    self._mine.lock = lock
                    return
                lock.release()
            elif lock is self._lock:
                self._lock = threading.Lock()

    def _give(self) -> None:
        lock, self._mine.lock = self._mine.lock, None
        lock.release()


class _Holding:
    """What ``with`` takes and gives back; a generator would cost more than both, at every request."""

    __slots__ = ("_give", "_take")

    def __init__(self, take: Callable[[], None], give: Callable[[], None]) -> None:
        self._take, self._give = take, give

    def __enter__(self) -> None:
        self._take()

    def __exit__(self, *failure: object) -> None:
        self._give()
