"""A value that is looked up in a cache by its hash alone."""

from __future__ import annotations

from typing import Any


class Keyed(str):
    """The key itself, carrying ``value`` along, so that ``lru_cache`` takes values that have no hash.

    It is a ``str`` because comparing is then done without a call into Python, on every submission.
    """

    __slots__ = ("value",)
    value: Any

    def __new__(cls, key: str, value: Any) -> Keyed:
        """Return the key with its value."""
        keyed = super().__new__(cls, key)
        keyed.value = value
        return keyed
