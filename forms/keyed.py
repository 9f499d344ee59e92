"""A value that is looked up in a cache by its hash alone."""

from __future__ import annotations

from typing import Any


class Keyed:
    """``value`` under ``key``: equal when the keys are, so that ``lru_cache`` takes unhashable values."""

    __slots__ = ("key", "value")

    def __init__(self, key: str, value: Any) -> None:
        self.key = key
        self.value = value

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Keyed) and self.key == other.key
