"""Password hashes: argon2id, one at a time so that a rush of log-ins cannot take the memory."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from argon2.low_level import Type

from .refusals import LoginRefused

Result = TypeVar("Result")
_PATIENCE = 20.0  # seconds in the queue before a log-in is told to come back


@dataclass(frozen=True)
class Hashing:
    """How passwords are hashed (OWASP's argon2id figures): memory in KiB, passes and lanes."""

    memory: int = 19 * 1024
    passes: int = 2
    lanes: int = 1
    turn: threading.Lock = field(default_factory=threading.Lock, compare=False, repr=False)

    def hash_password(self, password: str) -> str:
        """Return the PHC string of a new salted hash."""
        return self._in_turn(lambda: self._hasher.hash(password))

    def verify(self, kept: str | None, password: str) -> bool:
        """Tell whether the password fits; without a kept hash the same work is done and the answer is no."""
        stand_in = self._stand_in  # made before the clock of this reply can depend on the account
        fits = self._in_turn(lambda: self._fits(kept or stand_in, password))
        return fits and kept is not None

    def is_stale(self, kept: str) -> bool:
        """Tell whether the hash was made with other figures and should be made anew."""
        return self._hasher.check_needs_rehash(kept)

    @cached_property
    def _hasher(self) -> PasswordHasher:
        return PasswordHasher(
            time_cost=self.passes, memory_cost=self.memory, parallelism=self.lanes, type=Type.ID
        )

    @cached_property
    def _stand_in(self) -> str:
        return self._in_turn(lambda: self._hasher.hash("nobody's password"))

    def _fits(self, kept: str, password: str) -> bool:
        try:
            return self._hasher.verify(kept, password)
        except (VerifyMismatchError, InvalidHashError):
            return False

    def _in_turn(self, work: Callable[[], Result]) -> Result:
        if not self.turn.acquire(timeout=_PATIENCE):
            raise LoginRefused("busy")
        try:
            return work()
        finally:
            self.turn.release()
